"""Every SELECT of tasks. Callers have checked that the principal may see the board; all start from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from mission_control.agents.api import Agent, Holding, lead_of
from mission_control.boards.api import Board
from mission_control.kernel.db.connections import connection_of
from mission_control.kernel.db.locks import by_id, locked
from mission_control.kernel.http.errors import NotFound
from mission_control.tasks.models import Task, TaskComment, TaskDependency, TaskStatus
from mission_control.tasks.rules import MOST_RETURNS, MOST_SETBACKS, ApprovalFacts, BoardRules

PRIORITY_ORDER = {"critical": 0, "urgent": 1, "high": 2, "medium": 3, "low": 4}

# Made once: making an alias costs more than most statements take.
OTHER = aliased(Task)
WAITING = aliased(Task)


@dataclass(frozen=True, slots=True)
class Dependency:
    """Something that a task depends on, as it is now."""

    task_id: UUID
    depends_on: UUID
    title: str
    status: str

    @property
    def is_open(self) -> bool:
        return self.status != TaskStatus.DONE


def get(db: Session, board: Board, task_id: UUID, *, lock: bool = False) -> Task:
    """Raises NotFound for a task of another board too."""
    task = (locked if lock else by_id)(db, Task, task_id)
    if task is None or task.board_id != board.id:
        raise NotFound
    return task


def rules_of(board: Board) -> BoardRules:
    return BoardRules(
        require_approval_for_done=board.require_approval_for_done,
        require_approval_after_review=board.require_approval_after_review,
        require_review_before_done=board.require_review_before_done,
        comment_required_for_review=board.comment_required_for_review,
        block_status_changes_with_pending_approval=board.block_status_changes_with_pending_approval,
        only_lead_can_change_status=board.only_lead_can_change_status,
    )


def approvals_of(task: Task) -> ApprovalFacts:
    return ApprovalFacts(
        pending=task.approvals_pending_count,
        approved=task.approvals_approved_count,
        since_review=task.approved_since_review,
        refused=task.approval_refused,
    )


# --- dependencies


_DEPENDENCIES = (
    select(TaskDependency.task_id, TaskDependency.depends_on_task_id, OTHER.title, OTHER.status)
    .join(OTHER, OTHER.id == TaskDependency.depends_on_task_id)
    .order_by(TaskDependency.task_id, TaskDependency.position)
)
_DEPENDENCIES_OF_TASK = _DEPENDENCIES.where(TaskDependency.task_id == bindparam("task"))
_DEPENDENCIES_OF_TASKS = _DEPENDENCIES.where(TaskDependency.task_id.in_(bindparam("tasks", expanding=True)))
_DEPENDENCIES_OF_BOARD = _DEPENDENCIES.join(WAITING, WAITING.id == TaskDependency.task_id)


def dependencies(db: Session, task_ids: Collection[UUID]) -> dict[UUID, list[Dependency]]:
    """What each of these tasks depends on, in the order given."""
    db.flush()
    if len(task_ids) == 1:
        return _by_task(connection_of(db).execute(_DEPENDENCIES_OF_TASK, {"task": next(iter(task_ids))}))
    return _by_task(connection_of(db).execute(_DEPENDENCIES_OF_TASKS, {"tasks": list(task_ids)}))


def dependencies_on_board(db: Session, board_id: UUID) -> dict[UUID, list[Dependency]]:
    """The same for all tasks of a board, without naming them."""
    return _by_task(db.execute(_DEPENDENCIES_OF_BOARD.where(WAITING.board_id == board_id)))


def _by_task(rows: Any) -> dict[UUID, list[Dependency]]:
    found: dict[UUID, list[Dependency]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Dependency(*row))
    return found


def dependents(db: Session, task_id: UUID) -> list[Task]:
    """Tasks that depend directly on this one, locked, in one order everywhere."""
    waiting = select(Task).join(TaskDependency, TaskDependency.task_id == Task.id)
    waiting = waiting.where(TaskDependency.depends_on_task_id == task_id).order_by(Task.id)
    return list(db.scalars(waiting.with_for_update(of=Task, key_share=True)))


def missing_on_board(db: Session, board: Board, task_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the ids that name no task of the board."""
    known = set(db.scalars(select(Task.id).where(Task.board_id == board.id, Task.id.in_(task_ids))))
    return [task_id for task_id in task_ids if task_id not in known]


def reaches(db: Session, start: Collection[UUID], target: UUID) -> bool:
    """Whether following dependencies from `start` leads to `target`; one statement, however far that is."""
    first = select(TaskDependency.depends_on_task_id.label("id")).where(TaskDependency.task_id.in_(start))
    ahead = first.cte("ahead", recursive=True)
    # A union leaves out what was met before: a circle, where there were one, ends too.
    further = select(TaskDependency.depends_on_task_id).join(ahead, TaskDependency.task_id == ahead.c.id)
    ahead = ahead.union(further)
    return target in start or bool(db.scalar(select(exists().where(ahead.c.id == target))))


_BLOCKED = exists(
    select(TaskDependency.task_id)
    .join(OTHER, OTHER.id == TaskDependency.depends_on_task_id)
    .where(TaskDependency.task_id == Task.id, OTHER.status != TaskStatus.DONE)
    .correlate(Task)
)


def is_blocked() -> ColumnElement[bool]:
    """Of a task: something it depends on is not done."""
    return _BLOCKED


