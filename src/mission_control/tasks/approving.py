"""How many approvals a task has: kept on the task, in the transaction that changes an approval."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mission_control.tasks.models import Task
from mission_control.tasks.rules import MOST_SETBACKS

PENDING, APPROVED, REJECTED = "pending", "approved", "rejected"


def lock_for_approval(db: Session, task_ids: Collection[UUID]) -> dict[UUID, Task]:
    """Tasks under lock, in the order that everybody locks tasks in; what is gone is left out."""
    if not task_ids:
        return {}
    tasks = select(Task).where(Task.id.in_(task_ids)).order_by(Task.id)
    held = db.scalars(tasks.with_for_update(key_share=True), execution_options={"populate_existing": True})
    return {task.id: task for task in held}


def note_approval(task: Task, before: str | None, after: str | None, refused: str | None = None) -> None:
    """An approval of a locked task is made (`before` is None), decided or reopened; `refused` says how, if it was."""
    task.approvals_count += (after is not None) - (before is not None)
    task.approvals_pending_count += (after == PENDING) - (before == PENDING)
    task.approvals_approved_count += (after == APPROVED) - (before == APPROVED)
    if APPROVED in {before, after}:
        # What is taken back has to be given anew, whatever else was approved before.
        task.approved_since_review = after == APPROVED
    task.approval_refused = refused if after == REJECTED else None
    if after == APPROVED:
        task.setbacks = 0
    elif after is not None:
        task.setbacks = max(0, task.setbacks + (after == REJECTED) - (before == REJECTED))


def goes_in_circles(task: Task) -> bool:
    """Whether agents have asked, or were sent back, so often that a person has to look first."""
    return task.setbacks >= MOST_SETBACKS
