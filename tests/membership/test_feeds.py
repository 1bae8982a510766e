"""What members are told of what happens beside boards."""

from __future__ import annotations

from tests.streams.reader import reading
from tests.support.processes import wait_until
from tests.support.several_people import MEMBERS, Crowd
from tests.support.world import make_board, ok

MINE = {"tag.created", "custom_field.created", "organization.updated", "user.updated", "member.access_changed"}
"""Of what is done below, what members may know, and what is about this one."""


def test_members_are_told_what_concerns_all_of_them_and_of_no_administrators_matters(crowd: Crowd) -> None:
    owner, organization = crowd.owner()
    board, quiet = make_board(owner.client), make_board(owner.client)
    mia, noa = crowd.member(owner), crowd.member(owner)
    there = {"X-Organization-Id": organization["id"]}
    for person in (owner, mia):
        person.client.headers.update(there)
    ok(owner.client.post("/api/v1/tags", json={"name": "Before"}))
    with reading(mia.client, "/api/v1/events") as reader:
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
