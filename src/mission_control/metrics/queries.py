"""Every SELECT of the metrics: the databases count and measure, so that answers are small however much has happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from mission_control.agents.api import Agent
from mission_control.approvals.api import Approval, ApprovalStatus, ApprovalTaskLink
from mission_control.boards.api import Board, visible_to
from mission_control.kernel.db.expressions import seconds_between
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.security.principals import Principal, UserPrincipal
from mission_control.metrics.rules import Timeline, WindowName
from mission_control.tags.api import is_tagged
from mission_control.tasks.api import Task, TaskStatus, TaskTransition

LATER = aliased(TaskTransition)
NOW = -1
"""In place of a segment: what is there at present."""


class Measured(StrEnum):
    """Of tasks: from making to done, work alone, and waiting for a review; of decisions: from asking to making them."""

    LEAD = "lead"
    CYCLE = "cycle"
    REVIEW = "review"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Scope:
    """The boards that are asked for, of those that the principal may read; the agent narrows to its own work."""

    principal: Principal
    board_id: UUID | None
    group_id: UUID | None
    agent_id: UUID | None = None
    tag_id: UUID | None = None
    """Narrows to tasks that carry it now, and to what happened to them."""

    @property
    def boards(self) -> Select[UUID]:
        boards = visible_to(self.principal)
        if self.board_id:
            boards = boards.where(Board.id == self.board_id)
        if self.group_id:
            boards = boards.where(Board.board_group_id == self.group_id)
        return boards.with_only_columns(Board.id)

    @property
    def is_everything(self) -> bool:
        """Whether it is all of the organization, and the principal may see all of it."""
        chosen = self.board_id or self.group_id
        return isinstance(self.principal, UserPrincipal) and self.principal.reads_all_boards and not chosen

    @property
    def approvals(self) -> list[ColumnElement[bool]]:
        """Conditions for the approvals of these boards; the agent is the one that has asked."""
        conditions: list[ColumnElement[bool]] = [Approval.board_id.in_(self.boards)]
        if self.agent_id:
            conditions.append(Approval.agent_id == self.agent_id)
        if self.tag_id:
            tagged = select(ApprovalTaskLink.approval_id).where(*self.tagged(ApprovalTaskLink.task_id))
            conditions.append(Approval.id.in_(tagged))
        return conditions

    def moves(self, timeline: Timeline) -> list[ColumnElement[bool]]:
        """Conditions for moves of these boards in either window."""
        conditions = [TaskTransition.board_id.in_(self.boards), TaskTransition.at >= timeline.compared_from]
        if self.agent_id:
            conditions.append(TaskTransition.worker_id == self.agent_id)
        return [*conditions, *self.tagged(TaskTransition.task_id)]

    def tasks(self) -> list[ColumnElement[bool]]:
        """Conditions for the tasks of these boards."""
        return [Task.board_id.in_(self.boards), *self.tagged(Task.id)]

    def tagged(self, task_id: InstrumentedAttribute[Any]) -> list[ColumnElement[bool]]:
        return [is_tagged(task_id, self.tag_id)] if self.tag_id else []


def standing_and_moves(db: Session, scope: Scope, timeline: Timeline) -> Sequence[Row[int, str | None, str, int]]:
    """How many tasks there are by status, and how many moved from which to which in each segment.

    One statement, so that the two belong together: the past is reckoned from the present.
    """
    standing = (
        select(literal(NOW).label("segment"), cast(null(), Task.status.type), Task.status, func.count())
        .where(*scope.tasks())
        .group_by(Task.status)
    )
    moved = select(
        segment_of(timeline, TaskTransition.at).label("segment"),
        TaskTransition.from_status.label("before"),
        TaskTransition.to_status.label("after"),
    ).where(*scope.moves(timeline))
    rows = moved.subquery()
    grouped = select(rows.c.segment, rows.c.before, rows.c.after, func.count()).group_by(
        rows.c.segment, rows.c.before, rows.c.after
    )
    return db.execute(union_all(standing, grouped)).all()


def count_by_status(db: Session, scope: Scope) -> dict[str, int]:
    """Open tasks at present; those of the scope's agent are the ones assigned to it."""
    counted = select(Task.status, func.count()).where(*scope.tasks()).group_by(Task.status)
    if scope.agent_id:
        counted = counted.where(Task.assigned_agent_id == scope.agent_id)
    return {row[0]: row[1] for row in db.execute(counted)}


def points(db: Session, scope: Scope, timeline: Timeline) -> Sequence[Row[str, int, int, float]]:
    """(what, segment, how many, mean seconds)."""
    rows = _measured(scope, timeline)
    grouped = select(rows.c.what, rows.c.segment, func.count(), func.avg(rows.c.seconds))
    return db.execute(grouped.group_by(rows.c.what, rows.c.segment)).all()


def summaries(db: Session, scope: Scope, timeline: Timeline) -> Sequence[Row[*tuple[Any, ...]]]:
    """(what, window, count, mean, p50, p85, p95), in seconds.

    p50 is the median, the mean of the two middle values where there are two; the others are the smallest value that so
    many percent of all do not exceed.
    """
    rows = _measured(scope, timeline)
    of_one = (rows.c.what, rows.c.window)
    ranked = select(
        rows.c.what,
        rows.c.window,
        rows.c.seconds,
        func.row_number().over(partition_by=of_one, order_by=rows.c.seconds).label("place"),
        func.count().over(partition_by=of_one).label("total"),
    ).subquery()
    seconds, place, total = ranked.c.seconds, ranked.c.place, ranked.c.total

    def at_least(percent: int) -> ColumnElement[Any]:
        return func.min(case((place * 100 >= total * percent, seconds)))

    return db.execute(
        select(
            ranked.c.what,
            ranked.c.window,
            func.count(),
            func.avg(seconds),
            func.avg(case((or_(place * 2 == total, place * 2 == total + 1, place * 2 == total + 2), seconds))),
            at_least(85),
            at_least(95),
        ).group_by(ranked.c.what, ranked.c.window)
    ).all()


