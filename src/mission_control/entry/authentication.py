"""Whose request it is: the sign-in modes, put together from the features that know people and agents."""

from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError

from mission_control.agents.api import AgentSignIn
from mission_control.boards import api as boards
from mission_control.identity.api import LOCAL_EMAIL, LOCAL_NAME, LOCAL_USER
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.http.access import Access
from mission_control.kernel.http.errors import Unauthorized
from mission_control.kernel.http.router import Credentials, SettleFirst
from mission_control.kernel.security.principals import Principal, UserPrincipal
from mission_control.kernel.security.secrets import same_secret
from mission_control.organizations.api import join, principal_in, principal_of


@dataclass(frozen=True, slots=True)
class SignIn:
    """People by `Authorization`, agents by `X-Agent-Token` or, where no person answers to it, by `Authorization`."""

    people: "LocalSignIn"
    agents: AgentSignIn

    def __call__(self, uow: UnitOfWork, credentials: Credentials, access: Access) -> Principal:
        if access.agent and credentials.agent_token:
            return self._agent(uow, credentials.agent_token, credentials)
        if credentials.bearer is None:
            raise Unauthorized
        person = self.people.person(uow, credentials.bearer, credentials.organization) if access.user else None
        if person is not None:
            return person
        if access.agent:
            return self._agent(uow, credentials.bearer, credentials)
        raise Unauthorized

    def _agent(self, uow: UnitOfWork, token: str, credentials: Credentials) -> Principal:
        return self.agents(uow, token, credentials.address, repeated=credentials.repeated)


@dataclass(frozen=True, slots=True)
class LocalSignIn:
    """One shared token, one person."""

    token: str
    database: Database

    def whose(self, bearer: str) -> str | None:
        """The name that this mode knows the sender by; None for somebody unknown."""
        return LOCAL_USER if same_secret(bearer, self.token) else None

    def person(self, uow: UnitOfWork, bearer: str, organization: str | None) -> UserPrincipal | None:
        external_id = self.whose(bearer)
        if external_id is None:
            return None
        principal = self._placed(uow, external_id, organization)
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
