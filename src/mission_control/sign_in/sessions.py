"""Sessions of browsers: begun by signing in, found by their cookie, ended by signing out."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from mission_control.identity.api import User
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.errors import Unauthorized
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.kernel.security.secrets import same_secret
from mission_control.kernel.security.tokens import mint, public_part
from mission_control.sign_in.models import SignInSession
from mission_control.sign_in.provider import ProviderSignIn

PREFIX = "mcs"
HEX_DIGITS = 32

# Made once: each call of a browser asks it.
_BY_ID = (
    select(SignInSession, User.external_id)
    .join(User, User.id == SignInSession.user_id)
    .where(SignInSession.id == bindparam("session_id"))
)


class SessionEnded(Unauthorized):
    code = "session_ended"


def begin(uow: UnitOfWork, user: User, lifetime: timedelta) -> str:
    """A new session; answers its token. Sessions whose time is over are forgotten on the way."""
    uow.db.execute(delete(SignInSession).where(SignInSession.expires_at <= uow.now))
    session_id = uuid4()
    token = mint(PREFIX, session_id.hex)
    digest = environment_of(uow.db).secrets.digest(token)
    uow.db.add(
        SignInSession(id=session_id, user_id=user.id, digest=digest, created_at=uow.now, expires_at=uow.now + lifetime)
    )
    uow.db.flush()
    return token


def end(uow: UnitOfWork, token: str) -> None:
    """Nothing for a token that is none."""
    found = _find(uow.db, token)
    if found is not None:
        uow.db.execute(delete(SignInSession).where(SignInSession.id == found[0].id))


def _find(db: Session, token: str) -> tuple[SignInSession, str] | None:
    public = public_part(PREFIX, token)
    if public is None or len(public) != HEX_DIGITS or set(public) - set("0123456789abcdef"):
        return None
    row = db.execute(_BY_ID, {"session_id": UUID(public)}).one_or_none()
    if row is None or not same_secret(environment_of(db).secrets.digest(token), row[0].digest):
        return None
    return row[0], row[1]


@dataclass(frozen=True, slots=True)
class SessionSignIn:
    people: ProviderSignIn

    def __call__(self, uow: UnitOfWork, token: str, organization: str | None) -> UserPrincipal:
        """Raises SessionEnded, and Forbidden for an organization that is none of the person's."""
        found = _find(uow.db, token)
        if found is None or found[0].expires_at <= uow.now:
            raise SessionEnded("your session has ended; sign in again")
        return self.people.signed_in(uow, found[1], organization)
