"""Who made a service's key is said for as long as the key lets somebody in, also when they have gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.support.several_people import MEMBERS, ORGANIZATION, Crowd, Person
from tests.support.world import Json, ok

MINE = "/api/v1/users/me/api-keys"
OURS = f"{ORGANIZATION}/api-keys"
ACTIVITY = "/api/v1/activity?event_type=api_key.kept"


def made_by(key: Json) -> tuple[str | None, str | None]:
    return key["created_by_name"], key["created_by_role"]


def listed(person: Person, **params: int) -> dict[str, Json]:
    return {it["name"]: it for it in ok(person.client.get(OURS, params=params))["items"]}


def told(person: Person) -> list[str]:
    return [it["message"] for it in ok(person.client.get(ACTIVITY))["items"]]


def make(person: Person, name: str, url: str = OURS, **body: object) -> Json:
    key: Json = ok(person.client.post(url, json={"name": name, **body}))
    return key


def test_a_key_says_who_made_it_and_what_they_are_now(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    bob = crowd.member(owner, role="admin", name="Bob")
    key = make(bob, "ci")
    assert made_by(key) == ("Bob", "admin")
    make(owner, "deploys"), make(bob, "script", MINE)
    page = listed(owner, limit=2, offset=1)
    assert {name: made_by(it) for name, it in page.items()} == {"ci": ("Bob", "admin"), "deploys": ("Olga", "owner")}
    ok(owner.client.patch(f"{MEMBERS}/{bob.member_id}", json={"role": "member"}))
    assert made_by(listed(owner)["ci"]) == ("Bob", "member")
    assert made_by(ok(bob.client.get(MINE))["items"][0]) == ("Bob", "member")
    ok(owner.client.delete(f"{MEMBERS}/{bob.member_id}"))
    assert {name: made_by(it) for name, it in listed(owner).items()} == {
        "ci": ("Bob", None),
        "deploys": ("Olga", "owner"),
    }
    assert listed(owner)["ci"]["created_by_user_id"] == key["created_by_user_id"]
    ok(bob.client.delete("/api/v1/users/me", params={"force": True}))
    assert made_by(listed(owner)["ci"]) == (None, None)


def test_administrators_are_told_which_keys_stay_of_who_is_demoted_and_removed(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    bob = crowd.member(owner, role="admin", name="Bob")
    mia = crowd.member(owner)
    make(bob, "ci"), make(bob, "bobsvc"), make(bob, "script", MINE), make(owner, "deploys")
    soon = datetime.now(UTC) + timedelta(days=1)
    make(bob, "for a day", expires_at=soon.isoformat())
    ok(owner.client.patch(f"{MEMBERS}/{bob.member_id}", json={"role": "owner"}))
    assert told(owner) == []
    ok(owner.client.patch(f"{MEMBERS}/{bob.member_id}", json={"role": "member"}))
    demoted = ["Service keys that Bob made stay: ci, bobsvc, for a day"]
    assert (told(owner), told(bob), told(mia)) == (demoted, [], [])
    ok(owner.client.delete(f"{OURS}/{listed(owner)['for a day']['id']}"))
    ok(owner.client.delete(f"{MEMBERS}/{bob.member_id}"))
    assert told(owner) == ["Service keys that Bob made stay: ci, bobsvc", *demoted]
    recorded = ok(owner.client.get("/api/v1/audit?event_type=api_key.kept"))["items"]
    assert recorded[0]["event_type"] == "api_key.kept"


def test_administrators_are_told_which_keys_stay_of_who_leaves_or_deletes_their_account(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    bob, eve = (crowd.member(owner, role="admin", name=name) for name in ("Bob", "Eve"))
    make(bob, "ci"), make(eve, "deploys")
    ok(bob.client.delete(f"{ORGANIZATION}/member"))
    ok(eve.client.delete("/api/v1/users/me", params={"force": True}))
    ok(owner.client.delete(f"{MEMBERS}/{crowd.member(owner).member_id}"))
    assert told(owner) == ["Service keys that Eve made stay: deploys", "Service keys that Bob made stay: ci"]
