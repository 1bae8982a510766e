"""Routes with declared access.

A handler is an ordinary synchronous function; parameters annotated `CurrentPrincipal`, `Read` or `Write` are filled by
the router, all others by FastAPI. Authentication, the unit of work and the use case run in one call on one thread: each
further hop costs more than a query. The transaction ends before the answer is sent, so a commit that fails is an error
the caller sees.
"""

import inspect
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, get_args

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel

from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.http.access import Access
from mission_control.kernel.http.context import RequestContext, current_request
from mission_control.kernel.http.errors import (
    ApiError,
    ErrorResponse,
    Forbidden,
    NotFound,
    TooManyRequests,
    Unauthorized,
)
from mission_control.kernel.security.principals import Principal


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request says about its sender, unverified."""

    bearer: str | None
    agent_token: str | None
    address: str
    request_id: str


class Authenticator(Protocol):
    """Finds the principal of a request; features implement it, the entry hands it to the router."""

    def __call__(self, uow: UnitOfWork, credentials: Credentials, access: Access) -> Principal:
        """Raises Unauthorized, or TooManyRequests for agents over their limit."""


@dataclass(frozen=True, slots=True)
class Backend:
    """What routes need at run time; kept in `app.state.backend`."""

    database: Database
    authenticate: Authenticator


class OkResponse(BaseModel):
    """The answer of an operation that has nothing to show."""

    ok: bool = True


@dataclass(frozen=True, slots=True)
class _Filled:
    what: str


CurrentPrincipal = Annotated[Principal, _Filled("principal")]
Read = Annotated[UnitOfWork, _Filled("read")]
Write = Annotated[UnitOfWork, _Filled("write")]


class Router(APIRouter):
    """An APIRouter on which `access` is a required argument of every route."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, route_class=DeclaredRoute)

    def declare(
        self, method: str, path: str, *, access: Access, errors: tuple[type[ApiError], ...] = (), **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a handler under one method and path."""

        def register(handler: Callable[..., Any]) -> Callable[..., Any]:
            extra = {**options.pop("openapi_extra", {}), **_published(access)}
            responses = {**_documented(path, access, errors), **options.pop("responses", {})}
            endpoint = handler if access.public else _wrapped(handler, access)
            self.add_api_route(path, endpoint, methods=[method], openapi_extra=extra, responses=responses, **options)
            return handler

        return register


class DeclaredRoute(APIRoute):
    """Lets a stranger learn nothing about a route's parameters: without credentials the answer is 401, not 422."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()
        access: Access | None = getattr(self.endpoint, "access", None)

        async def authenticated_first(request: Request) -> Response:
            try:
                return await answer(request)
            except RequestValidationError:
                if access is not None:
                    await run_in_threadpool(_check_sender, request, access)
                raise

        return authenticated_first


def credentials_of(request: Request) -> Credentials:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    bearer = value.strip() if scheme.lower() == "bearer" else ""
    agent_token = request.headers.get("x-agent-token", "").strip()
    context = current_request() or RequestContext("", "unknown")
    return Credentials(bearer or None, agent_token or None, context.client_ip, context.request_id)


def _check_sender(request: Request, access: Access) -> None:
    backend: Backend = request.app.state.backend
    with backend.database.read() as uow:
        backend.authenticate(uow, credentials_of(request), access)


def _wrapped(handler: Callable[..., Any], access: Access) -> Callable[..., Any]:
    signature = inspect.signature(handler)
    filled = {name: mark.what for name, item in signature.parameters.items() if (mark := _mark(item.annotation))}
    writes = "write" in filled.values()

    def endpoint(request: Request, **arguments: Any) -> Any:
        backend: Backend = request.app.state.backend
        credentials = credentials_of(request)
        with _unit_of_work(backend.database, writes, credentials.request_id) as uow:
            principal = backend.authenticate(uow, credentials, access)
            if not access.admits(principal):
                raise Forbidden
            uow.actor = principal.ref
            for name, what in filled.items():
                arguments[name] = principal if what == "principal" else uow
            return handler(**arguments)

    visible = [item for name, item in signature.parameters.items() if name not in filled]
    request_parameter = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    keyword_only = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in visible]
    endpoint.__name__ = handler.__name__
    endpoint.__doc__ = handler.__doc__
    endpoint.__module__ = handler.__module__
    endpoint.__signature__ = signature.replace(parameters=[request_parameter, *keyword_only])  # type: ignore[attr-defined]
    endpoint.access = access  # type: ignore[attr-defined]
    return endpoint


def _unit_of_work(database: Database, writes: bool, request_id: str) -> AbstractContextManager[UnitOfWork]:
    return database.write(request_id=request_id) if writes else database.read()


def _mark(annotation: Any) -> _Filled | None:
    return next((item for item in get_args(annotation)[1:] if isinstance(item, _Filled)), None)


def _published(access: Access) -> dict[str, Any]:
    schemes = ["HTTPBearer"] if access.user else []
    if access.agent:
        schemes = ["HTTPBearer", "AgentToken"]  # an agent's token is accepted in either header
    security: list[dict[str, list[str]]] = [{scheme: []} for scheme in schemes]
    published: dict[str, Any] = {"security": security, "x-required-role": access.roles}
    return published | ({"x-required-board-access": access.board} if access.board else {})


def _documented(path: str, access: Access, errors: tuple[type[ApiError], ...]) -> dict[int | str, dict[str, Any]]:
    kinds: list[type[ApiError]] = list(errors)
    if not access.public:
        kinds += [Unauthorized, Forbidden]
    if access.agent:
        kinds.append(TooManyRequests)
    if "{" in path:
        kinds.append(NotFound)
    return {int(kind.status): {"model": ErrorResponse, "description": kind.__name__} for kind in kinds}
