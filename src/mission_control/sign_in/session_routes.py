"""The caller's own sessions: in which browsers they are signed in, and their ends."""

from datetime import datetime
from typing import cast
from uuid import UUID

from pydantic import Field

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.pagination import Page, Paged, page_of
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.schema import Schema
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.sign_in import sessions
from mission_control.sign_in.models import SignInSession

router = Router(prefix="/api/v1/users/me/sessions", tags=["auth"])
IN_PERSON = Access(user=UserLevel.USER, in_person=True)


class BrowserSessionRead(Schema):
    """A browser in which the caller is signed in."""

    id: UUID
    device: str | None = Field(description="Browser and system, as far as they are known: `Firefox on Linux`.")
    address: str | None = Field(description="From where it was used last.")
    created_at: datetime
    last_used_at: datetime | None = Field(description="To the minute.")
    expires_at: datetime
    is_current: bool = Field(description="Whether it is the one that asks.")


class SessionsEnded(Schema):
    ended: int


@router.declare("GET", "", access=IN_PERSON, response_model=Page[BrowserSessionRead])
def list_my_sessions(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[BrowserSessionRead]:
    """Where the caller is signed in; empty where people do not sign in with a provider in the browser."""
    person = cast(UserPrincipal, who)
    found = page_of(uow.db, sessions.mine(person, uow.now), window)
    return Page[BrowserSessionRead].of(found.shown_as([_read(session, person) for session in found.rows]))


@router.declare("DELETE", "", access=IN_PERSON, response_model=SessionsEnded)
def end_my_other_sessions(who: CurrentPrincipal, uow: Write) -> SessionsEnded:
    """End all sessions of the caller but the one that asks; their streams end as well."""
    return SessionsEnded(ended=sessions.end_others(uow, cast(UserPrincipal, who)))


@router.declare("DELETE", "/{browser_session_id}", access=IN_PERSON, response_model=OkResponse)
def end_my_session(browser_session_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """End one session of the caller; the one that asks is signed out."""
    sessions.end_one(uow, cast(UserPrincipal, who), browser_session_id)
    return OkResponse()


def _read(session: SignInSession, person: UserPrincipal) -> BrowserSessionRead:
    return BrowserSessionRead(
        id=session.id,
        device=session.device,
        address=session.address,
        created_at=session.created_at,
        last_used_at=session.last_used_at,
        expires_at=session.expires_at,
        is_current=session.id == person.session_id,
    )
