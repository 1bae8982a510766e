"""Who is asking: what the outermost layer knows of the request that this code works for."""

from contextvars import ContextVar, Token
from dataclasses import dataclass

STATE_KEY = "request_context"
"""The same object in the ASGI scope: `scope["state"]["request_context"]`, `request.state.request_context`."""

LONG_POLL_KEY = "long_poll"
"""A handler that waits on purpose sets `request.state.long_poll = True`, and is not reported as slow."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    request_id: str
    client_ip: str
    """The caller's address behind trusted proxies, or `unknown`."""
    path: str = ""
    method: str = ""


_current: ContextVar[RequestContext | None] = ContextVar("mission_control_request", default=None)


def current_request() -> RequestContext | None:
    """The request being served, also in its worker threads; None in jobs, commands and start-up."""
    return _current.get()


def enter_request(context: RequestContext) -> Token[RequestContext | None]:
    return _current.set(context)


def leave_request(token: Token[RequestContext | None]) -> None:
    _current.reset(token)
