"""One process that serves the product over HTTP, from its first check to its last open stream."""

import contextlib
import gc
import socket
from dataclasses import dataclass
from typing import TextIO

import uvicorn
from fastapi import FastAPI

from mission_control.entry import startup
from mission_control.entry.application import create_application
from mission_control.entry.startup import CannotStart
from mission_control.kernel.heap import keep_one_heap
from mission_control.kernel.settings import Settings

LAST_REQUESTS_SECONDS = 10
"""How long requests may go on after the process was told to stop."""
KEEP_ALIVE_SECONDS = 75
"""How long an idle connection stays open: longer than proxies and clients keep theirs, so that it is they who close it.
Otherwise a request can be under way while we close, and its sender cannot know whether it took effect."""
START_FAILED = "The server could not start; the log above says why."


@dataclass(frozen=True, slots=True)
class Place:
    """What belongs to this process alone while it serves."""

    listening: socket.socket
    claim: TextIO | None


def prepare(settings: Settings) -> Place:
    """Check everything that can be checked, migrate, and take the port; raises CannotStart."""
    keep_one_heap()
    startup.check_folders(settings)
    listening = startup.listen(settings.host, settings.port)
    try:
        claim = startup.claim_sqlite(settings)
        startup.check_services(settings)
        engine = startup.reach_database(settings)
        try:
            startup.prepare_schema(settings, engine, may_migrate=settings.db_auto_migrate)
        finally:
            engine.dispose()
    except CannotStart:
        listening.close()
        raise
    return Place(listening, claim)


def serve(settings: Settings, place: Place) -> None:
    """Serve at the place that `prepare` took, until SIGTERM or SIGINT."""
    app = create_application(settings)
    # The server's own reading of forwarding headers trusts loopback; addresses are our own middleware's business.
    config = uvicorn.Config(
        app,
        proxy_headers=False,
        server_header=False,
        log_config=None,
        access_log=False,
        ws="none",
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=LAST_REQUESTS_SECONDS,
    )
    server = _Server(config, app)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[place.listening])
    if not server.started:
        raise CannotStart(START_FAILED)


class _Server(uvicorn.Server):
    """Ends event streams first: the server waits for its connections, and streams would never end by themselves."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _spare_the_collector()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.hub.close()
        await super().shutdown(sockets)


def _spare_the_collector() -> None:
    """What is loaded by now stays loaded: the collector need not walk over it again."""
    gc.collect()
    gc.freeze()
