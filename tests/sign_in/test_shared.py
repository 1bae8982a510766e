"""The organization that everybody of a provider joins, and what people are in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from mission_control.sign_in.models import SharedOrganization
from tests.support.identity_provider import IdentityProvider, Json, send_json
from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import ok

HERE, MINE = "/api/v1/organizations/me", "/api/v1/organizations/me/list"
MEMBERS = f"{HERE}/members"
NAME = "Example Works"


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    made = IdentityProvider()
    said = {"issuer": made.url, "jwks_uri": f"{made.url}/v1/jwks"}
    said |= {"authorization_endpoint": f"{made.url}/authorize", "token_endpoint": f"{made.url}/token"}

    def speak(request: Any) -> bool:
        discovery: bool = request.path == "/.well-known/openid-configuration"
        if discovery:
            send_json(request, said)
        return discovery

    made.mood = speak
    yield made
    made.close()


class Place:
    """A server that people of the provider sign in to."""

    def __init__(self, provider: IdentityProvider, server: ServerProcess) -> None:
        self.provider = provider
        self.server = server

    def as_(self, subject: str, name: str | None = None, **claims: Any) -> httpx.Client:
        """Somebody with a token; another `name` is another sign-in of the same person."""
        token = self.provider.token(subject, aud="mission-control", name=name or subject, **claims)
        return self.server.client(headers={"Authorization": f"Bearer {token}"})

    def places_of(self, subject: str, name: str | None = None, **claims: Any) -> list[Json]:
        with self.as_(subject, name, **claims) as person:
            places: list[Json] = ok(person.get(MINE))
        return places

    def member(self, owner: str, name: str) -> Json:
        with self.as_(owner) as asking:
            return next(it for it in ok(asking.get(MEMBERS))["items"] if it["user"]["name"] == name)


def _env(provider: IdentityProvider, **over: str) -> dict[str, str]:
    return {"AUTH_MODE": "oidc", "OIDC_ISSUER": provider.url, "OIDC_CLIENT_ID": "mission-control", **over}


def test_who_joins_what_everybody_joins_and_what_becomes_of_it(
    database: str, start_server: Callable[..., ServerProcess], provider: IdentityProvider
) -> None:
    # Of before there was a shared organization: somebody's own, which has its name by chance.
    place = Place(provider, start_server(database, env=_env(provider)))
    with place.as_("early") as early:
        namesake = ok(early.post("/api/v1/organizations", json={"name": NAME}))
    place.server.stop()

    place = Place(provider, start_server(database, env=_env(provider, OIDC_ORGANIZATION=NAME)))
    crowd = [f"person-{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(place.places_of, crowd))
    assert {(it["name"], len(places)) for places in found for it in places} == {(NAME, 1)}
    (shared,) = {it["id"] for places in found for it in places}
    assert shared != namesake["id"], "people come to no stranger's organization"
    (owner,) = [who for who, places in zip(crowd, found, strict=True) if places[0]["role"] == "owner"]

    other = next(who for who in crowd if who != owner)
    with place.as_(owner) as asking:
        ok(asking.patch(f"{MEMBERS}/{place.member(owner, other)['id']}", json={"role": "admin"}))
        ok(asking.patch(HERE, json={"name": "Renamed Works"}))
    again = place.places_of(other, "Another Name")
    assert [(it["id"], it["role"]) for it in again] == [(shared, "admin")], "a role given here stays"
    late = place.places_of("late")
    assert [(it["id"], it["name"], it["role"]) for it in late] == [(shared, "Renamed Works", "member")]

    # As an installation was that went by the name: found by it once more, by its people and not by its age.
    with place.as_(owner) as asking:
        ok(asking.patch(HERE, json={"name": NAME.lower()}))
    with place.as_("early") as early:
        ok(early.delete(HERE))
    with People(database).writing() as db:
        db.execute(update(SharedOrganization).values(organization_id=None, name=None))
    assert place.places_of("later")[0]["id"] == shared

    with place.as_(owner) as asking:
        ok(asking.delete(HERE))
    assert [(it["name"], it["role"]) for it in place.places_of("latest")] == [("Personal", "owner")]
    place.server.stop()
    place = Place(provider, start_server(database, env=_env(provider, OIDC_ORGANIZATION="New Works")))
    assert [it["name"] for it in place.places_of("newest")] == ["New Works"]
    assert {it["name"] for it in place.places_of("latest")} == {"New Works", "Personal"}


def test_boards_come_and_go_with_the_role_of_the_claim(
    sqlite_url: str, start_server: Callable[..., ServerProcess], provider: IdentityProvider
) -> None:
    env = _env(provider, OIDC_ORGANIZATION=NAME, OIDC_ROLE_CLAIM="roles")
    place = Place(provider, start_server(sqlite_url, env=env))
    place.places_of("olga", roles="owner")
    seen = []
    for turn, role in enumerate(["member", "admin", "owner", "member"]):
        place.places_of("mia", f"Mia {turn}", roles=role)
        with place.as_("olga", roles="owner") as olga:
            mia = next(it for it in ok(olga.get(MEMBERS))["items"] if it["user"]["name"] == "Mia 0")
        seen.append((mia["role"], mia["all_boards_read"], mia["all_boards_write"]))
    admin, member = (True, True), (False, False)
    assert seen == [("member", *member), ("admin", *admin), ("owner", *admin), ("member", *member)]
