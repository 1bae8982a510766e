"""What tests need to exist, made through the public API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.support.server import ServerProcess

Json = dict[str, Any]


def ok(reply: httpx.Response) -> Any:
    """The body of an answer that must be a success."""
    assert reply.status_code == 200, f"{reply.request.method} {reply.request.url}: {reply.status_code} {reply.text}"
    return reply.json()


def pages_of(client: httpx.Client, url: str, limit: int, **more: Any) -> Iterator[list[Any]]:
    """Page after page of a list, to the end."""
    asked: dict[str, Any] = {"limit": limit, **more}
    while True:
        page = ok(client.get(url, params=asked))
        yield page["items"]
        if page["next_cursor"] is None:
            return
        asked["cursor"] = page["next_cursor"]


def code_of(reply: httpx.Response) -> tuple[int, str]:
    """Status and stable code of a refusal, which always has both."""
    body = reply.json()
    detail = body["detail"]
    code = detail.get("code") if isinstance(detail, dict) else None
    return reply.status_code, code or body["code"]


def make_board(operator: httpx.Client, **over: Any) -> Json:
    """A board whose agents may finish tasks by themselves, unless `over` says otherwise."""
    name = over.pop("name", f"Board {uuid4().hex[:6]}")
    body = {"name": name, "slug": "board", "description": "A board", "board_type": "general", "max_agents": 100}
    board: Json = ok(operator.post("/api/v1/boards", json={**body, "require_approval_for_done": False, **over}))
    return board


def make_group(operator: httpx.Client, name: str | None = None, **over: Any) -> Json:
    body = {"name": name or f"Group {uuid4().hex[:6]}", **over}
    group: Json = ok(operator.post("/api/v1/board-groups", json=body))
    return group


@dataclass(frozen=True, slots=True)
class MadeAgent:
    """An agent with its token."""

    id: str
    name: str
    token: str
    board_id: str


def make_agent(operator: httpx.Client, board: Json, name: str | None = None, **over: Any) -> MadeAgent:
    body = {"name": name or f"Agent {uuid4().hex[:6]}", "board_id": board["id"], **over}
    agent = ok(operator.post("/api/v1/agents", json=body))
    return MadeAgent(agent["id"], agent["name"], agent["token"], board["id"])


def make_task(operator: httpx.Client, board: Json, title: str = "Write it", **over: Any) -> Json:
    task: Json = ok(operator.post(f"/api/v1/boards/{board['id']}/tasks", json={"title": title, **over}))
    return task


def make_note(operator: httpx.Client, board: Json, content: str = "Ship on Friday.", **over: Any) -> Json:
    note: Json = ok(operator.post(f"/api/v1/boards/{board['id']}/memory", json={"content": content, **over}))
    return note


def make_template(operator: httpx.Client, board: Json, **over: Any) -> Json:
    """A template that nothing makes tasks from by itself, unless `over` gives it a schedule."""
    body = {"name": "Daily report", "title": "Report of {date}", **over}
    template: Json = ok(operator.post(f"/api/v1/boards/{board['id']}/templates", json=body))
    return template


def make_webhook(operator: httpx.Client, board: Json, description: str = "File a task.", **over: Any) -> Json:
    """A webhook that takes whatever comes, unless `over` gives it a secret."""
    body = {"description": description, **over}
    webhook: Json = ok(operator.post(f"/api/v1/boards/{board['id']}/webhooks", json=body))
    return webhook


def move_to_new_organization(operator: httpx.Client) -> Json:
    """A tenant of its own, which becomes the active one."""
    organization: Json = ok(operator.post("/api/v1/organizations", json={"name": f"Tenant {uuid4().hex[:8]}"}))
    return organization


def as_agent(server: ServerProcess, agent: MadeAgent, index: int = 0) -> httpx.Client:
    return server.as_agent(agent.token, index)
