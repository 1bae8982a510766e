"""The HTTP application: everything put together for one process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from mission_control import __version__
from mission_control.entry.document import publish_document
from mission_control.entry.errors import answer_errors
from mission_control.entry.features import ROUTERS
from mission_control.entry.health import health_routes, watch_pool
from mission_control.entry.observed import Observed
from mission_control.entry.runtime import Runtime
from mission_control.entry.telemetry import telemetry
from mission_control.entry.web import serve_web
from mission_control.kernel.http.middleware import EdgeMiddleware
from mission_control.kernel.http.table import RouteTable
from mission_control.kernel.settings import Settings


def create_application(settings: Settings) -> FastAPI:
    """The application of one process; the database is first touched when it starts."""
    runtime = Runtime.of(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.backend = await runtime.start()
        app.state.browser_sign_in = runtime.browser_sign_in
        yield
        await runtime.stop()

    app = FastAPI(
        title="Mission Control API", version=__version__, lifespan=lifespan, openapi_url=None, telemetry=telemetry()
    )
    # For the server, which ends the streams before it waits for its connections.
    app.state.hub = runtime.hub
    watch_pool(runtime.database.engine)
    answer_errors(app)
    for router in (health_routes(runtime.database.engine, settings), *ROUTERS):
        # Not `include_router`: it adds nothing to routes that stand under their whole path, and makes the framework
        # match them twice, through a table for each router. That was a quarter of what it costs to read a small list.
        app.router.routes.extend(router.routes)
    publish_document(app, settings)
    serve_web(app, look=Observed(runtime.database).look)
    app.router.middleware_stack = RouteTable(app.router.middleware_stack, app.router)
    app.add_middleware(EdgeMiddleware, settings=settings)
    return app
