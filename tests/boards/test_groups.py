"""Groups of boards: what they are called, who may see them, and what becomes of their boards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, make_agent, make_board, make_group, move_to_new_organization, ok

GROUPS = "/api/v1/board-groups"


@pytest.fixture
def operator(server: ServerProcess) -> Iterator[httpx.Client]:
    """The operator, in an organization of this test alone."""
    with server.as_operator() as client:
        move_to_new_organization(client)
        yield client


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)


def url(group: Json, *more: str) -> str:
    return "/".join([GROUPS, group["id"], *more])


def events(client: httpx.Client, **wanted: Any) -> list[Json]:
    """Types, messages and authors of what happened, oldest first."""
    items: list[Json] = ok(client.get("/api/v1/activity", params=wanted))["items"]
    return items[::-1]


def names(client: httpx.Client, path: str, **wanted: Any) -> list[str]:
    return [item["name"] for item in ok(client.get(path, params=wanted))["items"]]


def test_g02_w40_a_blank_slug_is_derived_from_the_name_and_another_is_kept(operator: httpx.Client) -> None:
    """Agents need none: their folders on gateways are called by ids."""
    assert make_group(operator, " Launch & Landing! ")["slug"] == "launch-landing"
    assert make_group(operator, "Launch", slug="  ")["slug"] == "launch"
    assert make_group(operator, "Launch", slug=" As Is ")["slug"] == " As Is "
    assert re.fullmatch(r"[0-9a-f]{32}", make_group(operator, "Запуск")["slug"])
    group = make_group(operator, "Launch")
    assert ok(operator.patch(url(group), json={"name": "Landing"}))["slug"] == "launch"
    assert ok(operator.patch(url(group), json={"slug": ""}))["slug"] == "landing"
    assert ok(operator.patch(url(group), json={"name": "Orbit", "slug": " "}))["slug"] == "orbit"


def test_what_makes_no_sense_is_refused_and_changes_nothing(operator: httpx.Client) -> None:
    group = make_group(operator)
    for wrong in ({"name": None}, {"slug": None}, {"name": "a\x00b"}, {"name": "x" * 1001}, {"description": 7}):
        assert operator.patch(url(group), json={"description": "other", **wrong}).status_code == 422, wrong
        assert operator.post(GROUPS, json={"name": "Group", **wrong}).status_code == 422, wrong
    assert operator.post(GROUPS, json={}).status_code == 422
    assert ok(operator.get(url(group))) == group
    assert names(operator, GROUPS) == [group["name"]]
    for unknown in (str(uuid4()), "not-an-id", "%00"):
        assert operator.get(f"{GROUPS}/{unknown}").status_code == 404


def test_groups_are_listed_by_name_in_pages(operator: httpx.Client) -> None:
    for name in ("beta", "Alpha", "gamma"):
        make_group(operator, name)
    assert names(operator, GROUPS) == ["Alpha", "beta", "gamma"]
    second = ok(operator.get(GROUPS, params={"limit": 1, "offset": 1}))
    assert ([item["name"] for item in second["items"]], second["total"]) == (["beta"], 3)


def test_each_change_is_told_once_with_its_author_and_none_is_told_of_where_nothing_changed(
    operator: httpx.Client,
) -> None:
    group = make_group(operator, "Launch", description="Together")
    changed = operator.patch(url(group), json={"name": "Landing"}, headers={"If-Match": '"1"'})
    assert (ok(changed)["version"], ok(changed)["description"]) == (2, "Together")
    assert code_of(operator.patch(url(group), json={"name": "Late"}, headers={"If-Match": '"1"'})) == (
        412,
        "stale_version",
    )
    assert ok(operator.patch(url(group), json={"name": "Landing"}))["version"] == 2
    assert ok(operator.delete(url(group))) == {"ok": True}
    assert operator.delete(url(group)).status_code == 404
    told = [it for it in events(operator) if it["event_type"].startswith("board_group.")]
    assert [it["event_type"].partition(".")[2] for it in told] == ["created", "updated", "deleted"]
    assert {it["actor"]["kind"] for it in told} == {"user"}
    assert {it["payload"]["group_id"] for it in told} == {group["id"]}
    assert (told[1]["payload"]["before"], told[1]["payload"]["after"]) == ({"name": "Launch"}, {"name": "Landing"})


def test_a_board_joins_and_leaves_and_its_own_event_names_the_group(operator: httpx.Client) -> None:
    launch, landing = make_group(operator, "Launch"), make_group(operator, "Landing")
    board = make_board(operator, name="Rocket", board_group_id=launch["id"])
    make_board(operator, name="Alone")
    assert names(operator, "/api/v1/boards", board_group_id=launch["id"]) == ["Rocket"]
    here = f"/api/v1/boards/{board['id']}"
    assert ok(operator.patch(here, json={"board_group_id": landing["id"]}))["board_group_id"] == landing["id"]
    assert names(operator, "/api/v1/boards", board_group_id=launch["id"]) == []
    ok(operator.patch(here, json={"board_group_id": None, "objective": "Fly"}))
    told = [it["message"] for it in events(operator, board_id=board["id"])]
    assert told == [
        "Board Rocket was created in the group Launch",
        "Board Rocket: left the group Launch; joined the group Landing",
        "Board Rocket: objective changed; left the group Landing",
    ]


def test_a_board_cannot_join_what_is_no_group_of_its_organization(operator: httpx.Client) -> None:
    theirs = make_group(operator)
    move_to_new_organization(operator)
    board = make_board(operator)
    for group_id in (theirs["id"], str(uuid4())):
        joining = operator.patch(f"/api/v1/boards/{board['id']}", json={"board_group_id": group_id, "name": "Moved"})
        assert code_of(joining) == (422, "unknown_board_group")
        body = {"name": "New", "slug": "new", "description": "d", "board_group_id": group_id}
        assert code_of(operator.post("/api/v1/boards", json=body)) == (422, "unknown_board_group")
    assert ok(operator.get(f"/api/v1/boards/{board['id']}")) == board
    assert operator.get(url(theirs)).status_code == 404
    assert names(operator, "/api/v1/boards", board_group_id=theirs["id"]) == []


def test_w40_deleting_a_group_detaches_its_boards_and_tells_of_each(operator: httpx.Client) -> None:
    group = make_group(operator, "Launch")
    rocket, pad = (make_board(operator, name=name, board_group_id=group["id"]) for name in ("Rocket", "Pad"))
    make_agent(operator, rocket)
    ok(operator.delete(url(group)))
    for board in (rocket, pad):
        after = ok(operator.get(f"/api/v1/boards/{board['id']}"))
        assert (after["board_group_id"], after["version"]) == (None, board["version"] + 1)
        told = events(operator, board_id=board["id"], event_type="board.updated")
        assert [it["payload"]["before"] for it in told] == [{"board_group_id": group["id"]}]
        assert "left the group Launch, which was deleted" in told[0]["message"]


def test_w40_an_empty_group_is_for_administrators_and_others_need_a_board_in_it(
    operator: httpx.Client, people: People
) -> None:
    empty, shared, hidden = (make_group(operator, name) for name in ("Empty", "Shared", "Hidden"))
    board = make_board(operator, board_group_id=shared["id"])
    make_board(operator, board_group_id=hidden["id"])
    tenant = board["organization_id"]

    people.become(tenant, "member", grants={board["id"]: (True, False)})
    assert names(operator, GROUPS) == ["Shared"]
    assert [operator.get(url(it)).status_code for it in (empty, shared, hidden)] == [403, 200, 403]
    assert operator.post(GROUPS, json={"name": "Mine"}).status_code == 403
    assert not [it for it in events(operator) if it["event_type"].startswith("board_group.")]

    people.become(tenant, "admin", grants={board["id"]: (True, False)})
    assert names(operator, GROUPS) == ["Empty", "Shared"]
    assert [operator.get(url(it)).status_code for it in (empty, shared, hidden)] == [200, 200, 403]
    changes = [operator.patch(url(it), json={"description": "New"}).status_code for it in (empty, shared, hidden)]
    assert changes == [200, 403, 403]

    people.become(tenant, "admin", grants={board["id"]: (False, True)})
    assert ok(operator.patch(url(shared), json={"description": "New"}))["description"] == "New"
    people.become(tenant, "admin", reads_all=True)
    assert operator.delete(url(hidden)).status_code == 403
    people.own(tenant)
