"""Approvals that are asked for by the product itself, for something that waits elsewhere."""

from datetime import datetime
from uuid import UUID, uuid4

from mission_control.agents.api import Agent
from mission_control.approvals import deciding
from mission_control.approvals.deciding import Held
from mission_control.approvals.events import ApprovalCreated
from mission_control.approvals.models import Approval, ApprovalStatus
from mission_control.approvals.rules import EXEC
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.db.types import JsonObject

__all__ = ["EXEC", "ask_for", "settle"]


def ask_for(
    uow: UnitOfWork, agent: Agent, board: Board, action_type: str, payload: JsonObject, expires_at: datetime | None
) -> Approval:
    """Ask for a decision in an agent's name; it ends with what waits for it, or when the board says."""
    ends = [end for end in (expires_at, deciding.expiry_of(board, uow.now)) if end]
    approval = Approval(
        id=uuid4(),
        organization_id=board.organization_id,
        board_id=board.id,
        agent_id=agent.id,
        action_type=action_type,
        payload=payload,
        confidence=0.0,
        status=ApprovalStatus.PENDING,
        requested_by_kind="agent",
        requested_by_name=agent.name,
        expires_at=min(ends) if ends else None,
        expired=False,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(approval)
    uow.db.flush()
    message = f"{deciding.subject(approval, [])} was asked for"
    uow.emit(ApprovalCreated(**deciding.place(approval, []), message=message, status=approval.status))
    return approval


def settle(uow: UnitOfWork, approval_id: UUID, status: ApprovalStatus, reason: str, *, by: str | None) -> None:
    """What it was asked for has ended so; a decision that came too late to matter gives way to it."""
    held = Held(uow, [approval_id])
    approval = held.approvals.get(approval_id)
    if approval and approval.status != status:
        deciding.record(uow, approval, held.tasks_of(approval), status, reason, by=by)
