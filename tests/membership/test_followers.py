"""Open streams of people whose place in an organization changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.streams.reader import Reader, reading
from tests.support import several_people
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.several_people import MEMBERS, Crowd
from tests.support.world import Json, make_board, make_task, ok

EVENTS = "/api/v1/events"
RARELY = {"EVENT_STREAM_RECHECK_SECONDS": "3600", "EVENT_STREAM_PING_SECONDS": "0.2"}


@pytest.fixture
def patient_crowd(database: str, start_server: Callable[..., ServerProcess]) -> Iterator[Crowd]:
    """On a server that by itself looks at an open stream once an hour."""
    server = start_server(database, module=several_people.MODULE, env=RARELY)
    crowd = Crowd(server, database)
    yield crowd
    crowd.close()


def titles(reader: Reader) -> list[str]:
    tasks: list[Json] = [frame.data["task"] for frame in reader.events() if frame.data.get("task")]
    return [task["title"] for task in tasks]


def test_what_is_taken_away_given_or_ended_counts_from_the_next_event_on(patient_crowd: Crowd) -> None:
    owner, organization = patient_crowd.owner()
    one, two = make_board(owner.client), make_board(owner.client)
    mia = patient_crowd.member(owner, board_access=[{"board_id": one["id"]}])
    there = {"X-Organization-Id": organization["id"]}
    mia.client.headers.update(there)
    access = f"{MEMBERS}/{mia.member_id}/access"
    with reading(mia.client, EVENTS, comes_back=False) as reader:
        make_task(owner.client, one, "Seen on one")
        make_task(owner.client, two, "Hidden on two")
        assert wait_until(lambda: titles(reader) == ["Seen on one"], timeout=10)
        ok(owner.client.put(access, json={"board_access": [{"board_id": two["id"]}]}))
        make_task(owner.client, one, "Hidden on one")
        make_task(owner.client, two, "Seen on two")
        assert wait_until(lambda: titles(reader) == ["Seen on one", "Seen on two"], timeout=10)
        ok(owner.client.delete(f"{MEMBERS}/{mia.member_id}"))
        make_task(owner.client, two, "Hidden for good")
        assert reader.ended.wait(10)
    assert titles(reader) == ["Seen on one", "Seen on two"]


def test_the_streams_of_an_organization_end_with_it(patient_crowd: Crowd) -> None:
    owner, organization = patient_crowd.owner()
    owner.client.headers.update({"X-Organization-Id": organization["id"]})
    with reading(owner.client, EVENTS, comes_back=False) as reader:
        ok(owner.client.delete("/api/v1/organizations/me"))
        assert reader.ended.wait(10)
