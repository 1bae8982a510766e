"""Every SELECT of the feeds; all start from what the principal may know about."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, false, not_, or_, select
from sqlalchemy.orm import Session

from mission_control.agents.api import Agent
from mission_control.approvals.api import Approval, ApprovalTaskLink
from mission_control.boards.api import ALL_BOARDS_ONLY, Board
from mission_control.boards.api import visible_to as visible_boards
from mission_control.kernel.events import log
from mission_control.kernel.events.envelope import FOR_MEMBERS, PERSON, Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.security.principals import AgentPrincipal, Principal, UserPrincipal
from mission_control.tasks.api import Task, TaskComment

CommentRow = Row[TaskComment, Agent | None, str, str]
CommentRows = Select[TaskComment, Agent | None, str, str]

DECISIONS = ("approval.approved", "approval.rejected")


def visible_to(principal: Principal) -> Select[EventRow]:
    """Events that the principal may know about, newest first; an agent's feed holds what concerns it alone.

    A lead is concerned by the decisions about its board too.
    """
    events = log.history().where(EventRow.organization_id == principal.organization_id)
    if isinstance(principal, AgentPrincipal):
        mine = EventRow.agent_id == principal.agent_id
        if not principal.is_lead:
            return events.where(mine)
        decisions = and_(EventRow.board_id == principal.board_id, EventRow.type.in_(DECISIONS))
        return events.where(or_(mine, decisions))
    if principal.reads_all_boards and principal.role.is_admin:
        return events
    return events.where(or_(_of_boards(principal), and_(EventRow.board_id.is_(None), _beside_boards(principal))))


def _of_boards(principal: UserPrincipal) -> ColumnElement[bool]:
    if principal.reads_all_boards:
        return EventRow.board_id.is_not(None)
    return EventRow.board_id.in_([board_id for board_id in principal.grants if principal.can_read(board_id)])


def _beside_boards(principal: UserPrincipal) -> ColumnElement[bool]:
    """As `boards.rules` has it for streams, but for what is said to groups, which their own feeds tell."""
    is_of_groups = EventRow.topic.in_(ALL_BOARDS_ONLY)
    groups = is_of_groups if principal.reads_all_boards else false()
    if principal.role.is_admin:
        return or_(groups, not_(is_of_groups))
    is_about_them = EventRow.payload[PERSON].as_string() == str(principal.user_id)
    return or_(groups, and_(not_(is_of_groups), or_(EventRow.type.in_(FOR_MEMBERS), is_about_them)))


def about_task(db: Session, task_id: UUID) -> ColumnElement[bool]:
    """Of an event: it tells of the task, or of an approval that concerns the task among others."""
    told_of_it = EventRow.task_id == task_id
    approvals = select(Approval.id, Approval.board_id, Approval.created_at)
    approvals = approvals.join(ApprovalTaskLink, ApprovalTaskLink.approval_id == Approval.id)
    found = db.execute(approvals.where(ApprovalTaskLink.task_id == task_id)).all()
    if not found:
        return told_of_it
    told_of_approval = and_(
        # A task and its approvals are of one board; what it told before the first of them is none of theirs.
        EventRow.board_id == found[0].board_id,
        EventRow.created_at >= min(row.created_at for row in found),
        EventRow.topic == Topic.APPROVALS,
        EventRow.payload["approval_id"].as_string().in_([str(row.id) for row in found]),
    )
    return or_(told_of_it, told_of_approval)


def comments(principal: UserPrincipal, board_id: UUID | None) -> CommentRows:
    """(comment, agent or null, task title, board name), newest first."""
    boards = visible_boards(principal).with_only_columns(Board.id)
    rows = _comment_rows().where(
        TaskComment.organization_id == principal.organization_id, TaskComment.board_id.in_(boards)
    )
    if board_id:
        rows = rows.where(TaskComment.board_id == board_id)
    return rows.order_by(TaskComment.created_at.desc(), TaskComment.id)


def comments_by_ids(db: Session, ids: Sequence[UUID]) -> Sequence[CommentRow]:
    return db.execute(_comment_rows().where(TaskComment.id.in_(ids))).all()


def _comment_rows() -> CommentRows:
    return (
        select(TaskComment, Agent, Task.title, Board.name)
        .join(Task, Task.id == TaskComment.task_id)
        .join(Board, Board.id == TaskComment.board_id)
        .outerjoin(Agent, Agent.id == TaskComment.agent_id)
    )
