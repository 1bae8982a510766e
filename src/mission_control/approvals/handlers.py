"""What is done about approvals without being asked."""

from datetime import timedelta

from mission_control.approvals import deciding, queries, service
from mission_control.approvals.models import ApprovalStatus
from mission_control.boards.events import BoardUpdated
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.kernel.jobs.registry import periodic
from mission_control.tasks.api import Task, TaskReason, holds_tasks
from mission_control.tasks.events import TaskDeleted

EXPIRY = "approval_expires_after_hours"


@periodic("approvals.expire", every=timedelta(seconds=10))
def expire(uow: UnitOfWork) -> None:
    """No approval waits for longer than its board allows."""
    deciding.expire(uow)


@takes_part_in(TaskDeleted)
def forget_task(uow: UnitOfWork, event: TaskDeleted) -> None:
    if event.task_id:
        service.forget_task(uow, event.task_id)


@takes_part_in(BoardUpdated)
def set_expiry(uow: UnitOfWork, event: BoardUpdated) -> None:
    """From the change on, what is pending has as many hours as what will be asked for."""
    if event.board_id and EXPIRY in event.after:
        hours = event.after[EXPIRY]
        queries.set_expiry(uow.db, event.board_id, uow.now + timedelta(hours=hours) if hours else None)


@holds_tasks
def waiting_approvals(uow: UnitOfWork, task: Task) -> list[TaskReason]:
    """Which approval of a task waits, since when, and for whom."""
    if not task.approvals_pending_count:
        return []
    return [
        TaskReason(
            code="approval_pending",
            message=(
                f"{approval.requested_by_name} asked for an approval of “{approval.action_type}” "
                f"at {approval.created_at:%Y-%m-%d %H:%M} UTC; it waits for a person who may write on this board"
            ),
            action="Decide it",
        )
        for approval in queries.of_task(uow.db, task.id, status=ApprovalStatus.PENDING)
    ]
