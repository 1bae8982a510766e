"""The outermost layer of every HTTP answer.

From outside in: request id, caller's address, headers, log and metrics; CORS; body limit and the last resort
for exceptions. So each answer, be it a refused preflight, a 413 or a 500, has its id and headers, and the browser
of an allowed origin may read it.

Add it with `app.add_middleware(EdgeMiddleware, settings=settings)`, last. Wrapped around the finished application
it would come too late, because Starlette answers escaped exceptions itself.
"""

import asyncio
import json
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from logging import DEBUG, ERROR, WARNING
from typing import TypedDict
from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mission_control.kernel import metrics, served_by
from mission_control.kernel.http.client_address import client_address, parse_networks
from mission_control.kernel.http.context import (
    LONG_POLL_KEY,
    STATE_KEY,
    RequestContext,
    current_request,
    enter_request,
    leave_request,
)
from mission_control.kernel.logging import TRACE, get_logger
from mission_control.kernel.settings import Settings, SettingsError

HEALTH_PATHS = frozenset({"/health", "/healthz", "/readyz"})
MOVED = 307
"""Said by the framework alone: to the path with, or without, a slash at its end."""
CORS_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
CORS_EXPOSED_HEADERS = (
    "X-Total-Count",
    "X-Limit",
    "X-Offset",
    "X-Request-Id",
    "ETag",
    "Idempotent-Replayed",
    "Retry-After",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
)
CORS_MAX_AGE_SECONDS = 600

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._:-]{1,128}")

_log = get_logger("mission_control.http")


class EdgeMiddleware:
    """Plain ASGI: it costs microseconds, and streams pass through untouched."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._inner: ASGIApp = _Boundary(app, settings.max_body_bytes, settings.request_body_seconds)
        if options := cors_middleware_options(settings):
            self._inner = _Cors(self._inner, **options)
        self._trusted = parse_networks(settings.trusted_proxies)
        self._slow_ms = settings.request_log_slow_ms
        self._log_health = settings.request_log_include_health
        self._headers = _security_headers(settings)
        self._policy = settings.security_header_content_security_policy.strip().encode("latin-1")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        peer = scope.get("client")
        context = RequestContext(
            request_id=_request_id(scope["headers"]),
            client_ip=client_address(peer[0] if peer else None, scope["headers"], self._trusted),
            path=scope["path"],
            method=scope["method"],
        )
        scope.setdefault("state", {})[STATE_KEY] = context
        entered = enter_request(context)
        logged = self._log_health or scope["path"] not in HEALTH_PATHS
        answered = False

        async def send_answer(message: Message) -> None:
            nonlocal answered
            if message["type"] != "http.response.start":
                await send(message)
                return
            answered = True
            seconds = time.perf_counter() - started
            headers = self._complete(message["status"], message.get("headers", ()), scope, context)
            await send({**message, "headers": headers})
            metrics.observe_request(scope, message["status"], seconds)
            if logged:
                self._log_answer(scope, message["status"], seconds, context.client_ip)

        try:
            if logged and _log.isEnabledFor(TRACE):
                _log.trace("http.request.start", client_ip=context.client_ip)
            await self._inner(scope, receive, send_answer)
        finally:
            if logged and not answered:
                _log.warning("http.request.incomplete", client_ip=context.client_ip)
            leave_request(entered)

    def _complete(
        self, status: int, headers: Iterable[tuple[bytes, bytes]], scope: Scope, context: RequestContext
    ) -> list[tuple[bytes, bytes]]:
        """The answer's headers and ours, where the answer has not set them itself."""
        complete = list(headers)
        if status == MOVED:
            complete = [(name, _here(value) if name == b"location" else value) for name, value in complete]
        present = {name.lower(): value for name, value in complete}
        if b"x-request-id" not in present:
            complete.append((b"x-request-id", context.request_id.encode()))
        complete.extend(pair for pair in self._headers if pair[0] not in present)
        if any(name == b"upgrade" for name, _ in scope["headers"]):
            complete.append((served_by.HEADER.encode(), served_by.NAME.encode()))
        kind = present.get(b"content-type", b"")
        if kind.startswith(b"text/html"):
            if self._policy and b"content-security-policy" not in present:
                complete.append((b"content-security-policy", self._policy))
        elif (
            kind.startswith(b"application/json")
            and b"cache-control" not in present
            and scope["path"].startswith("/api/")
        ):
            complete.append((b"cache-control", b"no-store"))
        return complete

    def _log_answer(self, scope: Scope, status: int, seconds: float, client_ip: str) -> None:
        duration_ms = round(seconds * 1000, 2)
        level = DEBUG if status < 400 else WARNING if status < 500 else ERROR
        if _log.isEnabledFor(level):
            _log.log(level, "http.request.complete", status_code=status, duration_ms=duration_ms, client_ip=client_ip)
        if 0 < self._slow_ms <= duration_ms and not scope["state"].get(LONG_POLL_KEY):
            _log.warning(
                "http.request.slow",
                status_code=status,
                duration_ms=duration_ms,
                client_ip=client_ip,
                slow_threshold_ms=self._slow_ms,
            )


class CorsOptions(TypedDict):
    allow_origins: list[str]
    allow_methods: tuple[str, ...]
    allow_headers: tuple[str, ...]
    allow_credentials: bool
    expose_headers: tuple[str, ...]
    max_age: int


