"""Every error leaves in one shape, with the id of its request."""

import math
import time

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from mission_control.kernel.db.engine import lacks_room
from mission_control.kernel.http.context import current_request
from mission_control.kernel.http.errors import ApiError, Conflict, NotFound, Unavailable
from mission_control.kernel.logging import get_logger

MAX_ECHO = 200
"""Characters of a refused value that are sent back: enough to find it, too few to leak a document."""
SECRET_FIELDS = frozenset({"token", "secret", "password", "authorization"})
UNREADABLE = {
    "type": "json_invalid",
    "loc": ["body"],
    "msg": "The body is not JSON, or nested or in its numbers longer than can be read",
    "input": None,
}
LOGGED_EVERY_SECONDS = 60.0
"""A database that is away or full fails every request in the same way: the log says why once in this time."""
FRAMEWORK_CODES = {404: "not_found", 405: "method_not_allowed"}


_log = get_logger(__name__)


def answer_errors(app: FastAPI) -> None:
    troubles = _Troubles()

    @app.exception_handler(ApiError)
    async def refused(_request: Request, error: ApiError) -> JSONResponse:
        return _answer(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        if any(item["loc"][0] == "path" for item in error.errors()):
            return _answer(NotFound())  # no object has a malformed id
        return _body(422, [_field_error(item) for item in error.errors()], "invalid_request")

    @app.exception_handler(HTTPException)
    async def framework(_request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 400:
            # What the framework calls a body that it cannot parse; to our callers that is one which does not validate.
            return _body(422, [UNREADABLE], "invalid_request")
        code = FRAMEWORK_CODES.get(error.status_code, "http_error")
        return _body(error.status_code, error.detail, code, headers=dict(error.headers or {}))

    @app.exception_handler(IntegrityError)
    async def contradicted(_request: Request, _error: IntegrityError) -> JSONResponse:
        return _answer(Conflict("the change contradicts one made at the same time; read again and repeat it"))

    @app.exception_handler(OperationalError)
    async def database_away(_request: Request, error: OperationalError) -> JSONResponse:
        troubles.log(error)
        if lacks_room(error.orig):
            return _answer(Unavailable("the disk of the database is full or fails; nothing was changed, make room"))
        # Where the connection broke while the change was committed, nobody knows whether it was.
        return _answer(Unavailable("the database does not answer; try again, a write with its Idempotency-Key"))

    @app.exception_handler(PoolTimeout)
    async def database_busy(_request: Request, error: PoolTimeout) -> JSONResponse:
        troubles.log(error)
        return _answer(Unavailable("all connections to the database are in use; nothing was changed, try again"))


class _Troubles:
    """What the log is told of answers 503, in which callers are not told what the database said."""

    def __init__(self) -> None:
        self._logged_at = -LOGGED_EVERY_SECONDS

    def log(self, error: Exception) -> None:
        if time.monotonic() - self._logged_at >= LOGGED_EVERY_SECONDS:
            self._logged_at = time.monotonic()
            _log.error("database.unavailable", exc_info=error)


def _answer(error: ApiError) -> JSONResponse:
    return _body(error.status, error.detail, error.code, error.retryable, error.headers)


def _body(
    status: int, detail: object, code: str, retryable: bool = False, headers: dict[str, str] | None = None
) -> JSONResponse:
    request = current_request()
    content = {
        "detail": _sendable(detail),
        "request_id": request.request_id if request else None,
        "code": code,
        "retryable": retryable,
    }
    return JSONResponse(content, status_code=status, headers=headers)


def _field_error(item: dict[str, object]) -> dict[str, object]:
    location = item.get("loc")
    secret = isinstance(location, tuple) and any(part in SECRET_FIELDS for part in location)
    echoed = item.get("input")
    return {**item, "input": "(hidden)" if secret or isinstance(echoed, dict) else _echo(echoed)}


def _echo(value: object) -> object:
    return value if isinstance(value, int | float | bool | None) else str(value)[:MAX_ECHO]


def _sendable(value: object) -> object:
    """What was refused may be what JSON cannot hold, in its place and in its name too; the answer must hold it."""
    if isinstance(value, dict):
        return {str(_sendable(key)): _sendable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sendable(item) for item in value]
    if value is None or isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return text.encode(errors="replace").decode()
