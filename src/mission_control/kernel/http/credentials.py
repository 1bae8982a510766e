"""What a request says about its sender, and who finds out whether it is true."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from fastapi import Request

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.access import Access
from mission_control.kernel.http.context import RequestContext, current_request
from mission_control.kernel.http.errors import ApiError
from mission_control.kernel.security.principals import KnownPerson, Principal

ORGANIZATION_HEADER = "x-organization-id"
SESSION_COOKIE = "mc_session"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request says about its sender, unverified."""

    bearer: str | None
    agent_token: str | None
    address: str
    request_id: str
    organization: str | None = None
    """The organization that the sender wants to act in, other than the active one."""
    session: str | None = None
    """The token of a browser's session."""
    known: KnownPerson | None = None
    """Who the bearer is, where an identity provider vouches for it."""
    refused: ApiError | None = None
    """Why the bearer is nobody's, where that is known before the database is asked."""
    repeated: bool = False
    """The same request again, after its transaction was rolled back: its sender was counted and noted before."""


class SettleFirst(Exception):
    """Raised by an authenticator: something of the sender has to be found out or committed before.

    It must hold whatever becomes of the request, and neither its locks nor its time must be those of the request.
    """

    def __init__(self, settle: Callable[[], None]) -> None:
        super().__init__()
        self.settle = settle


class Authenticator(Protocol):
    """Finds the principal of a request; features implement it, the entry hands it to the router."""

    def prepared(self, credentials: Credentials, access: Access) -> Credentials:
        """What can be known without the database; this may wait for others, so no session is held."""

    def __call__(self, uow: UnitOfWork, credentials: Credentials, access: Access) -> Principal:
        """Raises Unauthorized, TooManyRequests for agents over their limit, or SettleFirst."""


def credentials_of(request: Request) -> Credentials:
    headers = request.headers
    authorization = headers.get("authorization", "")
    scheme, _, value = authorization.partition(" ")
    context = current_request() or RequestContext("", "unknown")
    return Credentials(
        (value.strip() or None) if scheme.lower() == "bearer" else None,
        headers.get("x-agent-token", "").strip() or None,
        context.client_ip,
        context.request_id,
        headers.get(ORGANIZATION_HEADER, "").strip() or None,
        _session(request, scheme),
    )


def session_of(request: Request) -> str | None:
    """The session in the cookie, for who asks for it with `Authorization: Session cookie`.

    No page of another origin can send that header, and without it the cookie counts for nothing.
    """
    return _session(request, request.headers.get("authorization", "").partition(" ")[0])


def _session(request: Request, scheme: str) -> str | None:
    return request.cookies.get(SESSION_COOKIE) or None if scheme.lower() == "session" else None
