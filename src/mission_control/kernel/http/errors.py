"""The errors that callers see: each has a status, a stable code and a sentence that says what to do.

ApiError
├── Unauthorized 401      ├── Forbidden 403       ├── NotFound 404
├── Conflict 409          ├── Gone 410            ├── StaleVersion 412
├── PayloadTooLarge 413   ├── Unprocessable 422   ├── TooManyRequests 429
└── Unavailable 503

Features subclass them; nothing outside the kernel builds an HTTP answer for an error.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from pydantic import ConfigDict, Field

from mission_control.kernel.schema import Schema


class ErrorResponse(Schema):
    """The body of every answer that is not a success."""

    model_config = ConfigDict(json_schema_extra={"x-llm-intent": "llm_error_handling", "x-required-actor": "agent"})

    detail: str | dict[str, Any] | list[Any] = Field(description="What is wrong, and what to do about it.")
    request_id: str | None = Field(None, description="Names this request in the log; equals the X-Request-Id header.")
    code: str | None = Field(None, description="Stable word for programs.")
    retryable: bool | None = Field(None, description="Whether the same request may succeed later.")


class ApiError(Exception):
    status: ClassVar[int] = HTTPStatus.INTERNAL_SERVER_ERROR
    code: ClassVar[str] = "internal_error"
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str | dict[str, Any] | None = None, *, headers: Mapping[str, str] | None = None) -> None:
        self.detail: str | dict[str, Any] = detail or HTTPStatus(self.status).phrase
        self.headers = dict(headers or {})
        super().__init__(str(self.detail))


class Unauthorized(ApiError):
    status = HTTPStatus.UNAUTHORIZED
    code = "unauthorized"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(ApiError):
    status = HTTPStatus.FORBIDDEN
    code = "forbidden"


class NotFound(ApiError):
    """Missing, or not visible to the caller: the two look the same."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"


class Conflict(ApiError):
    status = HTTPStatus.CONFLICT
    code = "conflict"


class Gone(ApiError):
    """What is asked for was here, and is not to be asked for now."""

    status = HTTPStatus.GONE
    code = "gone"


class StaleVersion(ApiError):
    status = HTTPStatus.PRECONDITION_FAILED
    code = "stale_version"


class PayloadTooLarge(ApiError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "body_too_large"


class Unprocessable(ApiError):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "unprocessable"


class TooManyRequests(ApiError):
    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "rate_limited"
    retryable = True


class Unavailable(ApiError):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "unavailable"
    retryable = True
