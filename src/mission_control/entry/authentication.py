"""Whose request it is: the sign-in modes, put together from the features that know people and agents."""

from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy.exc import IntegrityError

from mission_control.agents.api import AgentSignIn
from mission_control.api_keys.api import KeySignIn
from mission_control.boards import api as boards
from mission_control.entry.installation import SignInTokens
from mission_control.identity.api import LOCAL_EMAIL, LOCAL_NAME, LOCAL_USER
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.http.access import Access
from mission_control.kernel.http.credentials import Credentials, SettleFirst
from mission_control.kernel.http.errors import Unauthorized
from mission_control.kernel.security.principals import Principal, UserPrincipal
from mission_control.organizations.api import join, principal_in, principal_of
from mission_control.sign_in.api import FailedSignIns, SessionSignIn


class People(Protocol):
    """A sign-in mode: whom it knows, and by what."""

    def prepared(self, credentials: Credentials) -> Credentials:
        """See `Authenticator.prepared`."""

    def person(self, uow: UnitOfWork, credentials: Credentials) -> UserPrincipal | None:
        """None for credentials that are nobody's here. Raises Unauthorized, Forbidden and SettleFirst."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """People by `Authorization`, agents by `X-Agent-Token` or, where no person answers to it, by `Authorization`."""

    people: "People"
    agents: AgentSignIn
    keys: KeySignIn
    failures: FailedSignIns
    sessions: SessionSignIn | None = None

    def prepared(self, credentials: Credentials, access: Access) -> Credentials:
        return self.people.prepared(credentials) if access.user else credentials

    def __call__(self, uow: UnitOfWork, credentials: Credentials, access: Access) -> Principal:
        if access.agent and credentials.agent_token:
            return self._agent(uow, credentials.agent_token, credentials)
        if credentials.session is not None and access.user and self.sessions is not None:
            who, address = credentials.session, credentials.address
            return self.sessions(uow, who, credentials.organization, address, repeated=credentials.repeated)
        if credentials.bearer is None:
            raise Unauthorized
        if access.user and (person := self._person(uow, credentials.bearer, credentials)):
            return person
        if access.agent:
            return self._agent(uow, credentials.bearer, credentials)
        raise self._refused(credentials, Unauthorized())

    def _person(self, uow: UnitOfWork, bearer: str, credentials: Credentials) -> UserPrincipal | None:
        try:
            if credentials.refused is not None:
                raise credentials.refused
            if not self.keys.is_meant(bearer):
                return self.people.person(uow, credentials)
            return self.keys(uow, bearer, credentials.organization, repeated=credentials.repeated)
        except Unauthorized as refusal:
            raise self._refused(credentials, refusal) from None

    def _refused(self, credentials: Credentials, refusal: Unauthorized) -> Exception:
        return self.failures.counted(credentials.address, credentials.request_id, refusal)

    def _agent(self, uow: UnitOfWork, token: str, credentials: Credentials) -> Principal:
        return self.agents(uow, token, credentials.address, repeated=credentials.repeated)


@dataclass(frozen=True, slots=True)
class LocalSignIn:
    """One shared token, and while it is rotated its former ones; one person."""

    tokens: SignInTokens
    database: Database

    def whose(self, bearer: str) -> str | None:
        """The name that this mode knows the sender by; None for somebody unknown."""
        return LOCAL_USER if self.tokens.hold(bearer) else None

    def prepared(self, credentials: Credentials) -> Credentials:
        return credentials

    def person(self, uow: UnitOfWork, credentials: Credentials) -> UserPrincipal | None:
        external_id = self.whose(credentials.bearer or "")
        if external_id is None:
            return None
        principal = self._placed(uow, external_id, credentials.organization)
        if principal.all_boards_write:
            return principal
        return replace(principal, grants=boards.grants_of(uow.db, principal.member_id))

    def _placed(self, uow: UnitOfWork, external_id: str, organization: str | None) -> UserPrincipal:
        if organization is not None:
            return principal_in(uow.db, external_id, organization)
        principal = principal_of(uow.db, external_id)
        if principal is not None:
            return principal

        def place() -> None:
            self.join(external_id, uow.request_id)

        if uow.writes:
            raise SettleFirst(place)
        # Ended first: a reader with a snapshot of before would not see what is written now.
        uow.db.rollback()
        place()
        placed = principal_of(uow.db, external_id)
        if placed is None:
            raise Unauthorized
        return placed

    def join(self, external_id: str, request_id: str | None = None) -> None:
        """Make the account, and its first organization, that are missing: before the first request as after a deletion.

        In a transaction of its own, so that reading never has to write.
        """

        def write() -> None:
            with self.database.write(request_id=request_id) as writing:
                join(writing, external_id, email=LOCAL_EMAIL, name=LOCAL_NAME)

        try:
            write()
        except IntegrityError:
            # Somebody else, at the same moment, has made the account first.
            write()