def cors_middleware_options(settings: Settings) -> CorsOptions | None:
    """What `CORS_ORIGINS` means, or None when it is empty: then no other origin is served.

    EdgeMiddleware applies them itself. Raises SettingsError for `*`: with credentials allowed it would open the
    API to every page that a signed-in person visits.
    """
    origins = [origin.strip().rstrip("/") for origin in settings.cors_origins.split(",") if origin.strip()]
    if not origins:
        return None
    if "*" in origins:
        raise SettingsError(
            "CORS_ORIGINS: write the exact origins, e.g. https://console.example.org; * is not accepted"
        )
    return CorsOptions(
        allow_origins=origins,
        allow_methods=CORS_METHODS,
        allow_headers=("*",),
        allow_credentials=True,
        expose_headers=CORS_EXPOSED_HEADERS,
        max_age=CORS_MAX_AGE_SECONDS,
    )


class _Cors(CORSMiddleware):
    def preflight_response(self, request_headers: Headers) -> Response:
        """Starlette's answer; a refusal in the form of all our errors instead of plain text."""
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return response
        kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
        body = _error_body(bytes(response.body).decode(), "cors_not_allowed", retryable=False)
        return Response(body, response.status_code, kept, media_type="application/json")


class _Boundary:
    """Bodies end at the limit and in time, exceptions end here."""

    def __init__(self, app: ASGIApp, max_body_bytes: int, body_seconds: float) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = _LimitedBody(receive, send, self._max_body_bytes, self._body_seconds)
        if _declared_length(scope["headers"]) > self._max_body_bytes:
            await body.refuse_as(body.too_large)
            return
        try:
            await self._app(scope, body.receive, body.send)
        except ClientDisconnect:
            # Nobody is left to answer.
            return
        except Exception as error:  # noqa: BLE001 (the last resort: whatever it is, the caller gets an answer)
            if body.refusal is None:
                _log.exception("unhandled_exception", error=type(error).__name__)
                if not body.answering:
                    await _send_error(send, 500, "Internal Server Error", "internal_error", retryable=True)
        if body.refusal is not None and not body.answering:
            await body.refuse_as(body.refusal)


@dataclass(frozen=True, slots=True)
class _Refusal:
    status: int
    detail: str
    code: str
    retryable: bool


class _BodyRefused(Exception):
    """Ends the reading of a body; what the application makes of it is replaced by our refusal."""


class _LimitedBody:
    __slots__ = ("_complete", "_deadline", "_left", "_limit", "_receive", "_seconds", "_send", "answering", "refusal")

    def __init__(self, receive: Receive, send: Send, limit: int, seconds: float) -> None:
        self._receive = receive
        self._send = send
        self._left = self._limit = limit
        self._seconds = seconds
        self._deadline: float | None = None
        self._complete = False
        self.refusal: _Refusal | None = None
        self.answering = False

    @property
    def too_large(self) -> _Refusal:
        return _Refusal(413, f"The request body is larger than {self._limit} bytes", "body_too_large", retryable=False)

    @property
    def too_late(self) -> _Refusal:
        text = f"The request body was not complete within {self._seconds:g} s"
        return _Refusal(408, text, "body_too_late", retryable=True)

    async def receive(self) -> Message:
        try:
            message = await self._receive() if self._complete else await self._receive_in_time()
        except TimeoutError:
            return self._end_with(self.too_late)
        if message["type"] != "http.request":
            return message
        self._complete = not message.get("more_body", False)
        self._left -= len(message.get("body", b""))
        return message if self._left >= 0 else self._end_with(self.too_large)

    async def _receive_in_time(self) -> Message:
        self._deadline = self._deadline or asyncio.get_running_loop().time() + self._seconds
        async with asyncio.timeout_at(self._deadline):
            return await self._receive()

    def _end_with(self, refusal: _Refusal) -> Message:
        self.refusal = refusal
        if self.answering:
            # Too late for a refusal. A stream, which only listens for its client to leave, must not see an exception.
            return {"type": "http.disconnect"}
        raise _BodyRefused

    async def send(self, message: Message) -> None:
        if self.refusal is not None and not self.answering:
            # Frameworks turn the exception into an answer of their own, FastAPI into a 400.
            return
        self.answering = True
        await self._send(message)

    async def refuse_as(self, refusal: _Refusal) -> None:
        await _send_error(self._send, refusal.status, refusal.detail, refusal.code, retryable=refusal.retryable)


def _here(location: bytes) -> bytes:
    """The path and query of an address: it names the host that the caller wrote, which may be anybody's."""
    parts = urlsplit(location)
    return urlunsplit((b"", b"", parts.path, parts.query, b""))


def _request_id(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The caller's own id when it is short and harmless, for it is logged and sent back; else a new one."""
    for name, value in headers:
        if name == b"x-request-id":
            wanted = value.strip()
            if _REQUEST_ID.fullmatch(wanted):
                return wanted.decode()
            break
    return secrets.token_hex(16)


def _declared_length(headers: Iterable[tuple[bytes, bytes]]) -> int:
    for name, value in headers:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _security_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    wanted = {
        b"x-content-type-options": settings.security_header_x_content_type_options,
        b"x-frame-options": settings.security_header_x_frame_options,
        b"referrer-policy": settings.security_header_referrer_policy,
        b"permissions-policy": settings.security_header_permissions_policy,
        b"strict-transport-security": settings.security_header_strict_transport_security,
    }
    return [(name, value.strip().encode("latin-1")) for name, value in wanted.items() if value.strip()]


def _error_body(detail: str, code: str, *, retryable: bool) -> bytes:
    context = current_request()
    request_id = context.request_id if context else None
    return json.dumps({"detail": detail, "request_id": request_id, "code": code, "retryable": retryable}).encode()


async def _send_error(send: Send, status: int, detail: str, code: str, *, retryable: bool) -> None:
    body = _error_body(detail, code, retryable=retryable)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
