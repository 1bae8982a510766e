"""The state of this installation, and its jobs for who sees to it."""

import time
from typing import Annotated, cast

from fastapi import Path

from mission_control import __version__
from mission_control.kernel.db.engine import lacks_room_since
from mission_control.kernel.environment import environment_of
from mission_control.kernel.events import log
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.pagination import Page, Paged, page_of_list
from mission_control.kernel.http.router import CurrentPrincipal, Edge, OkResponse, Read, Router, Write
from mission_control.kernel.jobs import dead_letters, queue
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.system import service
from mission_control.system.schemas import (
    EventCounts,
    FailedJobRead,
    JobCounts,
    JobsRetried,
    QueuedJobsRead,
    SystemStatus,
)
from mission_control.system.service import NoSuchJob

router = Router(prefix="/api/v1/system", tags=["system"])
INSTALLATION = Access(user=UserLevel.INSTALLATION)
STARTED_AT = time.monotonic()
JobId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.declare("GET", "/status", access=Access(user=UserLevel.MEMBER))
def get_system_status(who: CurrentPrincipal, uow: Read, backend: Edge) -> SystemStatus:
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
        disk_full_since=lacks_room_since(uow.db),
        runs_installation=cast(UserPrincipal, who).runs_installation,
    )


@router.declare("GET", "/jobs", access=INSTALLATION)
def list_queued_jobs(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[QueuedJobsRead]:  # noqa: ARG001
    """Jobs that wait or run, by their names; the names that most wait for first."""
    return Page[QueuedJobsRead].of(page_of_list(queue.queued(uow.db), window))


@router.declare("GET", "/failed-jobs", access=INSTALLATION)
def list_failed_jobs(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[FailedJobRead]:  # noqa: ARG001
    """Jobs that were given up, newest first."""
    return Page[FailedJobRead].of(service.failed(uow, window))


@router.declare("POST", "/failed-jobs/retry", access=INSTALLATION)
def retry_failed_jobs(who: CurrentPrincipal, uow: Write) -> JobsRetried:
    """Queue all jobs that were given up again, with all their attempts."""
    return JobsRetried(retried=service.retry_all(uow, cast(UserPrincipal, who)))


@router.declare("POST", "/failed-jobs/{job_id}/retry", access=INSTALLATION, errors=(NoSuchJob,))
def retry_failed_job(job_id: JobId, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Queue a job that was given up again, with all its attempts."""
    service.retry(uow, cast(UserPrincipal, who), job_id)
    return OkResponse()


@router.declare("DELETE", "/failed-jobs/{job_id}", access=INSTALLATION, errors=(NoSuchJob,))
def discard_failed_job(job_id: JobId, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Drop a job that was given up, for good: what it was to do is not done."""
    service.discard(uow, cast(UserPrincipal, who), job_id)
    return OkResponse()
