"""Sessions of browsers: begun by signing in, found by their cookie, ended by signing out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from mission_control.identity.api import User
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.credentials import SettleFirst
from mission_control.kernel.http.errors import NotFound, Unauthorized
from mission_control.kernel.security.principals import ActorRef, UserPrincipal
from mission_control.kernel.security.secrets import same_secret
from mission_control.kernel.security.tokens import mint, public_part
from mission_control.sign_in.events import SessionEndedByPerson
from mission_control.sign_in.models import SignInSession
from mission_control.sign_in.provider import ProviderSignIn

PREFIX = "mcs"
HEX_DIGITS = 32
USE_NOTED_EVERY = timedelta(minutes=1)

# Made once: each call of a browser asks it.
_BY_ID = (
    select(SignInSession, User.external_id)
    .join(User, User.id == SignInSession.user_id)
    .where(SignInSession.id == bindparam("session_id"))
)


class SessionEnded(Unauthorized):
    code = "session_ended"


def begin(uow: UnitOfWork, user: User, lifetime: timedelta, device: str | None = None) -> str:
    """A new session; answers its token. Sessions whose time is over are forgotten on the way."""
    uow.db.execute(delete(SignInSession).where(SignInSession.expires_at <= uow.now))
    session_id = uuid4()
    token = mint(PREFIX, session_id.hex)
    digest = environment_of(uow.db).secrets.digest(token)
    uow.db.add(
        SignInSession(
            id=session_id,
            user_id=user.id,
            digest=digest,
            created_at=uow.now,
            expires_at=uow.now + lifetime,
            device=device,
            address=uow.address,
            last_used_at=uow.now,
        )
    )
    uow.db.flush()
    return token


def end(uow: UnitOfWork, token: str) -> None:
    """By signing out; nothing for a token that is none."""
    found = _find(uow.db, token)
    if found is None:
        return
    user = uow.db.get(User, found[0].user_id)
    if user is not None:
        uow.actor = ActorRef("user", user.id, user.display_name)
        _tell_end(uow, user, user.active_organization_id, found[0].device, "signed out")
    uow.db.execute(delete(SignInSession).where(SignInSession.id == found[0].id))


def mine(principal: UserPrincipal, now: datetime) -> Select[SignInSession]:
    """The sessions of the caller that are still good, the one that was used last first."""
    sessions = select(SignInSession).where(SignInSession.user_id == principal.user_id, SignInSession.expires_at > now)
    used = func.coalesce(SignInSession.last_used_at, SignInSession.created_at)
    return sessions.order_by(used.desc(), SignInSession.id)


def end_one(uow: UnitOfWork, principal: UserPrincipal, session_id: UUID) -> None:
    """Raises NotFound for a session of somebody else too."""
    session = uow.db.scalar(mine(principal, uow.now).where(SignInSession.id == session_id))
    if session is None:
        raise NotFound
    _end(uow, principal, [session])


def end_others(uow: UnitOfWork, principal: UserPrincipal) -> int:
    """All of the caller's but the one that asks; answers how many there were."""
    others = [it for it in uow.db.scalars(mine(principal, uow.now)) if it.id != principal.session_id]
    _end(uow, principal, others)
    return len(others)


def _end(uow: UnitOfWork, principal: UserPrincipal, sessions: Sequence[SignInSession]) -> None:
    user = uow.db.get_one(User, principal.user_id)
    for session in sessions:
        _tell_end(uow, user, principal.organization_id, session.device, "ended a session")
        uow.db.delete(session)
    uow.db.flush()


def _tell_end(uow: UnitOfWork, user: User, organization_id: UUID | None, device: str | None, what: str) -> None:
    """So that its streams end with it, and that it is on record."""
    if organization_id is not None:
        place = f" ({device})" if device else ""
        message = f"{user.display_name} {what}{place}"
        uow.emit(SessionEndedByPerson(organization_id=organization_id, message=message, user_id=user.id, device=device))


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
    database: Database

    def __call__(
        self,
        uow: UnitOfWork,
        token: str,
        organization: str | None,
        address: str | None = None,
        *,
        repeated: bool = False,
    ) -> UserPrincipal:
        """Raises SessionEnded, SettleFirst, and Forbidden for an organization that is none of the person's."""
        found = _find(uow.db, token)
        if found is None or found[0].expires_at <= uow.now:
            raise SessionEnded("your session has ended; sign in again")
        session = found[0]
        if not repeated and self._is_news(session, uow.now, address):
            raise SettleFirst(lambda: self._note_use(session.id, uow.now, address))
        return replace(self.people.signed_in(uow, found[1], organization), session_id=session.id)

    @staticmethod
    def _is_news(session: SignInSession, now: datetime, address: str | None) -> bool:
        """Once a minute at most, and at another address: a busy page costs nothing."""
        return (
            session.last_used_at is None or now - session.last_used_at >= USE_NOTED_EVERY or session.address != address
        )

    def _note_use(self, session_id: UUID, now: datetime, address: str | None) -> None:
        with self.database.write() as writing:
            used = update(SignInSession).where(SignInSession.id == session_id)
            writing.db.execute(used.values(last_used_at=now, address=address))
