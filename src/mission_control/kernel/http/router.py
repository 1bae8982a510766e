"""Routes whose access is declared with them.

A handler names what it wants by type: `CurrentPrincipal`, `Read` or `Write`, and whatever FastAPI understands. The
wrapper authenticates, checks the declared access, opens the unit of work, runs the handler and serializes its answer
in one thread hop; the commit happens before the answer leaves.

A handler that waits (a stream, a long poll) is an `async def` and asks for the `Backend`: its sender is checked
beforehand, and it holds neither a thread nor a session while it waits.
"""

import functools
import inspect
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from mission_control.kernel.db.locks import again_after_lost_races
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.events.hub import EventHub
from mission_control.kernel.http import own_tokens, publication
from mission_control.kernel.http.access import Access
from mission_control.kernel.http.credentials import (
    ORGANIZATION_HEADER,
    Authenticator,
    Credentials,
    SettleFirst,
    credentials_of,
)
from mission_control.kernel.http.errors import ApiError, StaleVersion
from mission_control.kernel.http.idempotency import EarlierAnswer, RepeatableRequest
from mission_control.kernel.http.limits import Limit
from mission_control.kernel.http.versions import etag, parse_if_match
from mission_control.kernel.ratelimit import RateLimiter
from mission_control.kernel.schema import Schema
from mission_control.kernel.security.principals import AgentPrincipal, Principal
from mission_control.kernel.settings import Settings
from mission_control.kernel.threads import in_thread

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Backend:
    """What routes need at run time; kept in `app.state.backend`."""

    database: Database
    authenticate: Authenticator
    hub: EventHub
    settings: Settings
    limiter: RateLimiter

    async def read(self, work: Callable[[UnitOfWork], Result]) -> Result:
        """Of a route that waits: in a thread, with a session that is over before anything else is waited for."""

        def reading() -> Result:
            with self.database.read() as uow:
                return work(uow)

        return await in_thread(reading)

    async def write(self, principal: Principal, work: Callable[[UnitOfWork], Result]) -> Result:
        """As `read`, in a transaction of this author."""

        def writing() -> Result:
            with self.database.write(actor=principal.ref) as uow:
                return work(uow)

        return await in_thread(writing)


class OkResponse(Schema):
    """The answer of an operation that has nothing to show."""

    ok: bool = True


@dataclass(frozen=True, slots=True)
class _Filled:
    what: str


class _Shape:
    """What a route answers when it succeeds."""

    def __init__(self, model: Any, status: int) -> None:
        self._model = model
        self.status = status

    @functools.cached_property
    def adapter(self) -> TypeAdapter[Any] | None:
        """Made for the first answer: most servers use some of the routes."""
        return TypeAdapter(self._model) if self._model is not None else None


CurrentPrincipal = Annotated[Principal, _Filled("principal")]
Read = Annotated[UnitOfWork, _Filled("read")]
Write = Annotated[UnitOfWork, _Filled("write")]
Edge = Annotated[Backend, _Filled("backend")]
"""For `async` handlers, which open units of work of their own."""
Repeatable = Annotated[RepeatableRequest | None, _Filled("repeatable")]
"""For `async` handlers that write: what the sender has named the request, to be answered alike when it comes again."""


class Router(APIRouter):
    """An APIRouter on which `access` is a required argument of every route."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, route_class=DeclaredRoute)

    def declare(
        self,
        method: str,
        path: str,
        *,
        access: Access,
        errors: tuple[type[ApiError], ...] = (),
        limit: Limit | None = None,
        **options: Any,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a handler under one method and path; `limit` is not for people and agents who wait."""

        def register(handler: Callable[..., Any]) -> Callable[..., Any]:
            writes = not {"write", "repeatable"}.isdisjoint(_filled_parameters(handler).values())
            added = publication.additions(access, errors, writes=writes, limit=limit)
            told = options.pop("openapi_extra", {})
            told = told | publication.guidance(access, told, f"{method} {self.prefix}{path}")
            added = publication.merged(added, told)
            documented = publication.responses(self.prefix + path, access, errors, limited=limit is not None)
            responses = {**documented, **options.pop("responses", {})}
            model = options.setdefault("response_model", get_type_hints(handler, include_extras=True).get("return"))
            if isinstance(model, type) and issubclass(model, Response):
                options["response_model"] = model = None
            if not access.public:
                status = options.get("status_code", 200)
                endpoint = _wrapped(handler, access, _Shape(model, status), limit, versioned=StaleVersion in errors)
            else:
                endpoint = _limited(handler, limit) if limit else handler
            self.add_api_route(path, endpoint, methods=[method], openapi_extra=added, responses=responses, **options)
            return handler

        return register


