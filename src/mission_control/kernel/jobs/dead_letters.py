"""Jobs that have used up their attempts: what operators see, and what they can do about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select, text
from sqlalchemy.orm import Session

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.jobs.models import JobRow, JobStatus


@dataclass(frozen=True, slots=True)
class FailedJob:
    id: int
    name: str
    arguments: JsonObject
    last_error: str | None
    attempts: int
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class _Named:
    """A job of which only the name is known: it may have no handler in this process."""

    name: str


def pending_count(db: Session) -> int:
    """Jobs that wait, wait for a retry, or run."""
    if db.get_bind().dialect.name == "postgresql":
        return int(db.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")) or 0)
    return db.scalar(select(func.count()).select_from(JobRow).where(JobRow.status == JobStatus.QUEUED)) or 0


def failed_count(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(JobRow).where(JobRow.status == JobStatus.FAILED)) or 0


def newest_first() -> Select[JobRow]:
    """The dead letters."""
    return select(JobRow).where(JobRow.status == JobStatus.FAILED).order_by(JobRow.updated_at.desc(), JobRow.id.desc())


def failed(db: Session, *, limit: int = 100) -> list[FailedJob]:
    """The newest dead letters."""
    return [told(row) for row in db.scalars(newest_first().limit(limit))]


def told(row: JobRow) -> FailedJob:
    return FailedJob(row.id, row.name, row.arguments, row.last_error, row.attempts, row.updated_at)


def name_of(db: Session, job_id: int) -> str | None:
    """The name of a dead letter; None when there is none with this id."""
    return db.scalar(select(JobRow.name).where(JobRow.id == job_id, JobRow.status == JobStatus.FAILED))


def retry(uow: UnitOfWork, job_id: int) -> bool:
    """Queue a dead letter again, as a new job with all its attempts; False when there is none with this id."""
    statement = delete(JobRow).where(JobRow.id == job_id, JobRow.status == JobStatus.FAILED)
    row = uow.db.execute(statement.returning(JobRow.name, JobRow.key, JobRow.arguments)).one_or_none()
    if row is None:
        return False
    uow.defer(_Named(row.name), key=row.key, **row.arguments)
    return True


def discard(uow: UnitOfWork, job_id: int) -> bool:
    """Drop a dead letter for good; False when there is none with this id."""
    statement = delete(JobRow).where(JobRow.id == job_id, JobRow.status == JobStatus.FAILED)
    return uow.db.scalar(statement.returning(JobRow.id)) is not None
