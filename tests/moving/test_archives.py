"""An organization travels in a file from one installation to another, with or without its secrets."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from mission_control.kernel.db import migrate
from mission_control.migrations.tables import TABLES
from mission_control.moving import contents
from tests.moving.test_importing import report_of
from tests.support.command import Installation
from tests.support.server import OPERATOR_TOKEN, ServerProcess
from tests.support.services import DatabaseKind, Services
from tests.support.world import (
    Json,
    MadeAgent,
    as_agent,
    make_agent,
    make_board,
    make_note,
    make_task,
    make_template,
    make_webhook,
    ok,
)

SECRET = "a secret of a webhook, to be kept"
OTHER: dict[str, DatabaseKind] = {"sqlite": "postgresql", "postgresql": "sqlite"}
MakePlace = Callable[..., Installation]


@dataclass(frozen=True, slots=True)
class Home:
    """What one organization has."""

    organization: str
    board: Json
    agent: MadeAgent
    task: Json
    webhook: Json
    template: Json
    gateway: str
    key: str


@pytest.fixture
def make_place(services: Services, tmp_path: Path) -> Iterator[MakePlace]:
    """Installations with nothing in them."""
    made: list[str] = []

    def make(kind: DatabaseKind, **settings: str) -> Installation:
        url = services.empty_database(kind)
        made.append(url)
        folder = tmp_path / f"place-{len(made)}"
        folder.mkdir()
        return Installation(folder, **{"DATABASE_URL": url, "LOCAL_AUTH_TOKEN": OPERATOR_TOKEN, **settings})

    yield make
    for url in made:
        services.drop_database(url)


def at(server: ServerProcess, folder: Path) -> Installation:
    there = {name: server.environment()[name] for name in ("DATA_DIR", "DATABASE_URL", "LOCAL_AUTH_TOKEN")}
    return Installation(folder, **there)


def serving(place: Installation) -> ServerProcess:
    env = {name: value for name, value in place.settings.items() if name in {"DATA_DIR", "SECRET_KEY"}}
    return ServerProcess(place.settings["DATABASE_URL"], env=env).start()


def furnished(server: ServerProcess) -> Home:
    with server.as_operator() as operator:
        organization = ok(operator.get("/api/v1/organizations/me"))["id"]
        gateway = {"name": "Oslo", "url": "ws://127.0.0.1:9", "workspace_root": "~/.openclaw", "token": "of a gateway"}
        board = make_board(operator, name="Covers")
        agent = make_agent(operator, board, "Ada")
        home = Home(
            organization=organization,
            board=board,
            agent=agent,
            task=make_task(operator, board, "Draw it", assigned_agent_id=agent.id, priority="high"),
            webhook=make_webhook(operator, board, secret=SECRET),
            template=make_template(operator, board, schedule={"cron": "0 9 * * *"}),
            gateway=ok(operator.post("/api/v1/gateways", json=gateway))["id"],
            key=ok(operator.post("/api/v1/users/me/api-keys", json={"name": "Script", "scopes": ["read"]}))["key"],
        )
        make_note(operator, board, "Blue, not green.")
    with as_agent(server, agent) as client:
        ok(client.post("/api/v1/agent/tasks/claim"))
        comments = f"/api/v1/agent/boards/{board['id']}/tasks/{home.task['id']}/comments"
        ok(client.post(comments, json={"message": "A first draft is there."}))
    return home


def deliver(client: httpx.Client, home: Home) -> int:
    """A delivery that is signed with the webhook's secret."""
    body = b'{"event": "push"}'
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    address = f"/api/v1/boards/{home.board['id']}/webhooks/{home.webhook['id']}"
    return client.post(address, content=body, headers={"X-Hub-Signature-256": signature}).status_code


def told_of(client: httpx.Client, thing: str) -> list[str]:
    """What the log tells of something, newest first."""
    found = ok(client.get("/api/v1/audit", params={"entity_id": thing}))["items"]
    return [it["message"] for it in found]


