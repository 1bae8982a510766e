"""What an agent that asks for work is handed, and what else it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, tuple_
from sqlalchemy.orm import Session

from mission_control.boards.api import Board
from mission_control.kernel.security.principals import AgentPrincipal
from mission_control.tasks.models import Task, TaskStatus
from mission_control.tasks.queries import PRIORITY_ORDER, is_blocked, is_paused
from mission_control.tasks.rules import MOST_RETURNS, MOST_SETBACKS


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an agent that asks for work is to be handed."""

    held_since: datetime | None
    """What it has held since before then comes first: whatever runs now does not know of it. None: nothing of that."""
    begins: bool = True
    """Whether it may begin work, besides going on with what it has."""


def _held_by_approvals(board: Board) -> list[ColumnElement[bool]]:
    """What keeps tasks of this board from being started, as conditions that those which may be obey."""
    if not board.block_status_changes_with_pending_approval:
        return []
    return [or_(Task.approvals_pending_count == 0, Task.status == TaskStatus.IN_PROGRESS)]


def _is_held(now: datetime) -> ColumnElement[bool]:
    return and_(Task.lease_agent_id.is_not(None), Task.lease_expires_at >= now)


def _to_go_on_with(wanted: Wanted, now: datetime) -> ColumnElement[bool]:
    """Of an agent's own task in progress: nothing runs that is at it.

    While a decision on it is waited for, it rests: whatever asked was to end there.
    """
    nobody_is_at_it = or_(~_is_held(now), Task.lease_claimed_at.is_(None))
    if wanted.held_since is None:
        return nobody_is_at_it
    return or_(nobody_is_at_it, and_(Task.lease_claimed_at < wanted.held_since, Task.approvals_pending_count == 0))


def claimable(principal: AgentPrincipal, board: Board, now: datetime, wanted: Wanted) -> Select[UUID, int]:
    """(id, version) of the tasks that an agent may take next, the first one first: its own, then what is free."""
    mine = Task.assigned_agent_id == principal.agent_id
    under_way = and_(mine, Task.status == TaskStatus.IN_PROGRESS)
    beginnable = or_(
        and_(
            Task.status == TaskStatus.INBOX,
            or_(mine, Task.assigned_agent_id.is_(None)),
            Task.returns < MOST_RETURNS,
            Task.setbacks < MOST_SETBACKS,
            *_held_by_approvals(board),
        ),
        and_(Task.status == TaskStatus.IN_PROGRESS, Task.assigned_agent_id.is_(None)),
    )
    goes_on = and_(under_way, _to_go_on_with(wanted, now))
    priority = case(PRIORITY_ORDER, value=Task.priority, else_=PRIORITY_ORDER["medium"])
    return (
        select(Task.id, Task.version)
        .where(
            Task.board_id == board.id,
            or_(goes_on, beginnable) if wanted.begins else goes_on,
            ~is_blocked(),
            # Asked here and not before: a call may wait for a minute.
            ~is_paused(principal.agent_id),
        )
        .order_by(
            case((under_way, 0), (mine, 1), else_=2),
            priority,
            case((Task.due_at.is_(None), 1), else_=0),
            Task.due_at,
            Task.created_at,
            Task.id,
        )
    )


def free_on(board: Board) -> Select[UUID]:
    """Tasks that any agent of a board may begin, and that are nobody's."""
    return select(Task.id).where(
        Task.board_id == board.id,
        Task.status == TaskStatus.INBOX,
        Task.assigned_agent_id.is_(None),
        Task.returns < MOST_RETURNS,
        Task.setbacks < MOST_SETBACKS,
        *_held_by_approvals(board),
        ~is_blocked(),
    )


def claimable_but(
    db: Session,
    principal: AgentPrincipal,
    board: Board,
    now: datetime,
    wanted: Wanted,
    lost: Sequence[tuple[UUID, int]],
    limit: int,
) -> list[tuple[UUID, int]]:
    """The first few that are claimable, without those that were lost to others in this very version."""
    tasks = claimable(principal, board, now, wanted).limit(limit)
    if lost:
        tasks = tasks.where(tuple_(Task.id, Task.version).not_in(lost))
    return [(row[0], row[1]) for row in db.execute(tasks)]


def own_unfinished(db: Session, principal: AgentPrincipal, board: Board, limit: int) -> list[Task]:
    """What an agent has and is not done with, what it is at first."""
    own = select(Task).where(
        Task.board_id == board.id,
        Task.assigned_agent_id == principal.agent_id,
        Task.status.in_([TaskStatus.INBOX, TaskStatus.IN_PROGRESS]),
    )
    at_it_first = case((Task.status == TaskStatus.IN_PROGRESS, 0), else_=1)
    return list(db.scalars(own.order_by(at_it_first, Task.created_at, Task.id).limit(limit)))


def hold_unchanged(db: Session, board: Board, task_id: UUID, version: int) -> Task | None:
    """Lock a task unless it has changed since, or another call is at it.

    Whatever blocks a task changes its version, but for approvals: those are looked at again.
    """
    same = select(Task).where(Task.id == task_id, Task.version == version, *_held_by_approvals(board))
    held = same.with_for_update(skip_locked=True, key_share=True)
    return db.scalars(held, execution_options={"populate_existing": True}).one_or_none()
