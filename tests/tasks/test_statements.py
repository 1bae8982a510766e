"""How many statements an operation takes: few, and no more of them when there are more tasks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn
from sqlalchemy import Engine, event, func, insert, select

from mission_control.entry.application import create_application
from mission_control.kernel.db.base import Base
from mission_control.kernel.settings import load_settings
from tests.support.processes import free_port, wait_until
from tests.support.world import Json, make_agent, make_board, make_group, make_note, make_task, ok

TOKEN = "operator-token-of-the-statement-tests-0123456789-abcdefghijklm"
FEW, MANY = 10, 60


@dataclass
class Counted:
    """The product in this process, with the statements of its request threads counted."""

    client: httpx.Client
    engine: Engine
    statements: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        event.listen(self.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if threading.current_thread().name.startswith("AnyIO") and not statement.startswith("BEGIN"):
            self.statements.append(statement)

    def call(self, method: str, url: str, **options: Any) -> Json:
        """The answer; `statements` holds what it took."""
        self.statements.clear()
        body: Json = ok(self.client.request(method, url, **options))
        return body


@pytest.fixture
def counted(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    settings = load_settings(
        database_url=database, data_dir=tmp_path_factory.mktemp("data"), local_auth_token=TOKEN, log_level="WARNING"
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


def grow(counted: Counted, board: Json, total: int) -> list[Json]:
    """So many tasks on the board, each but the first waiting for the one before."""
    tasks: list[Json] = ok(counted.client.get(f"/api/v1/boards/{board['id']}/tasks"))["items"]
    while len(tasks) < total:
        before = [tasks[0]["id"]] if tasks else []
        tasks.insert(0, make_task(counted.client, board, f"Task {len(tasks)}", depends_on_task_ids=before))
    return tasks


def test_reading_takes_as_many_statements_for_many_tasks_as_for_few(counted: Counted) -> None:
    board = make_board(counted.client)
    make_agent(counted.client, board, "Ava")
    url = f"/api/v1/boards/{board['id']}"
    most = {f"{url}/tasks?limit=5": 4, f"{url}/tasks": 4, f"{url}/snapshot": 8, "/api/v1/overview": 20}
    most |= {"/api/v1/metrics/dashboard": 10, "/api/v1/metrics/flow": 8}
    for total in (FEW, MANY):
        grow(counted, board, total)
        for path, allowed in most.items():
            counted.call("GET", path)
            assert len(counted.statements) <= allowed, (total, path, counted.statements)


def test_a_group_takes_as_many_statements_for_many_boards_and_tasks_as_for_few(counted: Counted) -> None:
    group = make_group(counted.client)
    first = make_board(counted.client, board_group_id=group["id"])
    for total in (FEW, MANY):
        grow(counted, first, total)
        make_task(counted.client, make_board(counted.client, board_group_id=group["id"]))
        counted.call("GET", f"/api/v1/board-groups/{group['id']}/snapshot?include_done=true")
        assert len(counted.statements) <= 7, counted.statements
        counted.call("GET", f"/api/v1/boards/{first['id']}/group-snapshot?include_self=true")
        assert len(counted.statements) <= 7, counted.statements
        counted.call("GET", "/api/v1/board-groups")
        assert len(counted.statements) <= 2, counted.statements


def test_changing_takes_as_many_statements_on_a_full_board_as_on_an_empty_one(counted: Counted) -> None:
    board = make_board(counted.client)
    ava = make_agent(counted.client, board, "Ava")
    url, as_ava = f"/api/v1/boards/{board['id']}/tasks", {"X-Agent-Token": ava.token}
    ok(counted.client.post("/api/v1/agent/heartbeat", headers=as_ava))
    for total in (FEW, MANY):
        last = grow(counted, board, total)[0]
        waiting = {"depends_on_task_ids": [last["id"]]}
        made = counted.call("POST", url, json={"title": "Waits", **waiting})
        assert len(counted.statements) <= 12, counted.statements
        counted.call("PATCH", f"{url}/{made['id']}", json={"depends_on_task_ids": []})
        counted.call("PATCH", f"{url}/{made['id']}", json=waiting)
        assert len(counted.statements) <= 15, counted.statements
        counted.call("DELETE", f"{url}/{made['id']}")
        made = counted.call("POST", url, json={"title": "New"})
        assert len(counted.statements) <= 8, counted.statements
        counted.call("PATCH", f"{url}/{made['id']}", json={"title": "Newer"})
        assert len(counted.statements) <= 9, counted.statements
        counted.call("POST", f"{url}/{made['id']}/comments", json={"message": "Look"})
        assert len(counted.statements) <= 8, counted.statements
        claimed = counted.call("POST", "/api/v1/agent/tasks/claim", headers=as_ava)
        assert len(counted.statements) <= 12, counted.statements
        counted.call(
            "PATCH",
            f"/api/v1/agent/boards/{board['id']}/tasks/{claimed['task']['id']}",
            headers=as_ava,
            json={"status": "done"},
        )
        assert len(counted.statements) <= 14, counted.statements


def test_tags_and_fields_take_as_many_statements_for_a_thousand_tasks_as_for_ten(counted: Counted) -> None:
    board = make_board(counted.client)
    tag = ok(counted.client.post("/api/v1/tags", json={"name": "Docs"}))
    field = {"field_key": "size", "board_ids": [board["id"]]}
    ok(counted.client.post("/api/v1/organizations/me/custom-fields", json=field))
    url = f"/api/v1/boards/{board['id']}"
    make_task(counted.client, board, tag_ids=[tag["id"]], custom_field_values={"size": "M"})
    for total in (FEW, 1_000):
        copy_tasks(counted.engine, total)
        for path, most in ((f"{url}/tasks", 6), (f"{url}/snapshot", 11)):
            shown = counted.call("GET", path)
            assert len(counted.statements) <= most, counted.statements
            tasks = shown.get("items") or shown["tasks"]
            assert {(one["tags"][0]["name"], one["custom_field_values"]["size"]) for one in tasks} == {("Docs", "M")}
        assert len(ok(counted.client.get(f"{url}/snapshot"))["tasks"]) == total


def copy_tasks(engine: Engine, total: int) -> None:
    """Have so many tasks like the one that there is, with its tags and values; by calls it would take minutes."""
    tables = [Base.metadata.tables[name] for name in ("tasks", "tag_assignments", "custom_field_values")]
    with engine.begin() as connection:
        rows = [dict(connection.execute(select(table).limit(1)).mappings().one()) for table in tables]
        present = connection.scalar(select(func.count()).select_from(tables[0])) or 0
        ids = [uuid4() for _ in range(total - present)]
        for table, row in zip(tables, rows, strict=True):
            key = "id" if table.name == "tasks" else "task_id"
            connection.execute(insert(table), [row | {key: one} for one in ids])


def test_a_heartbeat_takes_one_statement_for_any_number_of_agents(counted: Counted) -> None:
    board = make_board(counted.client, max_agents=MANY)
    agents = [make_agent(counted.client, board, f"Agent {number}") for number in range(FEW)]
    for agent in agents:
        header = {"X-Agent-Token": agent.token}
        counted.call("POST", "/api/v1/agent/heartbeat", headers=header)
        counted.call("POST", "/api/v1/agent/heartbeat", headers=header)
        assert len(counted.statements) == 1, counted.statements


def test_memory_and_search_take_as_many_statements_for_many_entries_as_for_few(counted: Counted) -> None:
    board = make_board(counted.client)
    paths = {f"/api/v1/boards/{board['id']}/memory?limit=100": 4, "/api/v1/search?q=wood&limit=100": 4}
    for number in range(MANY):
        make_note(counted.client, board, f"Wood {number}", tags=["chat"] if number % 2 else ["note"])
        if number + 1 in {FEW, MANY}:
            for path, allowed in paths.items():
                assert len(counted.call("GET", path)["items"]) == number + 1
                assert len(counted.statements) <= allowed, (path, counted.statements)
