"""Lists read by cursor: every row once, whatever comes and goes meanwhile."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.server import ServerProcess
from tests.support.world import code_of, make_board, make_task, move_to_new_organization, ok, pages_of

BOARDS = "/api/v1/boards"


@pytest.fixture
def operator(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.as_operator() as client:
        move_to_new_organization(client)
        yield client


def titles(pages: Iterator[list[Any]]) -> list[str]:
    return [item["title"] for page in pages for item in page]


def test_new_tasks_and_deleted_ones_shift_no_page(operator: httpx.Client):
    board = make_board(operator)
    tasks = f"{BOARDS}/{board['id']}/tasks"
    made = [make_task(operator, board, title=f"Task {number}") for number in range(7)]
    pages = pages_of(operator, tasks, 2)
    seen = [item["title"] for item in next(pages)]
    make_task(operator, board, title="Comes later")
    # The row that the next page goes on from, and one that is still to come.
    ok(operator.delete(f"{tasks}/{made[5]['id']}"))
    ok(operator.delete(f"{tasks}/{made[2]['id']}"))
    seen += titles(pages)
    assert seen == ["Task 6", "Task 5", "Task 4", "Task 3", "Task 1", "Task 0"]


def test_the_filter_of_a_list_holds_on_every_page(operator: httpx.Client):
    board = make_board(operator)
    tasks = f"{BOARDS}/{board['id']}/tasks"
    for number in range(6):
        task = make_task(operator, board, title=f"Task {number}")
        if number % 2:
            ok(operator.patch(f"{tasks}/{task['id']}", json={"priority": "high", "status": "review"}))
    page = ok(operator.get(tasks, params={"limit": 2, "status": "review"}))
    assert (page["total"], len(page["items"])) == (3, 2)
    last = ok(operator.get(tasks, params={"limit": 2, "status": "review", "cursor": page["next_cursor"]}))
    assert (last["total"], last["next_cursor"]) == (3, None)
    assert [item["title"] for item in last["items"]] == ["Task 1"]


def test_equal_names_are_told_apart(operator: httpx.Client):
    made = {make_board(operator, name=name)["id"] for name in ("same", "Same", "SAME", "other")}
    read_by_two = [item["id"] for page in pages_of(operator, BOARDS, 1) for item in page]
    assert len(read_by_two) == len(made)
    assert set(read_by_two) == made


@pytest.mark.parametrize(
    "place",
    [
        "no JSON",
        {"a": 1},
        None,
        True,
        -1,
        2**63,
        1.5,
        [],
        ["2026-11-26T10:00:00+00:00"],
        ["2026-11-26T10:00:00", "7a0d1c9e-2b64-4c0f-9d35-8a3f6a1b2c3d"],
        ["9999-12-31T23:59:59-23:59", "7a0d1c9e-2b64-4c0f-9d35-8a3f6a1b2c3d"],
        ["2026-11-26T10:00:00+00:00", "no id"],
        ["a\x00b", "c"],
        ["\ud800", "7a0d1c9e-2b64-4c0f-9d35-8a3f6a1b2c3d"],
        [1, 2],
        [["nested"], "x"],
        ["x"] * 100,
    ],
    ids=repr,
)
def test_what_is_no_cursor_of_the_list_is_refused(operator: httpx.Client, place: Any):
    told = place if isinstance(place, str) else urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")
    reply = operator.get(f"{BOARDS}/{make_board(operator)['id']}/tasks", params={"cursor": told})
    assert code_of(reply) == (422, "invalid_request"), reply.text


def test_a_cursor_shows_nobody_what_is_not_theirs(operator: httpx.Client, server: ServerProcess):
    board = make_board(operator)
    for number in range(3):
        make_task(operator, board, title=f"Secret {number}")
    cursor = ok(operator.get(f"{BOARDS}/{board['id']}/tasks", params={"limit": 1}))["next_cursor"]
    move_to_new_organization(operator)
    own = make_board(operator)
    assert ok(operator.get(f"{BOARDS}/{own['id']}/tasks", params={"cursor": cursor}))["items"] == []
