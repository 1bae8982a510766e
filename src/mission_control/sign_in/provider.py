"""People whom an identity provider vouches for, by a signed token."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from mission_control.boards import api as boards
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.http.credentials import Credentials, SettleFirst
from mission_control.kernel.http.errors import ApiError, Unauthorized
from mission_control.kernel.security.bearer_tokens import TokenVerifier
from mission_control.kernel.security.principals import KnownPerson, UserPrincipal
from mission_control.organizations.api import principal_in, principal_of
from mission_control.sign_in.placing import after_a_twin, place

REMEMBERED = 10_000
AGAIN_SECONDS = 300.0
"""How long somebody of whom the provider could not tell enough is not asked for again."""


@dataclass(slots=True)
class Placed:
    """Who was placed by this process, and with which claims: they are looked at again when they change.

    Those of whom the provider said less than it may say later are looked at again after some time.
    """

    seconds: float = AGAIN_SECONDS
    _known: OrderedDict[str, tuple[KnownPerson, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __contains__(self, person: KnownPerson) -> bool:
        with self._lock:
            known = self._known.get(person.external_id)
            return known is not None and known[0] == person and time.monotonic() < known[1]

    def add(self, person: KnownPerson, *, complete: bool) -> None:
        with self._lock:
            until = math.inf if complete else time.monotonic() + self.seconds
            self._known[person.external_id] = (person, until)
            self._known.move_to_end(person.external_id)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)


@dataclass(frozen=True, slots=True)
class ProviderSignIn:
    """`read` makes a person of claims; `complete` asks the provider for more, without a session of the database."""

    verifier: TokenVerifier
    read: Callable[[dict[str, Any]], KnownPerson]
    database: Database
    organization: str = ""
    complete: Callable[[KnownPerson], KnownPerson] = lambda person: person
    asks_again: bool = False
    """Whether `complete` may know more of somebody another time."""
    placed: Placed = field(default_factory=Placed)

    def prepared(self, credentials: Credentials) -> Credentials:
        """The credentials with whose they are, or why they are nobody's; may ask the provider for its keys."""
        if credentials.bearer is None or not self.verifier.is_meant(credentials.bearer):
            return credentials
        try:
            return replace(credentials, known=self.read(self.verifier.claims(credentials.bearer)))
        except ApiError as refused:
            return replace(credentials, refused=refused)

    def person(self, uow: UnitOfWork, credentials: Credentials) -> UserPrincipal | None:
        if credentials.known is None:
            return None
        return self.principal(uow, credentials.known, credentials.organization)

    def principal(self, uow: UnitOfWork, person: KnownPerson, organization: str | None) -> UserPrincipal:
        if person not in self.placed:
            self._settle(uow, person)
        return self._somewhere(uow, person, organization)

    def signed_in(self, uow: UnitOfWork, external_id: str, organization: str | None) -> UserPrincipal:
        """Somebody who was placed when signing in."""
        return self._somewhere(uow, KnownPerson(external_id, None, None), organization)

    def _somewhere(self, uow: UnitOfWork, person: KnownPerson, organization: str | None) -> UserPrincipal:
        principal = self._found(uow, person, organization)
        if principal is None:
            # Whoever was removed from the last organization meanwhile.
            self._settle(uow, person)
            principal = self._found(uow, person, organization)
        if principal is None:
            raise Unauthorized
        if principal.all_boards_write:
            return principal
        return replace(principal, grants=boards.grants_of(uow.db, principal.member_id))

    def _found(self, uow: UnitOfWork, person: KnownPerson, organization: str | None) -> UserPrincipal | None:
        if organization is not None:
            return principal_in(uow.db, person.external_id, organization)
        return principal_of(uow.db, person.external_id)

    def _settle(self, uow: UnitOfWork, person: KnownPerson) -> None:
        if uow.writes:
            raise SettleFirst(lambda: self.admit(person, uow.request_id))
        # Ended first: a reader with a snapshot of before would not see what is written now.
        uow.db.rollback()
        self.admit(person, uow.request_id)

    def admit(self, person: KnownPerson, request_id: str | None = None) -> None:
        """Write down what the provider says of a person; in a unit of work of its own."""
        known = self.complete(person)

        def write() -> None:
            with self.database.write(request_id=request_id) as writing:
                place(writing, known, self.organization)

        after_a_twin(write)
        self.placed.add(person, complete=bool(known.email and known.name) or not self.asks_again)
