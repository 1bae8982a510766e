"""Who works on a task: a lease with an end, and a fence that tells a late write from a present one."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from mission_control.tasks.errors import StaleFence
from mission_control.tasks.models import Task

LATE = timedelta(seconds=10)
"""A lease is judged this long after its end: calls are written with a delay, in other processes too."""


def grant(task: Task, agent_id: UUID, now: datetime, seconds: int, *, taken: bool) -> None:
    """Give a locked task to an agent; what it held before is over. `taken`: by itself, and not started for it."""
    task.fence += 1
    task.lease_agent_id = agent_id
    task.lease_claimed_at = now if taken else None
    task.lease_expires_at = now + timedelta(seconds=seconds)


def take_up(task: Task, agent_id: UUID | None, now: datetime) -> None:
    """The holder of a locked task acts on it: it needs nobody to hand it out any more."""
    if agent_id is not None and task.lease_agent_id == agent_id:
        task.lease_claimed_at = task.lease_claimed_at or now


def end(task: Task) -> None:
    task.lease_agent_id = task.lease_claimed_at = task.lease_expires_at = None


def require_fence(task: Task, fence: int | None) -> None:
    """Raises StaleFence for a write under a lease that is not the present one."""
    if fence is not None and (fence != task.fence or task.lease_agent_id is None):
        raise StaleFence("the lease you hold is over: the task has moved on; read it again before you write")


def renew(db: Session, agent_ids: Collection[UUID], now: datetime, seconds: int) -> None:
    """Extend the leases of agents that have called.

    Nothing else of the task changes and no event tells of it; leases that would move by less than a tenth are left.
    """
    ends = now + timedelta(seconds=seconds)
    statement = update(Task).where(
        Task.lease_agent_id.in_(agent_ids), Task.lease_expires_at < ends - timedelta(seconds=seconds / 10)
    )
    db.execute(statement.values(lease_expires_at=ends), execution_options={"synchronize_session": False})
