"""Liveness, readiness and load, for process supervisors, load balancers and monitoring."""

import time
from functools import partial

import anyio
from fastapi import Response
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from mission_control.kernel import metrics
from mission_control.kernel.db import migrate
from mission_control.kernel.db.engine import Sqlite
from mission_control.kernel.http.access import PUBLIC
from mission_control.kernel.http.errors import Unavailable
from mission_control.kernel.http.router import Router
from mission_control.kernel.ratelimit import RateLimitBackendUnavailable, RateLimiter
from mission_control.kernel.schema import Schema
from mission_control.kernel.settings import Settings

READY_FOR_SECONDS = 1.0
"""How long a good answer of the readiness check is reused, so that probes cost nothing."""
PATIENCE_SECONDS = 2.0
"""What does not answer within this time is as good as away."""


class HealthStatusResponse(Schema):
    ok: bool


def health_routes(engine: Engine, settings: Settings) -> Router:
    router = Router(tags=["health"])
    readiness = Readiness(engine, RateLimiter.from_settings(settings))

    @router.declare("GET", "/health", access=PUBLIC)
    async def health() -> HealthStatusResponse:
        """Liveness: answers as long as the process serves requests at all."""
        return HealthStatusResponse(ok=True)

    @router.declare("GET", "/healthz", access=PUBLIC)
    async def healthz() -> HealthStatusResponse:
        """Liveness, under its other name."""
        return HealthStatusResponse(ok=True)

    @router.declare("GET", "/readyz", access=PUBLIC, errors=(Unavailable,))
    async def readyz() -> HealthStatusResponse:
        """Readiness: database and, when configured, Redis answer, and the schema is the one this version needs."""
        await readiness.check()
        return HealthStatusResponse(ok=True)

    async def alive_head() -> Response:
        return Response()

    async def ready_head() -> Response:
        await readiness.check()
        return Response()

    # Some probes ask for the head alone. Beside the others, and so not documented as operations of their own.
    for path, handler in (("/health", alive_head), ("/healthz", alive_head), ("/readyz", ready_head)):
        router.add_api_route(path, handler, methods=["HEAD"], include_in_schema=False)
    return router


def watch_pool(engine: Engine) -> None:
    """Let the metrics show how many database connections are in use; a full pool is why requests wait."""
    pool = engine.pool
    if isinstance(pool, QueuePool):
        metrics.watch_db_pool(pool.checkedout, pool.size())


class Readiness:
    """Whether this process can do its work; `check` raises Unavailable with what is missing."""

    def __init__(self, engine: Engine, limiter: RateLimiter) -> None:
        self._engine = engine
        self._limiter = limiter
        self._good_until = 0.0
        self._threads: anyio.CapacityLimiter | None = None
        self._lacks_room = False
        if isinstance(engine.dialect, Sqlite):
            engine.dialect.on_lack_of_room.append(self._note_trouble)

    async def check(self) -> None:
        if time.monotonic() < self._good_until:
            return
        # A thread of its own, and only one: a hanging database must not take the threads that serve requests,
        # and a busy server is still ready.
        self._threads = self._threads or anyio.CapacityLimiter(1)
        look = partial(anyio.to_thread.run_sync, self._look, abandon_on_cancel=True, limiter=self._threads)
        with anyio.move_on_after(PATIENCE_SECONDS) as waiting:
            await look()
        if waiting.cancelled_caught:
            raise Unavailable(f"the database or Redis has not answered within {PATIENCE_SECONDS:.0f} seconds")
        self._good_until = time.monotonic() + READY_FOR_SECONDS

    def _look(self) -> None:
        try:
            revision = migrate.current(self._engine)
        except SQLAlchemyError as error:
            raise Unavailable("the database does not answer; start it or correct DATABASE_URL") from error
        if self._lacks_room:
            self._try_to_write()
        if revision != migrate.head():
            raise Unavailable("the schema is not at the newest revision; run: mission-control migrate")
        try:
            self._limiter.check()
        except RateLimitBackendUnavailable as error:
            raise Unavailable(str(error)) from error

    def _note_trouble(self) -> None:
        self._lacks_room, self._good_until = True, 0.0

    def _try_to_write(self) -> None:
        """A full disk can be read from, so that reading would not tell when it is over."""
        try:
            with self._engine.execution_options(write=True).begin() as connection:
                # It counts nothing of ours; setting it writes a page, also to what it is.
                number = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
                connection.exec_driver_sql(f"PRAGMA user_version = {number}")
        except SQLAlchemyError as error:
            raise Unavailable("the disk of the database is full or fails; make room on it") from error
        self._lacks_room = False
        if isinstance(self._engine.dialect, Sqlite):
            self._engine.dialect.lacks_room_since = None
