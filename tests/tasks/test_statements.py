"""How many statements an operation takes: few, and no more of them when there are more tasks."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy import Engine, event

from mission_control.entry.application import create_application
from mission_control.kernel.settings import load_settings
from tests.support.people import People
from tests.support.processes import free_port, wait_until
from tests.support.world import (
    Json,
    MadeAgent,
    make_agent,
    make_board,
    make_group,
    make_note,
    make_task,
    make_template,
    ok,
)
from tests.tasks.copying import copy

TOKEN = "operator-token-of-the-statement-tests-0123456789-abcdefghijklm"
FEW, MANY = 10, 1_000


@dataclass
class Counted:
    """The product in this process, with the statements of its request threads counted."""

    client: httpx.Client
    engine: Engine
    statements: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        event.listen(self.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if threading.current_thread().name.startswith("request") and not statement.startswith("BEGIN"):
            self.statements.append(statement)

    def call(self, method: str, url: str, **options: Any) -> Json:
        """The answer; `statements` holds what it took."""
        self.statements.clear()
        body: Json = ok(self.client.request(method, url, **options))
        return body

    def read(self, most: Mapping[str, int], **options: Any) -> dict[str, Json]:
        """What is at these addresses; each takes so many statements at most, be there much or little."""
        answers = {}
        for path, allowed in most.items():
            answers[path] = self.call("GET", path, **options)
            assert len(self.statements) <= allowed, (path, len(self.statements), self.statements)
        return answers


@pytest.fixture(scope="module")
def counted(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    settings = load_settings(
        database_url=module_database,
        data_dir=tmp_path_factory.mktemp("data"),
        local_auth_token=TOKEN,
        log_level="WARNING",
    )
    app = create_application(settings)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert wait_until(lambda: server.started, timeout=20)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60, trust_env=False) as client:
        yield Counted(client, app.state.backend.database.engine)
    server.should_exit = True
    thread.join()


@dataclass(frozen=True, slots=True)
class Furnished:
    """A board, one of all that a board has, and a task with all that a task has."""

    board: Json
    ava: MadeAgent
    task: Json
    apart: list[str]
    """What comes again with a task of its own."""
    about_it: list[str]
    """What one task may have many of."""
    approval: str
    tag: str
    field: str

    @property
    def url(self) -> str:
        return f"/api/v1/boards/{self.board['id']}"


def furnish(counted: Counted, database: str) -> Furnished:
    client = counted.client
    board = make_board(client)
    ava = make_agent(client, board, "Ava")
    tag = ok(client.post("/api/v1/tags", json={"name": f"Docs {board['id']}"}))
    key = f"size {board['id'][:8]}"
    ok(client.post("/api/v1/organizations/me/custom-fields", json={"field_key": key, "board_ids": [board["id"]]}))
    first, other = make_task(client, board, "First"), make_board(client)
    values = {"tag_ids": [tag["id"]], "custom_field_values": {key: "M"}, "depends_on_task_ids": [first["id"]]}
    one, busy = (make_task(client, board, title, **values) for title in ("One", "Busy"))
    url, apart = f"/api/v1/boards/{board['id']}", [one["id"], other["id"], tag["id"]]
    about_it: list[str] = []
    for task, ids in ((one, apart), (busy, about_it)):
        ids.append(ok(client.post(f"{url}/tasks/{task['id']}/comments", json={"message": "Look"}))["id"])
        wish = {"action_type": "deploy", "confidence": 50, "task_id": task["id"], "lead_reasoning": "Because."}
        ids.append(ok(client.post(f"{url}/approvals", json=wish))["id"])
        ids.append(People(database).add_turn(board, task, ava))
        ok(client.patch(f"{url}/approvals/{ids[-2]}", json={"status": "approved"}))
    apart.append(make_template(client, board)["id"])
    return Furnished(board, ava, busy, apart, about_it, about_it[1], tag["id"], key)


def test_reading_takes_as_many_statements_for_a_thousand_as_for_ten(counted: Counted, module_database: str) -> None:
    it = furnish(counted, module_database)
    task = f"{it.url}/tasks/{it.task['id']}"
    most = {
        f"{it.url}/tasks?limit=5": 7,
        f"{it.url}/tasks?limit=100": 7,
        f"{it.url}/snapshot": 13,
        task: 8,
        f"{task}/comments": 5,
        f"{task}/explain": 10,
        f"{task}/history": 4,
        f"{task}/runs?limit=100": 6,
        "/api/v1/approvals?limit=100": 4,
        f"{it.url}/approvals?limit=100": 5,
        f"{it.url}/approvals/{it.approval}": 11,
        "/api/v1/approvals?status=pending": 4,
        "/api/v1/activity?limit=100": 3,
        f"/api/v1/activity?task_id={it.task['id']}": 3,
        "/api/v1/activity/task-comments?limit=100": 4,
        "/api/v1/tags?limit=100": 3,
        "/api/v1/boards?limit=100": 4,
        it.url: 4,
        f"{it.url}/templates?limit=100": 5,
        "/api/v1/overview": 20,
        "/api/v1/metrics/dashboard": 7,
        "/api/v1/metrics/flow": 7,
        "/api/v1/search?q=look&limit=100": 4,
    }
    for total in (FEW, MANY):
        for ids in (it.apart, it.about_it):
            copy(counted.engine, ids, total - (FEW if total > FEW else 1))
        found = counted.read(most)
        assert found[f"{it.url}/tasks?limit=5"]["total"] == total + 2
        assert found[f"{task}/comments"]["total"] == found[f"{task}/runs?limit=100"]["turns"] == total
        assert found[f"{it.url}/approvals?limit=100"]["total"] == 2 * total
        assert found[f"{it.url}/templates?limit=100"]["total"] >= total
        assert {tag["name"] for one in found[f"{it.url}/snapshot"]["tasks"] for tag in one["tags"]} == {
            f"Docs {it.board['id']}"
        }


def test_changing_takes_as_many_statements_on_a_full_board_as_on_an_empty_one(
    counted: Counted, module_database: str
) -> None:
    it = furnish(counted, module_database)
    url, as_ava = f"{it.url}/tasks", {"X-Agent-Token": it.ava.token}
    ok(counted.client.post("/api/v1/agent/heartbeat", headers=as_ava))

    def change(most: int, method: str, path: str, **options: Any) -> Json:
        answer = counted.call(method, path, **options)
        assert len(counted.statements) <= most, (method, path, len(counted.statements), counted.statements)
        return answer

    for total in (FEW, MANY):
        for ids in (it.apart, it.about_it):
            copy(counted.engine, ids, total - (FEW if total > FEW else 1))
        waiting = {"depends_on_task_ids": [it.task["id"]]}
        made = change(14, "POST", url, json={"title": "Waits", **waiting})
        counted.call("PATCH", f"{url}/{made['id']}", json={"depends_on_task_ids": []})
        # Here, where a task is deleted, and where a decision is undone, one is for the audit log, which finds by ids.
        change(18, "PATCH", f"{url}/{made['id']}", json=waiting)
        change(11, "DELETE", f"{url}/{made['id']}")
        made = change(10, "POST", url, json={"title": "New"})
        change(10, "PATCH", f"{url}/{made['id']}", json={"title": "Newer"})
        change(20, "PATCH", f"{url}/{made['id']}", json={"tag_ids": [it.tag], "custom_field_values": {it.field: "L"}})
        counted.read({f"/api/v1/agent/boards/{it.board['id']}/tasks?limit=100": 7}, headers=as_ava)
        change(8, "PATCH", it.url, json={"description": f"With {total} tasks"})
        change(8, "POST", f"{url}/{made['id']}/comments", json={"message": "Look"})
        several = [made["id"], *(make_task(counted.client, it.board)["id"] for _ in range(2))]
        change(24, "POST", f"{url}/bulk", json={"task_ids": several, "priority": "high"})
        claimed = change(12, "POST", "/api/v1/agent/tasks/claim", headers=as_ava)
        done = f"/api/v1/agent/boards/{it.board['id']}/tasks/{claimed['task']['id']}"
        change(14, "PATCH", done, headers=as_ava, json={"status": "done"})
        wish = {"action_type": "deploy", "confidence": 50, "task_id": made["id"], "lead_reasoning": "Because."}
        asked = change(14, "POST", f"{it.url}/approvals", json=wish)
        change(16, "PATCH", f"{it.url}/approvals/{asked['id']}", json={"status": "approved"})
        change(17, "POST", f"{it.url}/approvals/{asked['id']}/undo")
        decision = {"decisions": [{"approval_id": asked["id"], "status": "rejected", "reason": "Not now"}]}
        change(20, "POST", "/api/v1/approvals/decisions", json=decision)
        group = change(6, "POST", "/api/v1/board-groups", json={"name": f"Group of {total}", "description": "All"})
        change(16, "PATCH", it.url, json={"board_group_id": group["id"]})
        change(12, "DELETE", f"/api/v1/board-groups/{group['id']}")
    # Of tasks there are many that have it.
    change(12, "DELETE", f"/api/v1/tags/{it.tag}")


def test_a_group_takes_as_many_statements_for_many_boards_and_tasks_as_for_few(
    counted: Counted, module_database: str
) -> None:
    it, group = furnish(counted, module_database), make_group(counted.client)
    here = make_board(counted.client, board_group_id=group["id"])
    ok(counted.client.patch(it.url, json={"board_group_id": group["id"]}))
    around = f"/api/v1/boards/{it.board['id']}/group-snapshot?include_self=true"
    most = {f"/api/v1/board-groups/{group['id']}/snapshot?include_done=true": 7, around: 7, "/api/v1/board-groups": 2}
    for total in (FEW, MANY):
        copy(counted.engine, [*it.apart, here["id"]], total - (FEW if total > FEW else 1))
        counted.read(most)


def test_many_agents_take_as_many_statements_as_few(counted: Counted) -> None:
    board = make_board(counted.client, max_agents=MANY)
    ada, lead = make_agent(counted.client, board, "Ada"), make_agent(counted.client, board, "Lena", is_board_lead=True)
    for agent in (ada, lead):
        ok(counted.client.post("/api/v1/agent/heartbeat", headers={"X-Agent-Token": agent.token}))
    most = {
        "/api/v1/agents?limit=100": 6,
        "/api/v1/overview": 20,
        "/api/v1/organizations/me/deletion-preview": 6,
        f"/api/v1/boards/{board['id']}/snapshot": 13,
    }
    led = {f"/api/v1/agent/agents?board_id={board['id']}": 6, "/api/v1/agent/brief": 16}
    for total in (FEW, MANY):
        copy(counted.engine, [ada.id], total - (FEW if total > FEW else 1))
        found = counted.read(most)
        assert len(found["/api/v1/organizations/me/deletion-preview"]["running_agents"]) >= total
        counted.read(led, headers={"X-Agent-Token": lead.token})


def test_a_heartbeat_takes_one_statement_for_any_number_of_agents(counted: Counted) -> None:
    board = make_board(counted.client, max_agents=FEW)
    agents = [make_agent(counted.client, board, f"Agent {number}") for number in range(FEW)]
    for agent in agents:
        header = {"X-Agent-Token": agent.token}
        counted.call("POST", "/api/v1/agent/heartbeat", headers=header)
        counted.call("POST", "/api/v1/agent/heartbeat", headers=header)
        assert len(counted.statements) == 1, counted.statements


def test_memory_and_search_take_as_many_statements_for_many_entries_as_for_few(counted: Counted) -> None:
    board = make_board(counted.client)
    note = make_note(counted.client, board, "Wood")
    said = make_note(counted.client, board, "Wood", tags=["chat"])
    most = {f"/api/v1/boards/{board['id']}/memory?limit=100": 4, "/api/v1/search?q=wood&limit=100": 4}
    for total in (FEW, MANY):
        copy(counted.engine, [note["id"], said["id"]], total - (FEW if total > FEW else 1))
        assert {answer["total"] for answer in counted.read(most).values()} == {2 * total}