class DeclaredRoute(APIRoute):
    """Lets a stranger learn nothing of a route's input: without credentials the answer is 401, not 422."""

    @functools.cached_property
    def _fixed_part(self) -> str:
        """What every path of this route begins with."""
        return self.path_format.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        # A path is compared with every route before its own, and one look is less than a regular expression.
        if scope.get("root_path") or scope["path"].startswith(self._fixed_part):
            return super().matches(scope)
        return Match.NONE, {}

    def _handler_alone(self) -> Callable[[Request], Coroutine[Any, Any, Response]] | None:
        """Of a declared handler that takes nothing of a request: the framework has nothing to find for it."""
        needs = self.dependant
        taken = (needs.path_params, needs.query_params, needs.header_params, needs.cookie_params, needs.body_params)
        if not hasattr(self.endpoint, "access") or needs.dependencies or any(taken):
            return None

        async def answer(request: Request) -> Response:
            response: Response = await self.endpoint(request=request)
            return response

        return answer

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = self._handler_alone() or super().get_route_handler()
        access: Access | None = getattr(self.endpoint, "access", None)

        async def authenticated_first(request: Request) -> Response:
            try:
                return await answer(await own_tokens.masked(request))
            except (RequestValidationError, HTTPException):
                # The framework raises the second for a body that it cannot read at all.
                if access is not None:
                    await in_thread(check_sender, request, access)
                raise

        return authenticated_first


def check_sender(request: Request, access: Access, *, repeated: bool = False, writes: bool = False) -> Principal:
    """The principal of a request that this access admits; raises Unauthorized or Forbidden for others.

    `repeated` is a check that counts as no call of its own.
    """
    backend: Backend = request.app.state.backend
    credentials = backend.authenticate.prepared(credentials_of(request), access)
    if repeated:
        credentials = _repeated(credentials)

    def check(present: Credentials) -> Principal:
        with backend.database.read() as uow:
            return backend.authenticate(uow, present, access)

    try:
        principal = check(credentials)
    except SettleFirst as first:
        first.settle()
        principal = check(_repeated(credentials))
    access.require(principal, writes=writes)
    return principal


def _limited(handler: Callable[..., Any], limit: Limit) -> Callable[..., Any]:
    """A public coroutine that takes the request, called as often as the limit allows."""

    @functools.wraps(handler)
    async def endpoint(request: Request, **arguments: Any) -> Any:
        backend: Backend = request.app.state.backend
        counted = arguments[limit.counted] if limit.counted else limit.scope
        await in_thread(limit.require, backend.limiter, backend.settings, counted)
        return await handler(request=request, **arguments)

    return endpoint


def _wrapped(
    handler: Callable[..., Any], access: Access, shape: _Shape, limit: Limit | None, *, versioned: bool
) -> Callable[..., Any]:
    filled = _filled_parameters(handler)
    endpoint: Callable[..., Any]
    if inspect.iscoroutinefunction(handler):
        endpoint = _waiting_endpoint(handler, access, filled, shape)
    else:
        endpoint = _endpoint(handler, access, filled, shape, limit, versioned=versioned)
    signature = inspect.signature(handler)
    visible = [item for name, item in signature.parameters.items() if name not in filled]
    request_parameter = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    keyword_only = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in visible if item.name != "request"]
    endpoint.__name__ = handler.__name__
    endpoint.__doc__ = handler.__doc__
    endpoint.__module__ = handler.__module__
    endpoint.__signature__ = signature.replace(parameters=[request_parameter, *keyword_only])  # type: ignore[attr-defined]
    endpoint.access = access  # type: ignore[attr-defined]
    return endpoint


