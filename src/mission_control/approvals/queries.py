"""Every SELECT of approvals; all start from what the principal may know about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, case, func, select, update
from sqlalchemy.orm import Session, aliased

from mission_control.agents.api import Agent
from mission_control.approvals.models import Approval, ApprovalStatus, ApprovalTaskLink
from mission_control.boards.api import Board
from mission_control.boards.api import visible_to as visible_boards
from mission_control.kernel.db.locks import locked
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import Principal
from mission_control.tasks.api import Task

MOST_SIMILAR = 10
ASSIGNEE = aliased(Agent)
ApprovalRow = Row[Approval, str, str | None]
ApprovalRows = Select[Approval, str, str | None]


@dataclass(frozen=True, slots=True)
class ApprovalFilter:
    """Which approvals are asked for; what is not given does not narrow it."""

    status: str | None = None
    board_id: UUID | None = None
    agent_id: UUID | None = None
    task_id: UUID | None = None
    action_type: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        columns = {
            Approval.status: self.status,
            Approval.board_id: self.board_id,
            Approval.agent_id: self.agent_id,
            Approval.action_type: self.action_type,
        }
        found: list[ColumnElement[bool]] = [column == value for column, value in columns.items() if value is not None]
        if self.task_id:
            linked = select(ApprovalTaskLink.approval_id).where(ApprovalTaskLink.task_id == self.task_id)
            found.append(Approval.id.in_(linked))
        return found


def _rows() -> ApprovalRows:
    return (
        select(Approval, Board.name, Agent.name)
        .join(Board, Board.id == Approval.board_id)
        .outerjoin(Agent, Agent.id == Approval.agent_id)
    )


def visible_to(principal: Principal) -> ApprovalRows:
    """(approval, board name, agent name) of the boards that the principal may read, newest first."""
    boards = visible_boards(principal).with_only_columns(Board.id)
    mine = _rows().where(Approval.organization_id == principal.organization_id, Approval.board_id.in_(boards))
    return mine.order_by(Approval.created_at.desc(), Approval.id.desc())


def of_board(board_id: UUID) -> ApprovalRows:
    return _rows().where(Approval.board_id == board_id).order_by(Approval.created_at.desc(), Approval.id.desc())


def pending_longest(principal: Principal, most: int) -> ApprovalRows:
    waiting = visible_to(principal).where(Approval.status == ApprovalStatus.PENDING)
    return waiting.order_by(None).order_by(Approval.created_at, Approval.id).limit(most)


def of_tenant(db: Session, principal: Principal, ids: Collection[UUID]) -> Sequence[UUID]:
    """Those of them that belong to the principal's organization, on whatever board."""
    own = select(Approval.id).where(Approval.organization_id == principal.organization_id, Approval.id.in_(ids))
    return db.scalars(own).all()


def by_ids(db: Session, ids: Collection[UUID]) -> Sequence[ApprovalRow]:
    return db.execute(_rows().where(Approval.id.in_(ids))).all() if ids else []


def count_pending(db: Session, board_ids: Collection[UUID]) -> dict[UUID, int]:
    pending = select(Approval.board_id, func.count()).where(
        Approval.board_id.in_(board_ids), Approval.status == ApprovalStatus.PENDING
    )
    return {row[0]: row[1] for row in db.execute(pending.group_by(Approval.board_id))}


def pending_of_agents(db: Session, agent_ids: Collection[UUID]) -> Sequence[Approval]:
    """What these agents have asked for, and waits; the oldest first."""
    asked = select(Approval).where(Approval.agent_id.in_(agent_ids), Approval.status == ApprovalStatus.PENDING)
    return db.scalars(asked.order_by(Approval.created_at, Approval.id)).all()


def get(db: Session, board: Board, approval_id: UUID) -> Approval:
    """Raises NotFound for an approval of another board too."""
    approval = db.get(Approval, approval_id)
    if approval is None or approval.board_id != board.id:
        raise NotFound
    return approval


def hold(db: Session, approval_id: UUID) -> Approval | None:
    """Locked and read anew; the tasks it is about are locked before it."""
    return locked(db, Approval, approval_id)


# --- tasks