@pytest.mark.parametrize("kind", OTHER)
def test_an_organization_goes_on_elsewhere_with_its_secrets(
    kind: DatabaseKind,
    services: Services,
    start_server: Callable[..., ServerProcess],
    make_place: MakePlace,
    tmp_path: Path,
) -> None:
    source_url = services.new_database(kind)
    source = start_server(source_url)
    home = furnished(source)
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("correct horse battery staple\n")
    locked = ("--passphrase-file", str(passphrase))
    file = tmp_path / "covers.tar.gz"
    with source.as_operator() as operator:
        history = told_of(operator, home.template["id"])
        assert history
    exported = at(source, tmp_path).run("export", home.organization, str(file), *locked)
    assert exported.returncode == 0, exported.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    source.stop()
    services.drop_database(source_url)

    # Where there is an organization already, events have other positions.
    place = make_place(OTHER[kind])
    with serving(place) as server:
        furnished(server)
    planned = place.run("import", str(file), "--dry-run", *locked)
    done = place.run("import", str(file), *locked)
    assert done.returncode == 0, done.stderr
    assert report_of(planned.stdout) == report_of(done.stdout)
    assert "task_templates: it is paused" in done.stdout
    with serving(place) as server:
        _is_at_home(server, home)
        with server.as_operator() as operator:
            operator.headers["X-Organization-Id"] = home.organization
            assert told_of(operator, home.template["id"]) == history
    assert place.run("audit", "verify").returncode == 0
    again = place.run("import", str(file), *locked)
    assert "Nothing was changed" in again.stdout


def test_what_waited_for_the_passphrase_comes_with_it(
    sqlite_url: str, start_server: Callable[..., ServerProcess], make_place: MakePlace, tmp_path: Path
) -> None:
    source = start_server(sqlite_url)
    home = furnished(source)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as database, database:
        database.execute("UPDATE agent_tokens SET created_at = replace(created_at, substr(created_at, 1, 4), '2020')")
    passphrase, file = tmp_path / "passphrase", tmp_path / "covers.tar.gz"
    passphrase.write_text("correct horse battery staple\n")
    locked = ("--passphrase-file", str(passphrase))
    assert at(source, tmp_path).run("export", home.organization, str(file), *locked).returncode == 0
    place = make_place("sqlite")
    tokens = [
        report_of(place.run("import", str(file), *more).stdout)["agent_tokens"] for more in ((), (), locked, locked)
    ]
    assert tokens == [(2, 0, 0, 2), (2, 0, 0, 2), (2, 2, 0, 0), (2, 0, 2, 0)]
    with serving(place) as server, as_agent(server, home.agent) as agent:
        assert ok(agent.post("/api/v1/agent/heartbeat"))["id"] == home.agent.id


def _is_at_home(server: ServerProcess, home: Home) -> None:
    with server.as_operator() as operator:
        operator.headers["X-Organization-Id"] = home.organization
        task = ok(operator.get(f"/api/v1/boards/{home.board['id']}/tasks/{home.task['id']}"))
        assert (task["title"], task["status"], task["comments_count"]) == ("Draw it", "in_progress", 1)
        assert task["lease"]["agent_id"] == home.agent.id
        told = ok(operator.get("/api/v1/activity", params={"task_id": home.task["id"]}))["items"]
        assert {it["event_type"] for it in told} >= {"imported.task.created", "imported.task.comment"}
        template = ok(operator.get(f"/api/v1/boards/{home.board['id']}/templates"))["items"][0]
        assert (template["paused"], template["next_run_at"]) == (True, None)
        assert ok(operator.get(f"/api/v1/gateways/{home.gateway}"))["has_token"] is True
        assert [it["task_id"] for it in ok(operator.get("/api/v1/search", params={"q": "Draw it"}))["items"]]
        assert deliver(operator, home) == 202
    with as_agent(server, home.agent) as agent:
        assert ok(agent.post("/api/v1/agent/heartbeat"))["id"] == home.agent.id
    with server.client(headers={"Authorization": f"Bearer {home.key}"}) as script:
        assert ok(script.get("/api/v1/boards"))["items"][0]["id"] == home.board["id"]