def needs_a_person() -> ColumnElement[bool]:
    """Of a task: reminding its agent did not help, or agents give it back again and again."""
    given_back = and_(Task.status == TaskStatus.INBOX, Task.returns >= MOST_RETURNS)
    sent_back = and_(Task.status != TaskStatus.DONE, Task.setbacks >= MOST_SETBACKS)
    return or_(Task.escalated_at.is_not(None), given_back, sent_back)


def forget_template(db: Session, template_id: UUID) -> None:
    """Its tasks keep its name."""
    db.execute(update(Task).where(Task.template_id == template_id).values(template_id=None))


# --- leases


def is_paused(agent_id: UUID | ColumnElement[UUID | None] | InstrumentedAttribute[UUID | None]) -> ColumnElement[bool]:
    return exists().where(Agent.id == agent_id, Agent.is_paused)


def _waits_for_the_paused() -> ColumnElement[bool]:
    """Of a task: whoever has it is paused, or all who could take it are."""
    workers = select(Agent.id).where(Agent.board_id == Task.board_id, ~Agent.is_board_lead)
    none_left = and_(exists(workers.where(Agent.is_paused)), ~exists(workers.where(~Agent.is_paused)))
    free = and_(Task.assigned_agent_id.is_(None), Task.status == TaskStatus.INBOX)
    return or_(is_paused(Task.assigned_agent_id), and_(free, none_left))


def with_expired_lease(db: Session, before: datetime) -> Sequence[Task]:
    """But for those of agents that are paused, who cannot call: a task stays theirs until they are resumed."""
    expired = select(Task).where(Task.lease_expires_at < before, ~is_paused(Task.lease_agent_id)).order_by(Task.id)
    return db.scalars(expired.with_for_update(skip_locked=True, key_share=True)).all()


def resting(
    db: Session, board: Board, status: TaskStatus, before: datetime, nudged_before: datetime, limit: int
) -> Sequence[Task]:
    """Tasks of a state to which nothing happened since `before`, locked: those not yet nudged, or nudged long ago."""
    late = select(Task).where(
        Task.board_id == board.id,
        Task.status == status,
        Task.stirred_at < before,
        Task.escalated_at.is_(None),
        # An open approval has an expiry of its own, and is brought before people as it is.
        Task.approvals_pending_count == 0,
        or_(Task.nudged_at.is_(None), Task.nudged_at < nudged_before),
        ~is_blocked(),
        ~_waits_for_the_paused(),
    )
    held = late.order_by(Task.id).limit(limit).with_for_update(skip_locked=True, key_share=True, of=Task)
    return db.scalars(held).all()


def newest_comments(db: Session, task_id: UUID, since: datetime, limit: int) -> Sequence[TaskComment]:
    said = select(TaskComment).where(TaskComment.task_id == task_id, TaskComment.created_at >= since)
    return db.scalars(said.order_by(TaskComment.created_at.desc(), TaskComment.id).limit(limit)).all()


def last_word(db: Session, task_id: UUID) -> TaskComment | None:
    said = select(TaskComment).where(TaskComment.task_id == task_id)
    return db.scalar(said.order_by(TaskComment.created_at.desc(), TaskComment.id).limit(1))


def held_by(db: Session, agent_id: UUID) -> Sequence[Task]:
    """Tasks that are assigned to an agent, locked."""
    assigned = select(Task).where(Task.assigned_agent_id == agent_id).order_by(Task.id)
    return db.scalars(assigned.with_for_update(key_share=True)).all()


def lead_of_board(db: Session, board_id: UUID) -> Agent | None:
    return lead_of(db, board_id)


# --- comments


def comments(task_id: UUID) -> Select[TaskComment]:
    return select(TaskComment).where(TaskComment.task_id == task_id).order_by(TaskComment.created_at, TaskComment.id)


def comments_by_ids(db: Session, ids: Collection[UUID]) -> dict[UUID, TaskComment]:
    return {comment.id: comment for comment in db.scalars(select(TaskComment).where(TaskComment.id.in_(ids)))}


def has_commented_since(db: Session, task_id: UUID, agent_id: UUID, since: datetime) -> bool:
    said = select(TaskComment.id).where(
        TaskComment.task_id == task_id, TaskComment.agent_id == agent_id, TaskComment.created_at >= since
    )
    return db.scalar(said.limit(1)) is not None


def lead_was_called(db: Session, task_id: UUID) -> bool:
    called = select(TaskComment.id).where(TaskComment.task_id == task_id, TaskComment.mentions_lead)
    return db.scalar(called.limit(1)) is not None


def in_hand(db: Session, agent_ids: Collection[UUID]) -> dict[UUID, Holding]:
    """What each of these agents has in hand."""
    held = select(Task.lease_agent_id, Task.id, Task.title, Task.lease_claimed_at).where(
        Task.lease_agent_id.in_(agent_ids), Task.status == TaskStatus.IN_PROGRESS
    )
    found: dict[UUID, Holding] = {}
    for agent_id, task_id, title, since in db.execute(held.order_by(Task.lease_claimed_at, Task.id)):
        if agent_id in found:
            found[agent_id] = replace(found[agent_id], more=found[agent_id].more + 1)
        elif agent_id:
            found[agent_id] = Holding(task_id, title, since)
    return found