def task_ids_of(db: Session, approval_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    links = select(ApprovalTaskLink.approval_id, ApprovalTaskLink.task_id)
    ordered = links.where(ApprovalTaskLink.approval_id.in_(approval_ids)).order_by(ApprovalTaskLink.position)
    return _grouped((row[0], row[1]) for row in db.execute(ordered))


def titles_of(db: Session, approval_ids: Collection[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """(task id, title) of each approval's tasks, in their order."""
    titles = (
        select(ApprovalTaskLink.approval_id, Task.id, Task.title)
        .join(Task, Task.id == ApprovalTaskLink.task_id)
        .where(ApprovalTaskLink.approval_id.in_(approval_ids))
        .order_by(ApprovalTaskLink.approval_id, ApprovalTaskLink.position)
    )
    return _grouped((row[0], (row[1], row[2])) for row in db.execute(titles))


def tasks_of(db: Session, approval_id: UUID) -> Sequence[Row[UUID, str, str, str | None]]:
    """(id, title, status, assignee's name) of an approval's tasks, in their order."""
    tasks = (
        select(Task.id, Task.title, Task.status, ASSIGNEE.name)
        .join(ApprovalTaskLink, ApprovalTaskLink.task_id == Task.id)
        .outerjoin(ASSIGNEE, ASSIGNEE.id == Task.assigned_agent_id)
        .where(ApprovalTaskLink.approval_id == approval_id)
    )
    return db.execute(tasks.order_by(ApprovalTaskLink.position)).all()


def pending_for(db: Session, task_ids: Collection[UUID], but: UUID | None) -> dict[UUID, UUID]:
    """The oldest other pending approval of each of these tasks that has one."""
    pending = (
        select(ApprovalTaskLink.task_id, Approval.id)
        .join(Approval, Approval.id == ApprovalTaskLink.approval_id)
        .where(ApprovalTaskLink.task_id.in_(task_ids), Approval.status == ApprovalStatus.PENDING)
        .order_by(Approval.created_at.desc(), Approval.id.desc())
    )
    return {row[0]: row[1] for row in db.execute(pending.where(Approval.id != but) if but else pending)}


def of_task(db: Session, task_id: UUID, *, status: ApprovalStatus | None = None) -> Sequence[Approval]:
    """Approvals about a task, oldest first."""
    linked = select(Approval).join(ApprovalTaskLink, ApprovalTaskLink.approval_id == Approval.id)
    linked = linked.where(ApprovalTaskLink.task_id == task_id)
    if status:
        linked = linked.where(Approval.status == status)
    return db.scalars(linked.order_by(Approval.created_at, Approval.id)).all()


def link_of(db: Session, approval_id: UUID, task_id: UUID) -> ApprovalTaskLink | None:
    return db.get(ApprovalTaskLink, (approval_id, task_id))


# --- evidence


def similar_to(approval: Approval) -> ApprovalRows:
    """Decided approvals of the same kind of action on the board: those of the same agent first, then the newest."""
    same_agent = case((Approval.agent_id == approval.agent_id, 0), else_=1)
    return (
        _rows()
        .where(
            Approval.board_id == approval.board_id,
            Approval.action_type == approval.action_type,
            Approval.status != ApprovalStatus.PENDING,
            Approval.id != approval.id,
        )
        .order_by(same_agent, Approval.resolved_at.desc(), Approval.id.desc())
        .limit(MOST_SIMILAR)
    )


def first_act_after(
    db: Session, decision_event_id: UUID, task_ids: Collection[UUID], agent_id: UUID | None
) -> EventRow | None:
    """The first thing that an agent did with these tasks after a decision; without tasks, what that agent did."""
    position = db.scalar(select(EventRow.seq).where(EventRow.id == decision_event_id))
    if position is None or not (task_ids or agent_id):
        return None
    acts = select(EventRow).where(EventRow.seq > position, EventRow.actor_kind == "agent")
    about = EventRow.task_id.in_(task_ids) if task_ids else EventRow.actor_id == agent_id
    return db.scalar(acts.where(about).order_by(EventRow.seq).limit(1))


# --- expiry


def expired(db: Session, before: Any, most: int) -> Sequence[Approval]:
    late = select(Approval).where(Approval.status == ApprovalStatus.PENDING, Approval.expires_at <= before)
    return db.scalars(late.order_by(Approval.expires_at, Approval.id).limit(most)).all()


def set_expiry(db: Session, board_id: UUID, expires_at: Any) -> None:
    """Give all pending approvals of a board this end."""
    pending = update(Approval).where(Approval.board_id == board_id, Approval.status == ApprovalStatus.PENDING)
    db.execute(pending.values(expires_at=expires_at), execution_options={"synchronize_session": False})


def _grouped(pairs: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
