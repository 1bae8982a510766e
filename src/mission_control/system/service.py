"""Use cases of the installation's jobs, for who sees to it."""

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.http.pagination import Found, Window, page_of
from mission_control.kernel.jobs import dead_letters
from mission_control.kernel.jobs.dead_letters import FailedJob
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.system.events import JobDiscarded, JobRetried


class NoSuchJob(NotFound):
    """Queued again or dropped meanwhile, or never given up."""

    code = "no_failed_job"


AT_ONCE = 1_000
"""How many jobs one request queues again."""


def failed(uow: UnitOfWork, window: Window) -> Found[FailedJob]:
    found = page_of(uow.db, dead_letters.newest_first(), window)
    return found.shown_as([dead_letters.told(row) for row in found.rows])


def retry(uow: UnitOfWork, who: UserPrincipal, job_id: int) -> None:
    """Raises NoSuchJob."""
    name = _name(uow, job_id)
    dead_letters.retry(uow, job_id)
    uow.emit(JobRetried(organization_id=who.organization_id, message=f"The job {name} was queued again", job=name))


def retry_all(uow: UnitOfWork, who: UserPrincipal) -> int:
    found = dead_letters.failed(uow.db, limit=AT_ONCE)
    for job in found:
        retry(uow, who, job.id)
    return len(found)


def discard(uow: UnitOfWork, who: UserPrincipal, job_id: int) -> None:
    """Raises NoSuchJob."""
    name = _name(uow, job_id)
    dead_letters.discard(uow, job_id)
    uow.emit(JobDiscarded(organization_id=who.organization_id, message=f"The failed job {name} was dropped", job=name))


def _name(uow: UnitOfWork, job_id: int) -> str:
    name = dead_letters.name_of(uow.db, job_id)
    if name is None:
        raise NoSuchJob("no failed job has this id; it may have been queued again")
    return name
