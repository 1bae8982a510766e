"""Whose request it is: the sign-in modes, put together from the features that know people and agents."""

from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError

from mission_control.agents.api import AgentSignIn
from mission_control.boards import api as boards
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.http.access import Access
from mission_control.kernel.http.errors import Unauthorized
from mission_control.kernel.http.router import Credentials
from mission_control.kernel.security.principals import Principal, UserPrincipal
from mission_control.kernel.security.secrets import same_secret
from mission_control.organizations.api import join_local_user, principal_of_local_user


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
        person = self.people.person(uow, credentials.bearer) if access.user else None
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

    def person(self, uow: UnitOfWork, bearer: str) -> UserPrincipal | None:
        if not same_secret(bearer, self.token):
            return None
        principal = principal_of_local_user(uow.db)
        if principal is None or principal.all_boards_write:
            return principal
        return replace(principal, grants=boards.grants_of(uow.db, principal.member_id))


def prepare_local_sign_in(database: Database) -> None:
    """Make the person of local mode before the first request, so that reading never has to write."""
    try:
        _join(database)
    except IntegrityError:
        # Another process, started at the same time, has made the person first.
        _join(database)


def _join(database: Database) -> None:
    with database.write() as uow:
        join_local_user(uow)
