"""The HTTP application: everything put together for one process."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from mission_control import __version__
from mission_control.boards.routes import router as board_routes
from mission_control.entry.authentication import LocalSignIn, prepare_local_sign_in
from mission_control.entry.document import publish_security_schemes
from mission_control.entry.errors import answer_errors
from mission_control.entry.installation import sign_in_token
from mission_control.identity.routes import router as identity_routes
from mission_control.kernel.db import migrate
from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.db.session import Database
from mission_control.kernel.http.access import PUBLIC
from mission_control.kernel.http.errors import Unavailable
from mission_control.kernel.http.middleware import EdgeMiddleware
from mission_control.kernel.http.router import Backend, Router
from mission_control.kernel.settings import Settings
from mission_control.organizations.routes import router as organization_routes

READY_FOR_SECONDS = 1.0
"""How long a good answer of the readiness check is reused, so that probes cost nothing."""


class HealthStatusResponse(BaseModel):
    ok: bool


def create_application(settings: Settings) -> FastAPI:
    """The application of one process; the database is first touched when it starts."""
    engine = make_engine(settings)
    database = Database(engine)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if settings.db_auto_migrate:
            migrate.upgrade(engine)
        prepare_local_sign_in(database)
        app.state.backend = Backend(database, LocalSignIn(sign_in_token(settings)))
        yield
        engine.dispose()

    app = FastAPI(title="Mission Control API", version=__version__, lifespan=lifespan)
    answer_errors(app)
    for router in (health_routes(engine), identity_routes, organization_routes, board_routes):
        app.include_router(router)
    publish_security_schemes(app)
    app.add_middleware(EdgeMiddleware, settings=settings)
    return app


def health_routes(engine: Engine) -> Router:
    router = Router(tags=["health"])
    readiness = Readiness(engine)

    @router.declare("GET", "/health", access=PUBLIC)
    async def health() -> HealthStatusResponse:
        """Liveness: answers as long as the process serves requests at all."""
        return HealthStatusResponse(ok=True)

    @router.declare("GET", "/healthz", access=PUBLIC)
    async def healthz() -> HealthStatusResponse:
        """Liveness, under its other name."""
        return HealthStatusResponse(ok=True)

    @router.declare("GET", "/readyz", access=PUBLIC, errors=(Unavailable,))
    def readyz() -> HealthStatusResponse:
        """Readiness: the database answers and its schema is the one this version needs."""
        readiness.check()
        return HealthStatusResponse(ok=True)

    return router


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
