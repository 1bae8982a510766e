"""The product with a sign-in that knows several people, run as a program: each by a token of their own.

What a sign-in mode adds to the product is whose a token is; everything behind that is the product's.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import httpx

from mission_control.entry import runtime
from mission_control.entry.authentication import LocalSignIn
from mission_control.entry.cli import main
from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import Json, ok

MODULE = "tests.support.several_people"
PREFIX = "person:"

ORGANIZATION = "/api/v1/organizations/me"
INVITES = f"{ORGANIZATION}/invites"
MEMBERS = f"{ORGANIZATION}/members"
ACCEPT = "/api/v1/organizations/invites/accept"


class SeveralPeople(LocalSignIn):
    def whose(self, bearer: str) -> str | None:
        return bearer.removeprefix(PREFIX) if bearer.startswith(PREFIX) else super().whose(bearer)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account and a connection."""

    client: httpx.Client
    email: str
    member_id: str = ""
    """In the organization that they were invited into."""


class Crowd:
    """Makes people, and lets them in the way everybody comes in: by an invite."""

    def __init__(self, server: ServerProcess, database: str) -> None:
        self.server = server
        self.people = People(database)
        self._clients: list[httpx.Client] = []

    def person(self, name: str = "Ada", email: str | None = None, index: int = 0) -> Person:
        email = email or f"{name.lower()}-{uuid4().hex[:8]}@example.org"
        token = PREFIX + self.people.add(name, email)
        client = self.server.client(index, headers={"Authorization": f"Bearer {token}"})
        self._clients.append(client)
        return Person(client, email)

    def owner(self) -> tuple[Person, Json]:
        """The founder of a new organization, which is the active one."""
        founder = self.person("Olga")
        organization = ok(founder.client.post("/api/v1/organizations", json={"name": f"Tenant {uuid4().hex[:8]}"}))
        return founder, organization

    def member(
        self, of: Person, role: str = "member", name: str = "Mia", email: str | None = None, **access: object
    ) -> Person:
        """Somebody who was invited and has come, and whose active organization it is."""
        guest = self.person(name, email)
        invite = ok(of.client.post(INVITES, json={"invited_email": guest.email, "role": role, **access}))
        joined = ok(guest.client.post(ACCEPT, json={"token": invite["token"]}))
        body = {"organization_id": joined["organization_id"]}
        ok(guest.client.patch(f"{ORGANIZATION}/active", json=body))
        return Person(guest.client, guest.email, joined["id"])

    def close(self) -> None:
        for client in self._clients:
            client.close()


if __name__ == "__main__":
    setattr(runtime, LocalSignIn.__name__, SeveralPeople)
    main()
