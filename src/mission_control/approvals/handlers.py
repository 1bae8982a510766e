"""What is done about approvals without being asked."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents.api import tells_waits
from mission_control.approvals import deciding, queries, service
from mission_control.approvals.models import Approval, ApprovalStatus
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


@tells_waits
def decisions_waited_for(db: Session, agent_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of each agent that has asked: for which decision, since when."""
    waiting: dict[UUID, list[Approval]] = {}
    for approval in queries.pending_of_agents(db, agent_ids):
        if approval.agent_id:
            waiting.setdefault(approval.agent_id, []).append(approval)
    return {agent_id: _waited_for(approvals) for agent_id, approvals in waiting.items()}


def _waited_for(approvals: list[Approval]) -> str:
    first, more = approvals[0], len(approvals) - 1
    words = f"Waits for a decision on “{first.action_type}” since {first.created_at:%Y-%m-%d %H:%M} UTC"
    return f"{words}, and for {more} more" if more else words


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
