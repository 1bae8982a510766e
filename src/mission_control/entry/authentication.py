"""Whose request it is: the sign-in modes, put together from the features that know people."""

from dataclasses import dataclass

from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.http.access import Access
from mission_control.kernel.http.errors import Unauthorized
from mission_control.kernel.http.router import Credentials
from mission_control.kernel.security.principals import Principal
from mission_control.kernel.security.secrets import same_secret
from mission_control.organizations.api import join_local_user, principal_of_local_user


@dataclass(frozen=True, slots=True)
class LocalSignIn:
    """One shared token, one person."""

    token: str

    def __call__(self, uow: UnitOfWork, credentials: Credentials, access: Access) -> Principal:
        if access.user is None:
            raise Unauthorized
        if credentials.bearer is None or not same_secret(credentials.bearer, self.token):
            raise Unauthorized
        principal = principal_of_local_user(uow.db)
        if principal is None:
            raise Unauthorized
        return principal


def prepare_local_sign_in(database: Database) -> None:
    """Make the person of local mode before the first request, so that reading never has to write."""
    with database.write() as uow:
        join_local_user(uow)
