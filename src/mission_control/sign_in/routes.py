"""How one signs in here, and the way of a browser through an identity provider."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from mission_control.kernel.http.access import PUBLIC
from mission_control.kernel.http.client_address import UNKNOWN
from mission_control.kernel.http.context import RequestContext, current_request
from mission_control.kernel.http.credentials import SESSION_COOKIE, session_of
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.http.limits import Limit
from mission_control.kernel.http.router import Backend, Router
from mission_control.kernel.logging import get_logger
from mission_control.kernel.schema import Schema
from mission_control.kernel.threads import in_thread
from mission_control.sign_in.browser import ON_THE_WAY_SECONDS, BrowserSignIn, SignInFailed
from mission_control.sign_in.sessions import end

logger = get_logger(__name__)
router = Router(prefix="/api/v1/auth", tags=["auth"])
LIMIT = Limit("rate_limit_sign_in_pages", None, "address, signing in")
ON_THE_WAY = "mc_sign_in"
HERE = "/api/v1/auth/oidc"
SIGN_IN_PAGE = "/sign-in"


class NotThisMode(NotFound):
    code = "not_this_sign_in_mode"


class SignInMode(Schema):
    mode: Literal["local", "clerk", "oidc"]
    provider: str | None = Field(None, description="What the identity provider is called, for the button.")
    start_path: str | None = Field(None, description="Where a browser begins to sign in.")


class SignedOut(Schema):
    redirect: str | None = Field(None, description="Where the provider's own session is ended, when it offers that.")


@router.declare("GET", "/mode", access=PUBLIC)
async def get_sign_in_mode(request: Request) -> SignInMode:
    """How people sign in at this installation."""
    backend: Backend = request.app.state.backend
    settings = backend.settings
    if settings.auth_mode == "oidc":
        return SignInMode(mode="oidc", provider=settings.oidc_provider_name, start_path=f"{HERE}/start")
    return SignInMode(mode=settings.auth_mode or "local")


@router.declare(
    "GET", "/oidc/start", access=PUBLIC, limit=LIMIT, errors=(NotThisMode,), status_code=303, response_model=None
)
async def start_oidc(request: Request, to: Annotated[str, Query(max_length=2_000)] = "/") -> Response:
    """Send a browser to the provider; `to` is the page where it is wanted afterwards."""
    flow = _flow(request)
    try:
        begun = await in_thread(flow.begin, to)
    except SignInFailed as failed:
        return _failed(failed.code)
    answer = RedirectResponse(begun.location, 303)
    _set(answer, request, ON_THE_WAY, begun.cookie, ON_THE_WAY_SECONDS, HERE)
    return answer


@router.declare(
    "GET", "/oidc/callback", access=PUBLIC, limit=LIMIT, errors=(NotThisMode,), status_code=303, response_model=None
)
async def finish_oidc(request: Request) -> Response:
    """Where the provider sends a browser back to; it leads on to the pages, signed in or with the reason."""
    flow = _flow(request)
    try:
        cookie = request.cookies.get(ON_THE_WAY, "")
        agent = request.headers.get("user-agent", "")
        arrived = await in_thread(flow.arrive, cookie, dict(request.query_params), agent)
    except SignInFailed as failed:
        context = current_request() or RequestContext("", UNKNOWN)
        await in_thread(flow.note_failure, failed.code, context.client_ip, context.request_id)
        answer: Response = _failed(failed.code)
        if failed.code == "state_mismatch":
            # Of a sign-in in another tab, which may still come to its end with the cookie.
            return answer
    else:
        answer = RedirectResponse(f"{SIGN_IN_PAGE}?{urlencode({'arrived': 'true', 'to': arrived.target})}", 303)
        _set(answer, request, SESSION_COOKIE, arrived.session, int(flow.lifetime.total_seconds()), "/api")
    answer.delete_cookie(ON_THE_WAY, path=HERE)
    answer.headers["cache-control"] = "no-store"
    return answer


@router.declare("POST", "/oidc/sign-out", access=PUBLIC, errors=(NotThisMode,))
async def sign_out_oidc(request: Request, response: Response) -> SignedOut:
    """End the session of the browser; without one there is nothing to do."""
    flow = _flow(request)
    backend: Backend = request.app.state.backend
    session = session_of(request)
    if session is None:
        return SignedOut()

    def leave() -> str | None:
        with backend.database.write() as uow:
            end(uow, session)
        return flow.sign_out_url()

    redirect = await in_thread(leave)
    response.delete_cookie(SESSION_COOKIE, path="/api")
    return SignedOut(redirect=redirect)


def _flow(request: Request) -> BrowserSignIn:
    flow: BrowserSignIn | None = request.app.state.browser_sign_in
    if flow is None:
        raise NotThisMode("people do not sign in like this here; see GET /api/v1/auth/mode")
    return flow


def _failed(code: str) -> Response:
    logger.warning("sign_in.failed", reason=code)
    return RedirectResponse(f"{SIGN_IN_PAGE}?{urlencode({'error': code})}", 303)


def _set(answer: Response, request: Request, name: str, value: str, seconds: int, path: str) -> None:
    backend: Backend = request.app.state.backend
    secure = backend.settings.public_url.startswith("https://")
    answer.set_cookie(name, value, max_age=seconds, path=path, secure=secure, httponly=True, samesite="lax")
