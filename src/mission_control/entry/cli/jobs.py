"""`mission-control jobs`: background jobs that gave up, seen and set going again without the web interface."""

from collections.abc import Sequence

from mission_control.entry.cli.opened import opened
from mission_control.kernel.jobs import dead_letters
from mission_control.kernel.jobs.dead_letters import FailedJob
from mission_control.kernel.settings import Settings

MANY = 1_000


def failed(settings: Settings) -> list[FailedJob]:
    """Newest first."""
    with opened(settings) as database, database.read() as uow:
        return dead_letters.failed(uow.db, limit=MANY)


def retry(settings: Settings, ids: Sequence[int]) -> list[int]:
    """Queue these again, all of them when none is named; answers those that were there."""
    with opened(settings) as database, database.write() as uow:
        chosen = ids or [job.id for job in dead_letters.failed(uow.db, limit=MANY)]
        return [job_id for job_id in chosen if dead_letters.retry(uow, job_id)]


def discard(settings: Settings, ids: Sequence[int]) -> list[int]:
    """Drop these for good; answers those that were there."""
    with opened(settings) as database, database.write() as uow:
        return [job_id for job_id in ids if dead_letters.discard(uow, job_id)]