def _endpoint(
    handler: Callable[..., Any],
    access: Access,
    filled: dict[str, str],
    shape: _Shape,
    limit: Limit | None,
    *,
    versioned: bool,
) -> Callable[..., Any]:
    writes = "write" in filled.values()

    def attempt(request: Request, arguments: dict[str, Any], credentials: Credentials) -> Response:
        backend: Backend = request.app.state.backend
        database = backend.database
        with database.write(request_id=credentials.request_id) if writes else database.read() as uow:
            principal = backend.authenticate(uow, credentials, access)
            access.require(principal, writes=writes)
            if limit and not credentials.repeated:
                limit.require(backend.limiter, backend.settings, limit.scope)
            uow.actor = principal.ref
            if not writes:
                return _answer(handler(**arguments, **_fill(filled, principal, uow, backend)), shape)
            uow.expected_version = parse_if_match(request.headers.get("if-match")) if versioned else None
            repeatable = _repeatable(request, principal, arguments)
            if repeatable and (earlier := repeatable.earlier_answer(uow.db)):
                return replayed(earlier)
            response = _answer(handler(**arguments, **_fill(filled, principal, uow, backend)), shape)
            if repeatable:
                repeatable.remember(uow, response.status_code, bytes(response.body))
            return response

    def work(request: Request, arguments: dict[str, Any]) -> Response:
        backend: Backend = request.app.state.backend
        credentials = backend.authenticate.prepared(credentials_of(request), access)
        tries = 0

        def transaction() -> Response:
            nonlocal tries
            tries += 1
            try:
                return attempt(request, arguments, _repeated(credentials) if tries > 1 else credentials)
            except SettleFirst as first:
                first.settle()
                return attempt(request, arguments, _repeated(credentials))

        return again_after_lost_races(transaction)

    async def endpoint(request: Request, **arguments: Any) -> Any:
        return await in_thread(work, request, arguments)

    return endpoint


def _repeated(credentials: Credentials) -> Credentials:
    return replace(credentials, repeated=True)


def _waiting_endpoint(
    handler: Callable[..., Any], access: Access, filled: dict[str, str], shape: _Shape
) -> Callable[..., Any]:
    wants_request = "request" in inspect.signature(handler).parameters
    is_repeatable = "repeatable" in filled.values()

    async def endpoint(request: Request, **arguments: Any) -> Any:
        # What it opens itself is not seen from here, so that the method tells.
        principal = await in_thread(check_sender, request, access, writes=request.method != "GET")
        if wants_request:
            arguments["request"] = request
        repeatable = _repeatable(request, principal, arguments) if is_repeatable else None
        answer = await handler(**arguments, **_fill(filled, principal, None, request.app.state.backend, repeatable))
        return _answer(answer, shape)

    return endpoint


def replayed(earlier: EarlierAnswer) -> Response:
    """The first answer once more, with the ETag that it had: what has a version shows it."""
    shown = json.loads(earlier.body)
    version = shown.get("version") if isinstance(shown, dict) else None
    headers = {"idempotent-replayed": "true"} | ({"etag": etag(version)} if isinstance(version, int) else {})
    return Response(earlier.body, earlier.status, headers, media_type="application/json")


def _fill(
    filled: dict[str, str],
    principal: Principal,
    uow: UnitOfWork | None,
    backend: Backend,
    repeatable: RepeatableRequest | None = None,
) -> dict[str, Any]:
    values = {"principal": principal, "read": uow, "write": uow, "backend": backend, "repeatable": repeatable}
    return {name: values[what] for name, what in filled.items()}


def _answer(result: Any, shape: _Shape) -> Response:
    """The answer as bytes, made while the session is open and in the thread that made the result."""
    if isinstance(result, Response):
        return result
    if shape.adapter is None:
        return JSONResponse(result, shape.status)
    shown = shape.adapter.validate_python(result, from_attributes=True)
    version = getattr(result, "version", None)
    headers = {"etag": etag(version)} if isinstance(version, int) else None
    body = shape.adapter.dump_json(shown, by_alias=True)
    return Response(body, shape.status, headers, media_type="application/json")


def _repeatable(request: Request, principal: Principal, arguments: dict[str, Any]) -> RepeatableRequest | None:
    key = request.headers.get("idempotency-key")
    if not key:
        return None
    sender = principal.agent_id if isinstance(principal, AgentPrincipal) else principal.user_id
    content = "\n".join(
        item.model_dump_json(exclude_unset=True) for item in arguments.values() if isinstance(item, BaseModel)
    )
    target = f"{request.url.path}?{request.url.query}{request.headers.get(ORGANIZATION_HEADER, '')}"
    return RepeatableRequest.of(sender, key, request.method, target, content)


def _filled_parameters(handler: Callable[..., Any]) -> dict[str, str]:
    parameters = inspect.signature(handler).parameters
    return {name: mark.what for name, item in parameters.items() if (mark := _mark(item.annotation))}


def _mark(annotation: Any) -> _Filled | None:
    return next((item for item in get_args(annotation)[1:] if isinstance(item, _Filled)), None)
