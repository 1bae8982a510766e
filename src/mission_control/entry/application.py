"""The HTTP application: health, readiness and the API document."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from mission_control import __version__
from mission_control.kernel.db import migrate
from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.http.errors import ApiError, ErrorResponse, Unavailable
from mission_control.kernel.settings import Settings

READY_FOR_SECONDS = 1.0
"""How long a good answer of the readiness check is reused, so that probes cost nothing."""


class Health(BaseModel):
    ok: bool = True


def create_application(settings: Settings) -> FastAPI:
    """The application of one process; opening the database waits until it starts."""
    engine = make_engine(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if settings.db_auto_migrate:
            migrate.upgrade(engine)
        yield
        engine.dispose()

    app = FastAPI(title="Mission Control API", version=__version__, lifespan=lifespan)
    _answer_errors(app)
    _add_health(app, engine)
    return app


def _add_health(app: FastAPI, engine: Engine) -> None:
    readiness = Readiness(engine)

    @app.get("/health", tags=["health"])
    @app.get("/healthz", tags=["health"])
    async def alive() -> Health:
        """Liveness: answers as long as the process serves requests at all."""
        return Health()

    @app.get("/readyz", tags=["health"], responses={503: {"model": ErrorResponse}})
    def ready() -> Health:
        """Readiness: the database answers and its schema is the one this version needs."""
        readiness.check()
        return Health()


class Readiness:
    """Whether this process can do its work; raises Unavailable with what is missing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._good_until = 0.0

    def check(self) -> None:
        if time.monotonic() < self._good_until:
            return
        try:
            revision = migrate.current(self._engine)
        except SQLAlchemyError as error:
            raise Unavailable("the database does not answer; start it or correct DATABASE_URL") from error
        if revision != migrate.head():
            raise Unavailable("the schema is not at the newest revision; run: mission-control migrate")
        self._good_until = time.monotonic() + READY_FOR_SECONDS


def _answer_errors(app: FastAPI) -> None:
    """Every error leaves in one shape."""

    @app.exception_handler(ApiError)
    async def refused(_request: Request, error: ApiError) -> JSONResponse:
        return _body(error.status, error.detail, error.code, error.retryable, error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        return _body(422, jsonable_encoder(error.errors()), "invalid_request", False, {})

    @app.exception_handler(HTTPException)
    async def framework(_request: Request, error: HTTPException) -> JSONResponse:
        codes = {404: "not_found", 405: "method_not_allowed"}
        headers = dict(error.headers or {})
        return _body(error.status_code, error.detail, codes.get(error.status_code, "http_error"), False, headers)


def _body(status: int, detail: object, code: str, retryable: bool, headers: dict[str, str]) -> JSONResponse:
    content = {"detail": detail, "code": code, "retryable": retryable}
    return JSONResponse(content, status_code=status, headers=headers)
