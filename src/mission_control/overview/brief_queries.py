"""Every SELECT of a brief. All are of the caller's own board."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mission_control.approvals.api import Approval, ApprovalStatus
from mission_control.boards.api import Board
from mission_control.kernel.security.principals import AgentKind, AgentPrincipal
from mission_control.memory.api import BoardGroupMemory, BoardMemory, MemoryFilter, entries, group_entries
from mission_control.tasks.api import Task, TaskStatus, free_on

MOST = 10


def own_tasks(db: Session, who: AgentPrincipal, status: TaskStatus) -> Sequence[Task]:
    """Assigned to the agent, the oldest first; of a lead's reviews all that wait on its board."""
    found = select(Task).where(Task.board_id == who.board_id, Task.status == status)
    if status != TaskStatus.REVIEW or who.kind is not AgentKind.LEAD:
        found = found.where(Task.assigned_agent_id == who.agent_id)
    return db.scalars(found.order_by(Task.updated_at, Task.id).limit(MOST)).all()


def free_tasks(db: Session, board: Board) -> int:
    return db.scalar(select(func.count()).select_from(free_on(board).subquery())) or 0


def pending_approvals(db: Session, who: AgentPrincipal) -> Sequence[Approval]:
    found = select(Approval).where(Approval.board_id == who.board_id, Approval.status == ApprovalStatus.PENDING)
    if who.kind is not AgentKind.LEAD:
        found = found.where(Approval.agent_id == who.agent_id)
    return db.scalars(found.order_by(Approval.created_at, Approval.id).limit(MOST)).all()


def unread(db: Session, who: AgentPrincipal, board_id: UUID) -> Sequence[BoardMemory]:
    """Messages after the agent's own last one that are for it, oldest first."""
    last = select(func.max(BoardMemory.created_at)).where(
        BoardMemory.board_id == board_id, BoardMemory.is_chat, BoardMemory.agent_id == who.agent_id
    )
    spoken = db.scalar(last)
    newest = db.scalars(entries(db, board_id, MemoryFilter(is_chat=True, since=spoken)).limit(MOST * 5)).all()
    return [it for it in reversed(newest) if it.agent_id != who.agent_id and _is_for(it, who)][-MOST:]


def unread_of_group(db: Session, who: AgentPrincipal, board: Board) -> Sequence[BoardGroupMemory]:
    """The same of the board's group, whose broadcasts may be notes."""
    if board.board_group_id is None:
        return []
    of_group = BoardGroupMemory.board_group_id == board.board_group_id
    own = select(func.max(BoardGroupMemory.created_at)).where(of_group, BoardGroupMemory.agent_id == who.agent_id)
    wanted = MemoryFilter(since=db.scalar(own))
    newest = db.scalars(group_entries(db, board.board_group_id, wanted).limit(MOST * 5)).all()
    return [it for it in reversed(newest) if it.agent_id != who.agent_id and _is_for(it, who)][-MOST:]


def _is_for(message: BoardMemory | BoardGroupMemory, who: AgentPrincipal) -> bool:
    if not message.mentioned_agent_ids:
        return message.is_chat and who.kind is AgentKind.LEAD
    return str(who.agent_id) in message.mentioned_agent_ids


def newest_notes(db: Session, board_id: UUID) -> Sequence[BoardMemory]:
    return db.scalars(entries(db, board_id, MemoryFilter(is_chat=False)).limit(MOST // 2)).all()
