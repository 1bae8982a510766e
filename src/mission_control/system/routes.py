"""The state of this installation, for its administrators."""

import time
from typing import Literal

from pydantic import BaseModel, Field

from mission_control import __version__
from mission_control.kernel.environment import environment_of
from mission_control.kernel.events import log
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Edge, Read, Router
from mission_control.kernel.jobs import dead_letters

router = Router(prefix="/api/v1/system", tags=["system"])
STARTED_AT = time.monotonic()


class JobCounts(BaseModel):
    pending: int = Field(description="Waiting, waiting for a retry, or running.")
    failed: int = Field(description="Given up; an administrator has to look at them.")


class EventCounts(BaseModel):
    position: int = Field(description="The newest position of the event log.")


class SystemStatus(BaseModel):
    version: str
    environment: str
    database: Literal["sqlite", "postgresql"]
    uptime_seconds: float
    jobs: JobCounts
    events: EventCounts
    streams: int = Field(description="Streams and waiting calls of this process.")


@router.declare("GET", "/status", access=Access(user=UserLevel.MEMBER))
def get_system_status(who: CurrentPrincipal, uow: Read, backend: Edge) -> SystemStatus:  # noqa: ARG001
    """Version, database, jobs and streams of the process that answers."""
    settings = environment_of(uow.db).settings
    return SystemStatus(
        version=__version__,
        environment=settings.environment,
        database="sqlite" if settings.is_sqlite else "postgresql",
        uptime_seconds=round(time.monotonic() - STARTED_AT, 1),
        jobs=JobCounts(pending=dead_letters.pending_count(uow.db), failed=dead_letters.failed_count(uow.db)),
        events=EventCounts(position=log.last_position(uow.db)),
        streams=backend.hub.followers,
    )
