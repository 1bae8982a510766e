"""Members, boards, accounts and organizations that end while others, and agents, work in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from mission_control.kernel.events.log import EventRow
from mission_control.kernel.jobs import dead_letters
from tests.faults.database import looking_at
from tests.faults.load import Load
from tests.membership.tables import rows_of, tables_of
from tests.support.crowds import crowd, server
from tests.support.processes import wait_until
from tests.support.several_people import MEMBERS, ORGANIZATION, Crowd, Person
from tests.support.world import Json, as_agent, make_agent, make_board, ok

__all__ = ["crowd", "server"]

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(300)]

WRITERS = 3
BEFORE, AFTER = 30, 30
GONE = frozenset({401, 403, 404, 409})
"""What writers are told when the ground is taken from under them; an agent that is gone is nobody any more."""

HISTORY = {"events", "event_entities", "task_transitions"}
"""What somebody has done stays done on what stays, and is found; with an organization its own goes too."""


@contextmanager
def at_work(crowd: Crowd, board: Json, person: httpx.Client, keeper: httpx.Client) -> Iterator[Load]:
    """A person and some agents who write to a board; `keeper` makes the agents."""
    with ExitStack() as opened:
        agents = [opened.enter_context(as_agent(crowd.server, make_agent(keeper, board))) for _ in range(WRITERS)]
        load = Load(board, 11, [person] * WRITERS, agents)
        load.start()
        try:
            load.go_on_for(BEFORE)
            yield load
            load.go_on_for(AFTER)
        finally:
            load.stop()
    assert not [what for what in load.unexpected if not is_told_that_it_ended(what)], load.unexpected[:3]
    assert len([write for write in load.answered if write.succeeded]) >= BEFORE // 2


def is_told_that_it_ended(what: str) -> bool:
    return any(f": {status} " in what for status in GONE)


def traces(crowd: Crowd, gone: str) -> set[str]:
    """Tables with rows that name what is gone, but for those of what has happened."""
    found = rows_of(crowd.people, [table for table in tables_of(crowd.people) if table.name not in HISTORY])
    it = UUID(gone).hex
    return {name for name, rows in found.items() if any(it in text for row in rows for text in row)}


def is_quiet(database: str) -> bool:
    with looking_at(database) as db:
        assert dead_letters.failed_count(db) == 0
        return dead_letters.pending_count(db) == 0


def ended(reply: httpx.Response) -> None:
    assert reply.status_code == 200, reply.text


def test_ends_under_load(crowd: Crowd, module_database: str) -> None:
    owner, organization = crowd.owner()
    stays = make_board(owner.client)
    mia = crowd.member(owner, all_boards_write=True)
    with at_work(crowd, stays, mia.client, owner.client):
        ended(owner.client.delete(f"{MEMBERS}/{mia.member_id}"))
    assert traces(crowd, mia.member_id) == set()
    ben = crowd.member(owner, all_boards_write=True, name="Ben")
    user_id = ok(ben.client.get("/api/v1/users/me"))["id"]
    with at_work(crowd, stays, ben.client, owner.client):
        ended(ben.client.delete("/api/v1/users/me", params={"force": True}))
    assert traces(crowd, user_id) == set()
    goes = make_board(owner.client)
    zoe = crowd.member(owner, all_boards_write=True, name="Zoe")
    with at_work(crowd, goes, zoe.client, owner.client):
        ended(owner.client.delete(f"/api/v1/boards/{goes['id']}"))
    assert wait_until(lambda: is_quiet(module_database), timeout=30, interval=0.5)
    assert traces(crowd, goes["id"]) == set()
    ends_with_all_in_it(crowd, owner, zoe, organization, stays)
    assert wait_until(lambda: is_quiet(module_database), timeout=30, interval=0.5)
    assert traces(crowd, organization["id"]) == set()
    with looking_at(module_database) as db:
        of_it = EventRow.organization_id == UUID(organization["id"])
        assert list(db.scalars(select(EventRow.type).where(of_it))) == ["organization.deleted"]


def ends_with_all_in_it(crowd: Crowd, owner: Person, zoe: Person, organization: Json, board: Json) -> None:
    there = {"X-Organization-Id": organization["id"]}
    zoe.client.headers.update(there)
    with at_work(crowd, board, zoe.client, owner.client):
        ended(owner.client.delete(ORGANIZATION, params={"force": True}, headers=there))
