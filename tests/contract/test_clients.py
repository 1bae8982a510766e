"""What programs made from the API document rely on: that it compiles, that it calls, and that it stays."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request

from tests.contract.promises import broken_promises, promises_of, released
from tests.support.processes import clean_environment
from tests.support.server import ServerProcess
from tests.support.world import make_board, make_task

WEB = Path(__file__).parents[2] / "web"
CLIENT = """
import createClient from "openapi-fetch";
import type { paths } from "./schema";

const [baseUrl, token, board_id] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
const health = await client.GET("/healthz");
const person = await client.POST("/api/v1/auth/bootstrap");
const tasks = await client.GET("/api/v1/boards/{board_id}/tasks", { params: { path: { board_id } } });
const ok: boolean | undefined = health.data?.ok;
const person_id: string | undefined = person.data?.id;
const titles: string[] | undefined = tasks.data?.items.map((task) => task.title);
console.log(JSON.stringify({ ok, person_id, titles }));
"""

Document = dict[str, Any]


def test_s08_a_client_made_from_the_document_compiles_and_calls(start_server, tmp_path: Path):
    server: ServerProcess = start_server()
    with server.client() as client:
        _project(tmp_path, client.get("/openapi.json").text)
    _run(tmp_path, "node_modules/.bin/openapi-typescript", "openapi.json", "--output", "schema.d.ts")
    options = ("--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler")
    _run(tmp_path, "node_modules/.bin/tsc", *options, "--types", "node", "client.ts")
    with server.as_operator() as operator:
        board = make_board(operator)
        make_task(operator, board, "Read the document")
        me = operator.get("/api/v1/users/me").json()
    told = json.loads(_run(tmp_path, "node", "client.js", server.base_url, server.token, board["id"]))
    assert told == {"ok": True, "person_id": me["id"], "titles": ["Read the document"]}


def _project(folder: Path, document: str) -> None:
    (folder / "node_modules").symlink_to(WEB / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "openapi.json").write_text(document)
    (folder / "client.ts").write_text(CLIENT)


def _run(folder: Path, *command: str) -> str:
    environment = clean_environment({"PATH": os.environ["PATH"]})
    done = subprocess.run(command, check=False, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


# --- what was promised stays


def test_s10_what_the_last_release_has_promised_is_served(document: Document):
    """`make generate` writes the committed document anew with every change; this is held against what stays."""
    assert list(broken_promises(released(), promises_of(document))) == []


TASKS = "/api/v1/boards/{board_id}/tasks"


def _drop_path(document: Document) -> None:
    del document["paths"][TASKS]["get"]


def _drop_schema(document: Document) -> None:
    del document["components"]["schemas"]["TaskRead"]


def _drop_field(document: Document) -> None:
    del document["components"]["schemas"]["TaskRead"]["properties"]["title"]


def _demand_field(document: Document) -> None:
    document["components"]["schemas"]["TaskCreate"]["required"].append("description")


def _omit_field(document: Document) -> None:
    document["components"]["schemas"]["TaskRead"]["required"].remove("title")


def _drop_filter(document: Document) -> None:
    document["paths"][TASKS]["get"]["parameters"].pop()


def _demand_filter(document: Document) -> None:
    document["paths"][TASKS]["get"]["parameters"][-1]["required"] = True


def _rename(document: Document) -> None:
    document["paths"][TASKS]["get"]["operationId"] = "tasks"


def _drop_status(document: Document) -> None:
    del document["paths"][TASKS]["post"]["responses"]["409"]


def _answer_otherwise(document: Document) -> None:
    document["paths"][TASKS]["get"]["responses"]["200"]["content"]["application/json"]["schema"] = {"type": "array"}


def _answer_null(document: Document) -> None:
    document["components"]["schemas"]["TaskRead"]["properties"]["title"] = {"anyOf": NULLABLE}


def _refuse_null(document: Document) -> None:
    document["components"]["schemas"]["TaskCreate"]["properties"]["description"] = {"type": "string"}


def _drop_word(document: Document) -> None:
    document["components"]["schemas"]["TaskStatus"]["enum"].remove("review")


NULLABLE = [{"type": "string"}, {"type": "null"}]
BREAKS = [
    _drop_path,
    _drop_schema,
    _drop_field,
    _demand_field,
    _omit_field,
    _drop_filter,
    _demand_filter,
    _rename,
    _drop_status,
    _answer_otherwise,
    _answer_null,
    _refuse_null,
    _drop_word,
]


@pytest.mark.parametrize("damage", BREAKS, ids=[damage.__name__ for damage in BREAKS])
def test_s10_a_broken_promise_is_noticed(document: Document, damage: Callable[[Document], None]):
    changed = copy.deepcopy(document)
    damage(changed)
    assert len(list(broken_promises(promises_of(document), promises_of(changed)))) == 1


def test_s10_what_is_added_breaks_nothing(document: Document):
    changed = copy.deepcopy(document)
    changed["paths"]["/api/v1/more"] = changed["paths"][TASKS]
    changed["components"]["schemas"]["TaskRead"]["properties"]["more"] = {"type": "string"}
    changed["components"]["schemas"]["TaskRead"]["required"].append("more")
    changed["components"]["schemas"]["TaskStatus"]["enum"].append("asleep")
    changed["components"]["schemas"]["TaskCreate"]["properties"]["title"] = {"anyOf": NULLABLE}
    assert list(broken_promises(promises_of(document), promises_of(changed))) == []


# --- the browser is a client like others


@pytest.mark.e2e
def test_s15_the_token_that_is_pasted_is_the_bearer_of_every_request(start_server, page: Page):
    server: ServerProcess = start_server()
    sent: list[str | None] = []

    def note(asked: Request) -> None:
        # How one signs in is asked by whoever has not done so yet.
        if "/api/v1/" in asked.url and not asked.url.endswith("/auth/mode"):
            sent.append(asked.headers.get("authorization"))

    page.on("request", note)
    page.goto(server.base_url)
    page.get_by_label("Access token").fill(f"  {server.token} ")
    assert sent == []
    with page.expect_response("**/api/v1/overview"):
        page.get_by_role("button", name="Sign in").click()
    assert len(sent) >= 2
    assert set(sent) == {f"Bearer {server.token}"}
