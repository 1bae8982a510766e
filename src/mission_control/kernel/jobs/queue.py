"""What waits in the queue, by the names of the jobs, as both engines keep it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, Row, String, case, cast, column, func, or_, select, table
from sqlalchemy.orm import Session

from mission_control.kernel.jobs.models import JobRow, JobStatus

_PROCRASTINATE = table("procrastinate_jobs", *map(column, ("id", "task_name", "status", "scheduled_at", "attempts")))
_ITS_EVENTS = table("procrastinate_events", *map(column, ("job_id", "type", "at")))


@dataclass(frozen=True, slots=True)
class Queued:
    """Jobs of one name."""

    name: str
    waiting: int
    """Due, to come later, or running."""
    retrying: int
    """Those of them that have failed before."""
    next_at: datetime | None
    """When the first of them may run; None for at once."""


def queued(db: Session) -> list[Queued]:
    """The names that most wait for first."""
    rows = _of_procrastinate(db) if db.get_bind().dialect.name == "postgresql" else _embedded(db)
    found = [Queued(name, waiting, retrying or 0, next_at) for name, waiting, retrying, next_at in rows]
    return sorted(found, key=lambda it: (-it.waiting, it.name))


def oldest_due(db: Session, now: datetime) -> datetime | None:
    """Since when the job has been due that has waited longest; None when none is."""
    if db.get_bind().dialect.name != "postgresql":
        due = select(func.min(JobRow.run_at)).where(JobRow.status == JobStatus.QUEUED, JobRow.run_at <= now)
        return db.scalar(due)
    jobs, events = _PROCRASTINATE.c, _ITS_EVENTS.c
    # One that is to run at once has no time; when it was deferred is written beside it.
    deferred = (events.job_id == jobs.id) & (cast(events.type, String) == "deferred")
    since: datetime | None = db.scalar(
        select(func.min(func.coalesce(jobs.scheduled_at, events.at)))
        .select_from(_PROCRASTINATE.outerjoin(_ITS_EVENTS, deferred))
        .where(cast(jobs.status, String) == "todo", or_(jobs.scheduled_at.is_(None), jobs.scheduled_at <= now))
    )
    return since


def _embedded(db: Session) -> list[Row[str, int, int, datetime | None]]:
    retrying = func.sum((JobRow.attempts > 0).cast(Integer))
    found = select(JobRow.name, func.count(), retrying, func.min(JobRow.run_at))
    return list(db.execute(found.where(JobRow.status == JobStatus.QUEUED).group_by(JobRow.name)).all())


def _of_procrastinate(db: Session) -> list[Row[str, int, int, datetime | None]]:
    jobs = _PROCRASTINATE.c
    retrying = func.sum((jobs.attempts > 0).cast(Integer))
    # One that is to run at once has no time.
    at_once = func.bool_or(jobs.scheduled_at.is_(None))
    first = func.min(jobs.scheduled_at)
    found = select(jobs.task_name, func.count(), retrying, case((at_once, None), else_=first))
    return list(
        db.execute(found.where(cast(jobs.status, String).in_(("todo", "doing"))).group_by(jobs.task_name)).all()
    )
