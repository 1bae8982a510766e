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
MINE = {"tag.created", "custom_field.created", "organization.updated", "user.updated", "member.access_changed"}
"""Of what is done below, what members may know, and what is about this one."""
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


def test_members_are_told_what_concerns_all_of_them_and_of_no_administrators_matters(patient_crowd: Crowd) -> None:
    owner, organization = patient_crowd.owner()
    board, quiet = make_board(owner.client), make_board(owner.client)
    mia, noa = patient_crowd.member(owner), patient_crowd.member(owner)
    there = {"X-Organization-Id": organization["id"]}
    for person in (owner, mia):
        person.client.headers.update(there)
    ok(owner.client.post("/api/v1/tags", json={"name": "Before"}))
    with reading(mia.client, EVENTS) as reader:
        gateway = {"name": "Berlin", "url": "ws://10.9.8.7:18789", "workspace_root": "~/agents"}
        known = ok(owner.client.post("/api/v1/gateways", json=gateway))
        ok(owner.client.patch(f"/api/v1/gateways/{known['id']}", json={"url": "ws://10.9.8.8:18789"}))
        hook = {"name": "Hook", "url": "https://hooks.example.org/all", "event_types": ["task.created"]}
        ok(owner.client.post("/api/v1/event-subscriptions", json=hook))
        ok(
            owner.client.post(
                "/api/v1/organizations/me/api-keys", json={"name": "Robot", "role": "member", "scopes": ["read"]}
            )
        )
        ok(owner.client.post("/api/v1/organizations/me/invites", json={"invited_email": "kim@example.org"}))
        access = {"board_access": [{"board_id": board["id"]}]}
        ok(owner.client.put(f"{MEMBERS}/{noa.member_id}/access", json=access))
        ok(owner.client.put(f"{MEMBERS}/{mia.member_id}/access", json={"board_access": [{"board_id": quiet["id"]}]}))
        ok(
            owner.client.post(
                "/api/v1/organizations/me/custom-fields", json={"field_key": "ticket", "board_ids": [board["id"]]}
            )
        )
        ok(owner.client.patch("/api/v1/organizations/me", json={"name": "Renamed"}))
        ok(owner.client.patch("/api/v1/users/me", json={"pronouns": "they"}))
        ok(owner.client.delete(f"/api/v1/gateways/{known['id']}"))
        ok(owner.client.post("/api/v1/tags", json={"name": "Last"}))
        assert wait_until(
            lambda: [it.data["message"] for it in reader.events() if "Last" in it.data["message"]] != [], timeout=20
        )
    told = [frame.data for frame in reader.events()]
    assert {it["type"] for it in told} == MINE
    listed = ok(mia.client.get("/api/v1/activity", params={"limit": 200}))["items"]
    assert {it["event_type"] for it in listed} >= MINE
    for seen in (str(told), str(listed)):
        assert not [word for word in ("10.9.8", "hooks.example", "Robot", "kim@", noa.member_id) if word in seen]
    known_to_owner = {
        it["event_type"] for it in ok(owner.client.get("/api/v1/activity", params={"limit": 200}))["items"]
    }
    assert known_to_owner > {
        "gateway.created",
        "gateway.updated",
        "subscription.created",
        "api_key.created",
        "invite.created",
    }
