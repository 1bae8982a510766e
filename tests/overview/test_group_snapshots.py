"""What is going on over the boards of a group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import (
    Json,
    as_agent,
    make_agent,
    make_board,
    make_group,
    make_task,
    move_to_new_organization,
    ok,
)


@dataclass(frozen=True, slots=True)
class Together:
    """Two boards of a group, and one beside it."""

    operator: httpx.Client
    group: Json
    rocket: Json
    apron: Json

    def snapshot(self, **asked: Any) -> httpx.Response:
        return self.operator.get(f"/api/v1/board-groups/{self.group['id']}/snapshot", params=asked)

    def around(self, board: Json, **asked: Any) -> httpx.Response:
        return self.operator.get(f"/api/v1/boards/{board['id']}/group-snapshot", params=asked)


@pytest.fixture
def together(server: ServerProcess) -> Iterator[Together]:
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        group = make_group(operator)
        rocket, apron = (make_board(operator, name=name, board_group_id=group["id"]) for name in ("Rocket", "apron"))
        make_task(operator, make_board(operator), "Elsewhere")
        yield Together(operator, group, rocket, apron)


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)


def titles(board: Json) -> list[str]:
    return [task["title"] for task in board["tasks"]]


def board_names(snapshot: Json) -> list[str]:
    return [it["board"]["name"] for it in snapshot["boards"]]


def test_w39_boards_come_by_name_and_what_is_worked_on_comes_first(together: Together) -> None:
    operator, rocket = together.operator, together.rocket
    ava = make_agent(operator, rocket, "Ava")
    make_task(operator, rocket, "Low", priority="low")
    make_task(operator, rocket, "Urgent", priority="urgent")
    tag = ok(operator.post("/api/v1/tags", json={"name": "Fuel"}))
    make_task(operator, rocket, "High", priority="high", tag_ids=[tag["id"]])
    make_task(operator, rocket, "Older")
    make_task(operator, rocket, "Newer")
    make_task(operator, rocket, "Done", status="done")
    make_task(operator, rocket, "Review", status="review", priority="low")
    make_task(operator, rocket, "Started", status="in_progress", assigned_agent_id=ava.id, priority="low")
    whole = ok(together.snapshot(per_board_task_limit=20))
    assert whole["group"] == together.group
    assert board_names(whole) == ["apron", "Rocket"]
    assert (whole["boards"][0]["task_counts"], whole["boards"][0]["tasks"]) == ({}, [])
    shown = whole["boards"][1]
    assert shown["board"] == rocket
    assert titles(shown) == ["Started", "Review", "Urgent", "High", "Newer", "Older", "Low"]
    assert [[it["name"] for it in task["tags"]] for task in shown["tasks"]][2:5] == [[], ["Fuel"], []]
    assert shown["task_counts"] == {"inbox": 5, "in_progress": 1, "review": 1, "done": 1}
    first = shown["tasks"][0]
    assert (first["board_name"], first["assignee"], first["assigned_agent_id"]) == ("Rocket", "Ava", ava.id)
    assert titles(ok(together.snapshot(include_done=True, per_board_task_limit=20))["boards"][1])[-1] == "Done"


def test_w39_each_board_is_cut_at_the_limit_but_counted_whole(together: Together) -> None:
    for number in range(7):
        make_task(together.operator, together.rocket, f"Task {number}")
    make_task(together.operator, together.apron, "Sweep")
    by_default = ok(together.snapshot())["boards"]
    assert [len(it["tasks"]) for it in by_default] == [1, 5]
    none = ok(together.snapshot(per_board_task_limit=0))["boards"]
    assert [(it["tasks"], it["task_counts"]) for it in none] == [([], {"inbox": 1}), ([], {"inbox": 7})]
    for wrong in (-1, 10**30, "x"):
        assert together.snapshot(per_board_task_limit=wrong).status_code == 422
    assert len(ok(together.snapshot(per_board_task_limit=101))["boards"][1]["tasks"]) == 7
    assert together.around(together.apron, per_board_task_limit=101).status_code == 422
    assert together.around(together.apron, per_board_task_limit=-1).status_code == 422
    assert len(ok(together.around(together.apron, per_board_task_limit=100))["boards"][0]["tasks"]) == 7


def test_a_board_sees_its_group_without_itself_unless_asked(together: Together) -> None:
    assert board_names(ok(together.around(together.rocket))) == ["apron"]
    assert board_names(ok(together.around(together.rocket, include_self=True))) == ["apron", "Rocket"]
    alone = make_board(together.operator)
    assert ok(together.around(alone, include_self=True)) == {"group": None, "boards": []}
    assert together.around({"id": str(uuid4())}).status_code == 404


def test_people_see_the_boards_they_may_read_and_agents_see_all_of_their_group(
    server: ServerProcess, together: Together, people: People
) -> None:
    make_task(together.operator, together.apron, "Sweep")
    worker = make_agent(together.operator, together.rocket)
    tenant = together.group["organization_id"]
    people.become(tenant, "member", grants={together.rocket["id"]: (True, False)})
    assert board_names(ok(together.snapshot())) == ["Rocket"]
    assert board_names(ok(together.around(together.rocket, include_self=True))) == ["Rocket"]
    assert together.around(together.apron).status_code == 403
    people.own(tenant)
    with as_agent(server, worker) as agent:
        seen = ok(agent.get(f"/api/v1/boards/{together.rocket['id']}/group-snapshot"))
        assert [titles(it) for it in seen["boards"]] == [["Sweep"]]
        assert agent.get(f"/api/v1/boards/{together.apron['id']}/group-snapshot").status_code == 403
        assert agent.get(f"/api/v1/board-groups/{together.group['id']}/snapshot").status_code == 401