def events(db: Session, scope: Scope, timeline: Timeline) -> Sequence[Row[int, int, int]]:
    """(segment, events of tasks, those that tell of a failure)."""
    told = (
        select(
            segment_of(timeline, EventRow.created_at).label("segment"),
            case((EventRow.type.like("%failed"), 1), else_=0).label("failed"),
        )
        .where(
            EventRow.board_id.in_(scope.boards),
            EventRow.created_at >= timeline.compared_from,
            EventRow.created_at <= timeline.end,
            EventRow.task_id.is_not(None),
            *scope.tagged(EventRow.task_id),
        )
        .subquery()
    )
    grouped = select(told.c.segment, func.count(), cast(func.sum(told.c.failed), Integer))
    return db.execute(grouped.group_by(told.c.segment)).all()


def count_active_agents(db: Session, scope: Scope, since: datetime) -> int:
    active = select(func.count()).select_from(Agent).where(Agent.board_id.in_(scope.boards))
    return db.scalar(active.where(Agent.last_seen_at >= since)) or 0


def pending_approvals(db: Session, scope: Scope, most: int) -> Sequence[Row[Approval, str, str | None, int]]:
    """(approval, board name, title of its main task, how many there are in all), newest first."""
    main_task = (
        select(Task.title)
        .join(ApprovalTaskLink, ApprovalTaskLink.task_id == Task.id)
        .where(ApprovalTaskLink.approval_id == Approval.id)
        .order_by(ApprovalTaskLink.position)
        .limit(1)
        .scalar_subquery()
    )
    waiting = (
        select(Approval, Board.name, main_task, func.count().over())
        .join(Board, Board.id == Approval.board_id)
        .where(*scope.approvals, Approval.status == ApprovalStatus.PENDING)
    )
    return db.execute(waiting.order_by(Approval.created_at.desc(), Approval.id).limit(most)).all()


def _measured(scope: Scope, timeline: Timeline) -> Subquery:
    """Every duration that ended in either window: (what, window, segment, seconds)."""
    move = TaskTransition
    finished = (
        _durations(Measured.LEAD, scope, timeline, seconds_between(Task.created_at, move.at))
        .join(Task, Task.id == move.task_id)
        .where(move.to_status == TaskStatus.DONE, not_reopened())
    )
    began = func.coalesce(move.work_started_at, move.since)
    worked = _durations(Measured.CYCLE, scope, timeline, seconds_between(began, move.at)).where(
        move.from_status == TaskStatus.IN_PROGRESS, move.to_status.in_([TaskStatus.REVIEW, TaskStatus.DONE])
    )
    reviewed = _durations(Measured.REVIEW, scope, timeline, seconds_between(move.since, move.at)).where(
        move.from_status == TaskStatus.REVIEW
    )
    return union_all(finished, worked, reviewed, _decided(scope, timeline)).subquery()


def not_reopened() -> ColumnElement[bool]:
    """Of a move: none of the task came after it."""
    move = TaskTransition
    return not_(select(LATER.task_id).where(LATER.task_id == move.task_id, LATER.number > move.number).exists())


def _decided(scope: Scope, timeline: Timeline) -> Select[*tuple[Any, ...]]:
    """Of decisions that somebody made; what expired was decided by nobody."""
    at = Approval.resolved_at
    seconds = seconds_between(Approval.created_at, at)
    return _timed(Measured.DECISION, timeline, at, seconds).where(
        *scope.approvals,
        Approval.status != ApprovalStatus.PENDING,
        not_(Approval.expired),
        at >= timeline.compared_from,
        at <= timeline.end,
    )


def _durations(
    what: Measured, scope: Scope, timeline: Timeline, seconds: ColumnElement[float]
) -> Select[*tuple[Any, ...]]:
    at = TaskTransition.at
    return _timed(what, timeline, at, seconds).where(and_(*scope.moves(timeline)), at <= timeline.end)


def _timed(
    what: Measured, timeline: Timeline, at: SQLColumnExpression[Any], seconds: ColumnElement[float]
) -> Select[*tuple[Any, ...]]:
    window = case((at < timeline.start, literal(WindowName.COMPARISON.value)), else_=literal(WindowName.PRIMARY.value))
    return select(
        literal(what.value).label("what"),
        window.label("window"),
        segment_of(timeline, at).label("segment"),
        seconds.label("seconds"),
    )


def segment_of(timeline: Timeline, moment: SQLColumnExpression[Any]) -> ColumnElement[int]:
    """The number of the segment that a moment lies in; one more than the last for what comes after the range."""
    last = len(timeline.segments) - 1

    def among(low: int, high: int) -> ColumnElement[int]:
        """Halving takes six comparisons where going through all the ends would take sixty."""
        if low == high:
            return literal(low)
        middle = (low + high) // 2
        return case((moment < timeline.segments[middle].end, among(low, middle)), else_=among(middle + 1, high))

    return case((moment > timeline.end, last + 1), else_=among(0, last))
