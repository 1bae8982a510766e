"""A stranger's skill reaches a gateway when two administrators want it."""

from __future__ import annotations

from typing import Any

import httpx

from tests.support.several_people import MEMBERS, ORGANIZATION, Crowd, Person
from tests.support.world import Json, code_of, ok

ROBOT = {"name": "Robot", "role": "admin", "scopes": ["read", "write", "admin"]}
MARKET = "/api/v1/skills/marketplace"


class Place:
    """An organization with a gateway that is away, and skills."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.owner, organization = crowd.owner()
        self.id: str = organization["id"]
        address = {"name": "Away", "url": f"ws://127.0.0.1:9/{self.id}", "workspace_root": "~/agents"}
        self.gateway: str = ok(self.owner.client.post("/api/v1/gateways", json=address))["id"]

    def skill(self) -> str:
        *_, skill = self.crowd.people.add_pack(self.id, "A pack")
        return skill

    def ask(self, who: httpx.Client, skill: str, what: str, **body: Any) -> httpx.Response:
        return who.post(f"{MARKET}/{skill}/{what}", params={"gateway_id": self.gateway}, json=body or {})

    def install(self, skill: str, who: Person | None = None) -> Json:
        ok(self.ask((who or self.owner).client, skill, "install"))
        return self.seen(skill, who)

    def seen(self, skill: str, who: Person | None = None) -> Json:
        seen: Json = ok((who or self.owner).client.get(f"{MARKET}/{skill}/installs"))["items"][0]
        return seen


def test_a_strangers_skill_waits_until_another_administrator_has_agreed(crowd: Crowd) -> None:
    place = Place(crowd)
    owner, skill = place.owner.client, place.skill()
    # Who is alone is not locked out, and a member is no administrator.
    crowd.member(place.owner)
    assert place.install(place.skill())["needs_approval"] is False
    bea = crowd.member(place.owner, "admin", name="Bea")

    waiting = place.install(skill)
    assert (waiting["status"], waiting["requested_by"]) == ("requested", "Olga")
    assert waiting["waits_for"] == "It waits for a second administrator: Olga has asked for it"
    card = next(it for it in ok(owner.get(MARKET)) if it["id"] == skill)
    assert (card["needs_approval"], card["installed"]) == (True, False)
    assert code_of(place.ask(owner, skill, "install/approve")) == (409, "second_administrator_needed")
    assert code_of(place.ask(owner, place.skill(), "install/approve")) == (409, "skill_not_waiting")
    assert place.seen(skill, bea)["is_own_request"] is False
    ok(place.ask(bea.client, skill, "install/decline", reason="It phones home."))
    declined = place.seen(skill)
    assert (declined["status"], declined["reason"]) == ("failed", "Bea has declined it: It phones home.")
    assert code_of(place.ask(bea.client, skill, "install/approve")) == (409, "skill_not_waiting")

    place.install(skill)
    crowd.people.read_skill(skill, "# Something else")
    assert code_of(place.ask(bea.client, skill, "install/approve")) == (409, "skill_changed")
    assert "the catalogue has another text by now" in place.seen(skill)["waits_for"]
    place.install(skill)
    ok(place.ask(bea.client, skill, "install/approve"))
    agreed = place.seen(skill)
    assert (agreed["status"], agreed["needs_approval"], agreed["approved_by"]) == ("requested", False, "Bea")
    assert "second administrator" not in agreed["waits_for"]
    told = ok(owner.get("/api/v1/audit", params={"event_type": "skill.", "limit": 4}))["items"]
    assert [(it["event_type"].removeprefix("skill.install_"), it["actor"]["name"]) for it in told] == [
        ("approved", "Bea"), ("asked", "Olga"), ("asked", "Olga"), ("declined", "Bea"),
    ]  # fmt: skip


def test_nobody_agrees_to_what_his_own_key_has_asked_for_nor_changes_the_rule_alone(crowd: Crowd) -> None:
    place = Place(crowd)
    skill, bea = place.skill(), crowd.member(place.owner, "admin", name="Bea")
    made = ok(bea.client.post(f"{ORGANIZATION}/api-keys", json=ROBOT))
    with place.crowd.server.client(headers={"Authorization": f"Bearer {made['key']}"}) as robot:
        ok(place.ask(robot, skill, "install"))
        assert code_of(place.ask(robot, skill, "install/approve"))[0] == 403
    assert place.seen(skill)["needs_approval"] is True
    assert code_of(place.ask(bea.client, skill, "install/approve")) == (409, "second_administrator_needed")
    for rule in ({"skills_need_second_admin": False}, {"trusted_skill_sources": ["https://git.invalid"]}):
        assert code_of(bea.client.patch(ORGANIZATION, json=rule)) == (403, "forbidden")
    for odd in ("http://git.invalid/acme", "https://me@git.invalid/acme", "https://git.invalid/a/../b", "https://x/?"):
        assert place.owner.client.patch(ORGANIZATION, json={"trusted_skill_sources": [odd]}).status_code == 422
    ours = {"trusted_skill_sources": ["https://GIT.invalid/acme/", "https://git.invalid/acme"]}
    assert ok(place.owner.client.patch(ORGANIZATION, json=ours))["trusted_skill_sources"] == [
        "https://git.invalid/acme"
    ]
    assert place.install(skill, bea)["needs_approval"] is False
    ok(place.owner.client.patch(ORGANIZATION, json={"trusted_skill_sources": ["https://git.invalid/ac"]}))
    assert place.install(skill, bea)["needs_approval"] is True
    # Who is left alone with it is told how it goes on.
    ok(place.owner.client.patch(f"{MEMBERS}/{bea.member_id}", json={"role": "owner"}))
    ok(place.owner.client.delete(f"{ORGANIZATION}/member"))
    assert "there is no other one now; have it installed again" in place.seen(skill, bea)["waits_for"]
    assert place.install(skill, bea)["needs_approval"] is False