def test_an_owner_downloads_an_archive_without_secrets(
    sqlite_url: str, start_server: Callable[..., ServerProcess], make_place: MakePlace, tmp_path: Path
) -> None:
    key = "a-key-that-two-installations-share-0123456789"
    source = start_server(sqlite_url, env={"SECRET_KEY": key})
    home = furnished(source)
    with source.as_operator() as operator:
        reply = operator.get("/api/v1/organizations/me/export")
        assert (reply.status_code, reply.headers["content-type"]) == (200, "application/gzip")
        newest = ok(operator.get("/api/v1/audit", params={"limit": 1}))["items"][0]
        assert (newest["event_type"], newest["actor"]["kind"]) == ("organization.exported", "user")
    assert [item.name for item in source.data_dir.iterdir() if "exporting" in item.name] == []
    with tarfile.open(fileobj=io.BytesIO(reply.content)) as tar:
        texts = {member.name: tar.extractfile(member).read().decode() for member in tar}  # type: ignore[union-attr]
    assert json.loads(texts["manifest.json"])["lock"] is None
    assert json.loads(texts["board_webhooks.jsonl"])["sealed_secret"] == ""
    file = tmp_path / "covers.tar.gz"
    file.write_bytes(reply.content)

    # What was deleted is brought back.
    with source.as_operator() as operator:
        ok(operator.delete("/api/v1/organizations/me", params={"force": True}))
    source.stop()
    there = Installation(tmp_path, **{name: source.environment()[name] for name in ("DATA_DIR", "DATABASE_URL")})
    back = there.run("import", str(file), SECRET_KEY=key)
    assert report_of(back.stdout)["tasks"] == (1, 1, 0, 0)
    assert there.run("audit", "verify", SECRET_KEY=key).returncode == 0

    # Where the key is the same, tokens are good; secrets have to be given anew.
    alike = make_place("sqlite", SECRET_KEY=key)
    done = alike.run("import", str(file))
    assert "board_webhooks: secret is not in the archive: give it anew" in done.stdout
    with serving(alike) as server, as_agent(server, home.agent) as agent:
        ok(agent.post("/api/v1/agent/heartbeat"))
    # Elsewhere agents need new ones.
    other = make_place("sqlite")
    done = other.run("import", str(file))
    assert "agent_tokens: made under another SECRET_KEY" in done.stdout
    with serving(other) as server:
        with as_agent(server, home.agent) as agent:
            assert agent.post("/api/v1/agent/heartbeat").status_code == 401
        with server.as_operator() as operator:
            operator.headers["X-Organization-Id"] = home.organization
            token = ok(operator.post(f"/api/v1/agents/{home.agent.id}/token"))["token"]
        with server.as_agent(token) as agent:
            ok(agent.post("/api/v1/agent/heartbeat"))


def test_a_file_that_cannot_be_used_is_said(make_place: MakePlace, sqlite_url: str, tmp_path: Path) -> None:
    place = make_place("sqlite", DATABASE_URL=sqlite_url)
    nothing, wrong = tmp_path / "nothing.tar.gz", tmp_path / "wrong"
    nothing.write_bytes(b"nothing")
    wrong.write_text("wrong\n")
    for words, sentence in (
        (("import", str(nothing)), "is no archive of an organization"),
        (("export", str(UUID(int=7)), str(tmp_path / "new.tar.gz")), "There is no such organization"),
    ):
        refused = place.run(*words)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert sentence in refused.stderr


def manifested(**changes: Any) -> bytes:
    """An archive with nothing in it but a manifest."""
    made: Json = {
        "product": "1",
        "revision": migrate.head(),
        "made_at": "2026-01-01T00:00:00+00:00",
        "organization_id": str(UUID(int=7)),
        "organization": "Acme",
        "key": "",
        "rows": {},
        "files": {},
        "lock": None,
        "kind": "mission-control-organization",
        "format": 1,
    }
    text = json.dumps(made | changes).encode()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        member = tarfile.TarInfo("manifest.json")
        member.size = len(text)
        tar.addfile(member, io.BytesIO(text))
    return buffer.getvalue()


