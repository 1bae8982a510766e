"""The HTTP application: everything put together for one process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from mission_control import __version__
from mission_control.boards.routes import router as board_routes
from mission_control.entry.authentication import LocalSignIn, prepare_local_sign_in
from mission_control.entry.document import publish_security_schemes
from mission_control.entry.errors import answer_errors
from mission_control.entry.health import health_routes
from mission_control.entry.installation import sign_in_token
from mission_control.entry.web import serve_web
from mission_control.identity.routes import router as identity_routes
from mission_control.kernel.db import migrate
from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.db.session import Database
from mission_control.kernel.http.middleware import EdgeMiddleware
from mission_control.kernel.http.router import Backend
from mission_control.kernel.settings import Settings
from mission_control.organizations.routes import router as organization_routes


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

    app = FastAPI(title="Mission Control API", version=__version__, lifespan=lifespan, openapi_url=None)
    answer_errors(app)
    for router in (health_routes(engine, settings), identity_routes, organization_routes, board_routes):
        app.include_router(router)
    publish_security_schemes(app)
    serve_web(app)
    app.add_middleware(EdgeMiddleware, settings=settings)
    return app
