"""A board with people to work on it: an operator, a lead and two workers, each with a client of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.server import ServerProcess
from tests.support.world import Json, MadeAgent, as_agent, make_agent, make_board, make_task, ok


@dataclass(frozen=True, slots=True)
class Crew:
    board: Json
    operator: httpx.Client
    lead_agent: MadeAgent
    ava_agent: MadeAgent
    ben_agent: MadeAgent
    lead: httpx.Client
    ava: httpx.Client
    ben: httpx.Client

    @property
    def people_url(self) -> str:
        return f"/api/v1/boards/{self.board['id']}/tasks"

    @property
    def agents_url(self) -> str:
        return f"/api/v1/agent/boards/{self.board['id']}/tasks"

    def url(self, client: httpx.Client, task: Json | None = None, operation: str = "") -> str:
        """The task as this client addresses it."""
        base = self.people_url if client is self.operator else self.agents_url
        return "/".join([base, *([task["id"]] if task else []), *([operation] if operation else [])])

    def task(self, title: str = "Write it", **over: Any) -> Json:
        return make_task(self.operator, self.board, title, **over)

    def patch(self, client: httpx.Client, task: Json, **change: Any) -> httpx.Response:
        return client.patch(self.url(client, task), json=change)

    def change(self, client: httpx.Client, task: Json, **change: Any) -> Json:
        changed: Json = ok(self.patch(client, task, **change))
        return changed

    def read(self, task: Json) -> Json:
        found: Json = ok(self.operator.get(self.url(self.operator, task)))
        return found

    def claim(self, client: httpx.Client, task: Json) -> httpx.Response:
        return client.post(self.url(client, task, "claim"))

    def held_by_ava(self, **over: Any) -> Json:
        """A task that Ava has claimed, as she got it."""
        claimed: Json = ok(self.claim(self.ava, self.task(**over)))
        return claimed

    def say(self, client: httpx.Client, task: Json, message: str, **over: Any) -> httpx.Response:
        return client.post(self.url(client, task, "comments"), json={"message": message, **over})

    def explain(self, client: httpx.Client, task: Json) -> Json:
        explained: Json = ok(client.get(self.url(client, task, "explain")))
        return explained

    def bring_to(self, status: str, **over: Any) -> Json:
        """A task in this status, unassigned where nobody is named; brought there by the operator."""
        assignee = over.pop("assigned_agent_id", None)
        task = self.task(**over)
        if status != "inbox":
            task = self.change(self.operator, task, status=status)
        if task["assigned_agent_id"] != assignee:
            task = self.change(self.operator, task, assigned_agent_id=assignee)
        assert (task["status"], task["assigned_agent_id"]) == (status, assignee)
        return task

    def events(self, task: Json) -> list[Json]:
        """What the activity tells of a task, oldest first."""
        page = ok(self.operator.get("/api/v1/activity", params={"task_id": task["id"]}))
        items: list[Json] = page["items"]
        return items[::-1]


@contextmanager
def crew_of(server: ServerProcess, index: int = 0, **rules: Any) -> Iterator[Crew]:
    """A fresh board with these rules and its crew."""
    with ExitStack() as open_clients:
        operator = open_clients.enter_context(server.as_operator(index))
        board = make_board(operator, **rules)
        lena = make_agent(operator, board, "Lena", is_board_lead=True)
        ava = make_agent(operator, board, "Ava Stone")
        ben = make_agent(operator, board, "Ben")
        lena_s, ava_s, ben_s = (open_clients.enter_context(as_agent(server, it, index)) for it in (lena, ava, ben))
        yield Crew(board, operator, lena, ava, ben, lena_s, ava_s, ben_s)


def reason_of(explanation: Json, to: str) -> str | None:
    """The code that greys out a column; None for a move that is allowed."""
    move = next(move for move in explanation["moves"] if move["to"] == to)
    assert move["allowed"] is (move["code"] is None)
    code: str | None = move["code"]
    return code