def test_a_manifest_of_another_shape_is_said(make_place: MakePlace, sqlite_url: str, tmp_path: Path) -> None:
    place = make_place("sqlite", DATABASE_URL=sqlite_url)
    file, passphrase = tmp_path / "odd.tar.gz", tmp_path / "passphrase"
    passphrase.write_text("correct horse\n")
    for changes, sentence in (
        ({"files": None}, "its manifest cannot be read"),
        ({"files": ["tasks.jsonl"]}, "its manifest cannot be read"),
        ({"made_at": 7}, "its manifest cannot be read"),
        ({"made_at": "2026-01-01T00:00:00"}, "its manifest cannot be read"),
        ({"organization_id": "acme"}, "its manifest cannot be read"),
        ({"lock": {"salt": 7}}, "its manifest cannot be read"),
        ({"files": {}}, "The archive lacks agent_messages.jsonl, "),
    ):
        file.write_bytes(manifested(**changes))
        refused = place.run("import", str(file), "--dry-run")
        assert (refused.returncode, refused.stdout, "Traceback" in refused.stderr) == (1, "", False), changes
        assert sentence in refused.stderr


def in_file(content: bytes) -> dict[str, int]:
    """The rows of each table in an archive."""
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        files = {it.name: tar.extractfile(it).read() for it in tar}  # type: ignore[union-attr]
    return {name: text.count(b"\n") for name, text in files.items() if name != "manifest.json"}


def test_a_command_that_has_imported_nothing_else_leaves_no_table_out(
    sqlite_url: str, start_server: Callable[..., ServerProcess], make_place: MakePlace, tmp_path: Path
) -> None:
    source = start_server(sqlite_url)
    home = furnished(source)
    with source.as_operator() as operator:
        downloaded = in_file(operator.get("/api/v1/organizations/me/export").content)
    file = tmp_path / "covers.tar.gz"
    there = at(source, tmp_path)
    unknown = there.run("export", "Covers Ltd", str(file))
    assert (unknown.returncode, home.organization in unknown.stderr) == (1, True)
    [_, name] = unknown.stderr.splitlines()[-1].split(maxsplit=1)
    exported = there.run_alone("export", name, str(file))
    assert exported.returncode == 0, exported.stderr
    assert "exists already" in there.run("export", name, str(file)).stderr
    written = in_file(file.read_bytes())
    # The log tells of the download.
    assert written | {"events.jsonl": 0} == downloaded | {"events.jsonl": 0}
    assert {"board_memory.jsonl", "api_keys.jsonl", "board_webhooks.jsonl"} < {it for it in written if written[it]}

    place = make_place("sqlite")
    reports = []
    for options in (["--dry-run"], [], []):
        # A dry run makes nothing, and nobody is told of steps who did not ask.
        done = place.run_alone("import", str(file), *options)
        assert done.returncode == 0, done.stderr
        reports.append(done.stdout)
        assert done.stderr == ""
        made = [it.exists() for it in (place.data_dir, Path(place.settings["DATABASE_URL"].removeprefix("sqlite:///")))]
        assert set(made) == {"--dry-run" not in options}
    assert report_of(reports[0]) == report_of(reports[1])
    assert f"{report_of(reports[0])['all'][1]} rows would be brought over" in reports[0]
    assert "Nothing was changed" in reports[2]

    # What the program does not know is not left out unseen.
    with closing(sqlite3.connect(place.settings["DATABASE_URL"].removeprefix("sqlite:///"))) as database:
        database.execute("CREATE TABLE chapters (task_id TEXT REFERENCES tasks (id))")
    for words in (["export", home.organization, str(tmp_path / "more.tar.gz")], ["import", str(file)]):
        refused = place.run(*words)
        assert (refused.returncode, "does not know: chapters." in refused.stderr) == (1, True)


def test_every_table_comes_or_stays_with_a_reason() -> None:
    assert set(contents.LEFT_OUT) <= set(TABLES)
    for table in contents.tables():
        assert contents.of_organization(table, UUID(int=0)) is not None
        # A position in the log means another event where the row arrives.
        assert "events.seq" not in {key.target_fullname for key in table.foreign_keys}
