"""Members: who sees whom, who may change whom, and that an owner is always left."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from tests.streams.reader import frames_of
from tests.support.several_people import INVITES, MEMBERS, ORGANIZATION, Crowd, Person
from tests.support.world import Json, code_of, make_board, ok

MINE = f"{ORGANIZATION}/member"


def roles(by: Person) -> dict[str, str]:
    return {item["id"]: item["role"] for item in ok(by.client.get(MEMBERS))["items"]}


def own_id(person: Person) -> str:
    return str(ok(person.client.get(MINE))["id"])


def test_members_are_listed_by_address_with_what_they_may_do_on_boards(crowd: Crowd) -> None:
    owner, organization = crowd.owner()
    board = make_board(owner.client)
    wanted = [{"board_id": board["id"], "can_read": True, "can_write": False}]
    mia = crowd.member(owner, board_access=wanted)
    items = ok(owner.client.get(MEMBERS))["items"]
    assert [item["user"]["email"] for item in items] == sorted([mia.email, owner.email])
    (row,) = next(item for item in items if item["id"] == mia.member_id)["board_access"]
    assert (row["board_id"], row["can_read"], row["can_write"]) == (board["id"], True, False)
    own = ok(mia.client.get(MINE))
    assert (own["organization_id"], own["role"], own["board_access"]) == (organization["id"], "member", [row])
    page = ok(owner.client.get(MEMBERS, params={"limit": 1, "offset": 1}))
    assert (page["total"], [item["id"] for item in page["items"]]) == (2, [items[1]["id"]])


def test_a_member_sees_himself_and_not_what_others_may_do(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    shared, secret = make_board(owner.client), make_board(owner.client)
    mia = crowd.member(owner, board_access=[{"board_id": shared["id"]}])
    access = [{"board_id": shared["id"]}, {"board_id": secret["id"]}]
    noah = crowd.member(owner, name="Noah", board_access=access)
    assert code_of(mia.client.get(f"{MEMBERS}/{noah.member_id}")) == (403, "admins_only")
    assert ok(mia.client.get(f"{MEMBERS}/{mia.member_id}"))["id"] == mia.member_id
    seen = next(item for item in ok(mia.client.get(MEMBERS))["items"] if item["id"] == noah.member_id)
    assert [row["board_id"] for row in seen["board_access"]] == [shared["id"]]
    assert len(ok(owner.client.get(f"{MEMBERS}/{noah.member_id}"))["board_access"]) == 2


def test_addresses_can_be_kept_from_members(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    mia = crowd.member(owner)
    ok(owner.client.patch(ORGANIZATION, json={"hide_member_emails": True}))
    shown = {item["user"]["email"] for item in ok(mia.client.get(MEMBERS))["items"]}
    assert shown == {mia.email, None}
    assert {item["user"]["email"] for item in ok(owner.client.get(MEMBERS))["items"]} == {mia.email, owner.email}
    assert code_of(mia.client.patch(ORGANIZATION, json={"hide_member_emails": False})) == (403, "forbidden")
    # Nor do they stand by what somebody did who has given no name.
    assert owner.email not in mia.client.get("/api/v1/activity", params={"limit": 200}).text


def test_an_organization_is_renamed_unless_its_owner_has_another_of_that_name(crowd: Crowd) -> None:
    owner, first = crowd.owner()
    second = ok(owner.client.post("/api/v1/organizations", json={"name": f"Second {uuid4().hex}"}))
    refused = owner.client.patch(ORGANIZATION, json={"name": first["name"].upper()})
    assert code_of(refused) == (409, "organization_name_taken")
    new = f"Renamed {uuid4().hex}"
    assert ok(owner.client.patch(ORGANIZATION, json={"name": new}))["name"] == new
    events = ok(owner.client.get("/api/v1/activity"))["items"]
    assert events[0]["message"] == f"{second['name']} is called {new} now"


def test_d04_administrators_neither_make_owners_nor_touch_them(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    admin = crowd.member(owner, "admin", "Alma")
    mia = crowd.member(owner)
    boss = own_id(owner)
    for member_id, role in ((admin.member_id, "owner"), (mia.member_id, "owner"), (boss, "member")):
        assert code_of(admin.client.patch(f"{MEMBERS}/{member_id}", json={"role": role})) == (403, "owners_only")
    assert code_of(admin.client.put(f"{MEMBERS}/{boss}/access", json={})) == (403, "owners_only")
    assert code_of(admin.client.delete(f"{MEMBERS}/{boss}")) == (403, "owners_only")
    invite = {"invited_email": "new@example.org", "role": "owner"}
    assert code_of(admin.client.post(INVITES, json=invite)) == (403, "owners_only")
    ok(admin.client.patch(f"{MEMBERS}/{mia.member_id}", json={"role": " ADMIN "}))
    assert roles(owner) == {boss: "owner", admin.member_id: "admin", mia.member_id: "admin"}


def test_the_last_owner_stays_one(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    mia = crowd.member(owner)
    boss = own_id(owner)
    assert code_of(owner.client.patch(f"{MEMBERS}/{boss}", json={"role": "member"})) == (422, "last_owner")
    assert code_of(owner.client.delete(MINE)) == (422, "last_owner")
    assert code_of(owner.client.delete(f"{MEMBERS}/{boss}")) == (403, "leave_instead")
    ok(owner.client.patch(f"{MEMBERS}/{mia.member_id}", json={"role": "owner"}))
    ok(owner.client.delete(MINE))
    assert roles(mia) == {mia.member_id: "owner"}


@pytest.mark.parametrize("role", ["supergod", 7, None, "own\x00er"])
def test_d11_d15_a_role_that_is_none_is_refused(crowd: Crowd, role: object) -> None:
    owner, _ = crowd.owner()
    mia = crowd.member(owner)
    assert owner.client.patch(f"{MEMBERS}/{mia.member_id}", json={"role": role}).status_code == 422
    assert ok(owner.client.patch(f"{MEMBERS}/{mia.member_id}", json={}))["role"] == "member"


def test_access_replaces_what_was_there_and_the_last_word_about_a_board_counts(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    one, two = make_board(owner.client), make_board(owner.client)
    mia = crowd.member(owner, board_access=[{"board_id": one["id"]}])
    url = f"{MEMBERS}/{mia.member_id}/access"
    wanted = [{"board_id": two["id"]}, {"board_id": two["id"], "can_write": True}]
    (row,) = ok(owner.client.put(url, json={"board_access": wanted}))["board_access"]
    assert (row["board_id"], row["can_write"]) == (two["id"], True)
    assert mia.client.get(f"/api/v1/boards/{one['id']}").status_code == 403
    changed = mia.client.patch(f"/api/v1/boards/{two['id']}", json={"objective": "Ship"})
    assert changed.status_code == 200
    everywhere = ok(owner.client.put(url, json={"all_boards_read": True, "board_access": wanted}))
    assert (everywhere["all_boards_read"], everywhere["board_access"]) == (True, [])
    assert mia.client.get(f"/api/v1/boards/{one['id']}").status_code == 200
    ok(owner.client.put(url, json={}))
    assert ok(mia.client.get("/api/v1/boards"))["total"] == 0


def test_a_board_of_nobody_or_of_another_tenant_is_refused_and_nothing_changes(crowd: Crowd) -> None:
    stranger, _ = crowd.owner()
    foreign = make_board(stranger.client)
    owner, _ = crowd.owner()
    own = make_board(owner.client)
    mia = crowd.member(owner, board_access=[{"board_id": own["id"]}])
    for board_id in (foreign["id"], str(uuid4())):
        for body in ({}, {"all_boards_read": True}):
            wanted = body | {"board_access": [{"board_id": board_id}]}
            refused = owner.client.put(f"{MEMBERS}/{mia.member_id}/access", json=wanted)
            assert code_of(refused) == (422, "unknown_boards")
    assert [row["board_id"] for row in ok(mia.client.get(MINE))["board_access"]] == [own["id"]]
    for call in ("get", "delete"):
        assert code_of(getattr(stranger.client, call)(f"{MEMBERS}/{mia.member_id}")) == (404, "not_found")


def test_who_is_removed_is_out_at_once_and_cannot_come_back_by_an_old_invite(crowd: Crowd) -> None:
    owner, organization = crowd.owner()
    mia = crowd.member(owner, all_boards_read=True)
    ok(owner.client.delete(f"{MEMBERS}/{mia.member_id}"))
    # Back to the organization that her account began with.
    assert ok(mia.client.get(ORGANIZATION))["name"] == "Personal"
    invite = ok(owner.client.post(INVITES, json={"invited_email": mia.email}))
    again = ok(mia.client.post("/api/v1/organizations/invites/accept", json={"token": invite["token"]}))
    assert again["organization_id"] == organization["id"]
    types = [event["event_type"] for event in ok(owner.client.get("/api/v1/activity"))["items"]]
    assert types[:3] == ["invite.accepted", "invite.created", "member.removed"]


def test_each_request_may_be_about_another_organization(crowd: Crowd) -> None:
    owner, first = crowd.owner()
    second = ok(owner.client.post("/api/v1/organizations", json={"name": f"Second {uuid4().hex}"}))
    there = {"X-Organization-Id": first["id"]}
    assert ok(owner.client.get(ORGANIZATION, headers=there))["id"] == first["id"]
    board = ok(owner.client.get("/api/v1/boards", headers=there))
    assert board["total"] == 0
    assert ok(owner.client.get(ORGANIZATION))["id"] == second["id"]
    stranger, _ = crowd.owner()
    for organization_id in (first["id"], str(uuid4()), "nonsense"):
        refused = stranger.client.get(ORGANIZATION, headers={"X-Organization-Id": organization_id})
        assert code_of(refused) == (403, "forbidden")


# --- races


def at_once(*requests: tuple[Person, str, str, Json | None]) -> list[int]:
    """The statuses of requests that are sent together: (who, method, address, body)."""

    def send(request: tuple[Person, str, str, Json | None]) -> int:
        who, method, url, body = request
        return who.client.request(method, url, json=body).status_code

    with ThreadPoolExecutor(len(requests)) as pool:
        return sorted(pool.map(send, requests))


def test_two_last_owners_who_leave_at_once_do_not_both_leave(crowd: Crowd) -> None:
    for _ in range(3):
        owner, _organization = crowd.owner()
        other = crowd.member(owner, "owner", "Otto")
        assert at_once((owner, "DELETE", MINE, None), (other, "DELETE", MINE, None)) == [200, 422]


def test_two_owners_who_demote_each_other_at_once_leave_one(crowd: Crowd) -> None:
    for _ in range(3):
        owner, organization = crowd.owner()
        other = crowd.member(owner, "owner", "Otto")
        body, boss = {"role": "member"}, own_id(owner)
        told = at_once(
            (owner, "PATCH", f"{MEMBERS}/{other.member_id}", body), (other, "PATCH", f"{MEMBERS}/{boss}", body)
        )
        # The second is no administrator any more when it is his turn.
        assert told == [200, 403]
        there = {"X-Organization-Id": organization["id"]}
        left = ok(owner.client.get(MEMBERS, headers=there))["items"]
        assert sorted(item["role"] for item in left) == ["member", "owner"]


def test_failed_sign_ins_are_told_to_administrators_alone(crowd: Crowd) -> None:
    with crowd.server.as_operator() as client:
        operator = Person(client, "admin@home.local")
        mia = crowd.member(operator, all_boards_read=True)
        admin = crowd.member(operator, "admin")
        # Another address than that of the other tests: of each a failure is told once in ten minutes.
        elsewhere = httpx.HTTPTransport(local_address="127.0.0.2")
        with httpx.Client(base_url=crowd.server.base_url, transport=elsewhere) as stranger:
            guess = {"Authorization": f"Bearer {'guess' * 10}"}
            assert stranger.get("/api/v1/users/me", headers=guess).status_code == 401
        told = {"event_type": "auth.failed"}
        seen = [ok(it.client.get("/api/v1/activity", params=told))["total"] for it in (operator, admin, mia)]
        assert seen == [1, 1, 0]
        crowd.member(operator, name="Zoe")
        assert ["auth.failed" in streamed(it) for it in (admin, mia)] == [True, False]


def streamed(by: Person) -> list[str]:
    """What somebody's stream tells of all that has happened, up to now."""
    newest = ok(by.client.get("/api/v1/activity"))["items"][0]["id"]
    types: list[str] = []
    with by.client.stream("GET", "/api/v1/events", headers={"Last-Event-ID": "0"}) as reply:
        for frame in frames_of(reply.iter_lines()):
            types.append(frame.name)
            if frame.data.get("id") == newest:
                break
    return types
