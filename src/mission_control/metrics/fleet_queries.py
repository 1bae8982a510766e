"""What agents have done in a range, and what that has cost: counted by the database, one statement each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Double,
    Integer,
    Row,
    Select,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from mission_control.agents.api import Agent
from mission_control.approvals.api import Approval, ApprovalStatus
from mission_control.boards.api import Board
from mission_control.kernel.db.expressions import seconds_between
from mission_control.metrics.queries import Scope, not_reopened, segment_of
from mission_control.metrics.rules import Timeline
from mission_control.tasks.api import Task, TaskComment, TaskStatus, TaskTransition
from mission_control.turns.api import Outcome, Turn, about_tagged

MOST_AGENTS = 50
COUNTED = ("done", "returned", "sent_back", "comments", "seconds", "turns", "tokens", "cost_usd")
INTEGER: TypeEngine[Any] = Integer()
_TYPES: dict[str, TypeEngine[Any]] = {"seconds": Double(), "cost_usd": Double(), "tokens": BigInteger()}


def work_by_agent(db: Session, scope: Scope, timeline: Timeline) -> Sequence[Row[*tuple[Any, ...]]]:
    """(agent, its name, board, its name, then `COUNTED`, how many agents there are), the busiest first."""
    parts = [_moves(scope, timeline), _under_way(scope, timeline), _comments(scope, timeline), _turns(scope, timeline)]
    rows = union_all(*parts).subquery()
    sums = {name: func.sum(rows.c[name]) for name in COUNTED}
    found = (
        select(Agent.id, Agent.name, Agent.board_id, Board.name, *sums.values(), func.count().over())
        .select_from(rows)
        .join(Agent, Agent.id == rows.c.agent_id)
        .outerjoin(Board, Board.id == Agent.board_id)
        .group_by(Agent.id, Agent.name, Agent.board_id, Board.name)
    )
    busiest = (sums["done"].desc(), sums["seconds"].desc(), sums["comments"].desc(), Agent.name, Agent.id)
    return db.execute(found.order_by(*busiest).limit(MOST_AGENTS)).all()


def spending(db: Session, scope: Scope, timeline: Timeline) -> Sequence[Row[*tuple[Any, ...]]]:
    """(segment, turns, those that failed, those without tokens, tokens read, tokens written, cost)."""
    told = (
        select(
            segment_of(timeline, Turn.told_at).label("segment"),
            case((Turn.outcome == Outcome.FAILED, 1), else_=0).label("failed"),
            case((Turn.input_tokens.is_(None), 1), else_=0).label("unknown"),
            Turn.input_tokens,
            Turn.output_tokens,
            Turn.cost_usd,
        )
        .where(*_of_turns(scope), Turn.told_at >= timeline.compared_from, Turn.told_at <= timeline.end)
        .subquery()
    )
    sums = [func.sum(told.c[name]) for name in ("input_tokens", "output_tokens")]
    return db.execute(
        select(
            told.c.segment,
            func.count(),
            cast(func.sum(told.c.failed), Integer),
            cast(func.sum(told.c.unknown), Integer),
            *(cast(it, BigInteger) for it in sums),
            func.sum(told.c.cost_usd),
        ).group_by(told.c.segment)
    ).all()


def waiting_decisions(db: Session, scope: Scope) -> tuple[int, datetime | None]:
    """How many decisions are waited for, and since when the first of them."""
    waiting = select(func.count(), func.min(Approval.created_at)).where(
        *scope.approvals, Approval.status == ApprovalStatus.PENDING
    )
    row = db.execute(waiting).one()
    return row[0], row[1]


def _of_turns(scope: Scope) -> list[ColumnElement[bool]]:
    on_boards: ColumnElement[bool] = Turn.board_id.in_(scope.boards)
    if scope.is_everything:
        # Main agents are of no board; whoever may see all boards may know what they cost.
        on_boards = or_(on_boards, Turn.board_id.is_(None))
    conditions = [Turn.organization_id == scope.principal.organization_id, on_boards]
    if scope.agent_id:
        conditions.append(Turn.agent_id == scope.agent_id)
    return [*conditions, *([about_tagged(scope.tag_id)] if scope.tag_id else [])]


def _moves(scope: Scope, timeline: Timeline) -> Select[*tuple[Any, ...]]:
    """What the moves of the range tell of whose work it was that they ended."""
    move = TaskTransition
    finished = case((move.to_status != TaskStatus.DONE, 0), (not_reopened(), 1), else_=0)
    to_inbox = move.to_status == TaskStatus.INBOX
    began = func.coalesce(move.work_started_at, move.since)
    worked = move.from_status == TaskStatus.IN_PROGRESS
    return _part(
        move.worker_id,
        done=finished,
        returned=case((worked & to_inbox, 1), else_=0),
        sent_back=case(((move.from_status == TaskStatus.REVIEW) & (move.to_status != TaskStatus.DONE), 1), else_=0),
        seconds=case((worked, seconds_between(_within(timeline, began), move.at)), else_=0.0),
    ).where(*scope.moves(timeline), move.worker_id.is_not(None), move.at >= timeline.start, move.at <= timeline.end)


def _under_way(scope: Scope, timeline: Timeline) -> Select[*tuple[Any, ...]]:
    """What is in progress has taken its time too."""
    until = literal(timeline.end, type_=Task.updated_at.type)
    part = _part(Task.assigned_agent_id, seconds=seconds_between(_within(timeline, Task.in_progress_at), until))
    part = part.where(
        *scope.tasks(),
        Task.status == TaskStatus.IN_PROGRESS,
        Task.in_progress_at.is_not(None),
        Task.assigned_agent_id.is_not(None),
    )
    return part.where(Task.assigned_agent_id == scope.agent_id) if scope.agent_id else part


def _comments(scope: Scope, timeline: Timeline) -> Select[*tuple[Any, ...]]:
    said = TaskComment
    part = _part(said.agent_id, comments=literal(1)).where(
        said.board_id.in_(scope.boards),
        said.agent_id.is_not(None),
        said.created_at >= timeline.start,
        said.created_at <= timeline.end,
        *scope.tagged(said.task_id),
    )
    return part.where(said.agent_id == scope.agent_id) if scope.agent_id else part


def _turns(scope: Scope, timeline: Timeline) -> Select[*tuple[Any, ...]]:
    return _part(
        Turn.agent_id, turns=literal(1), tokens=Turn.input_tokens + Turn.output_tokens, cost_usd=Turn.cost_usd
    ).where(*_of_turns(scope), Turn.agent_id.is_not(None), Turn.told_at >= timeline.start, Turn.told_at <= timeline.end)


def _part(agent_id: Any, **counted: Any) -> Select[*tuple[Any, ...]]:
    """A part of the sums; what it does not count is nothing, and of tokens and cost: not known."""
    unknown = {"tokens", "cost_usd"}
    columns: list[ColumnElement[Any]] = []
    for name in COUNTED:
        value = counted.get(name, null() if name in unknown else literal(0))
        columns.append(cast(value, _TYPES.get(name, INTEGER)).label(name))
    return select(agent_id.label("agent_id"), *columns)


def _within(timeline: Timeline, moment: Any) -> ColumnElement[Any]:
    start = literal(timeline.start, type_=Task.updated_at.type)
    return case((moment < start, start), else_=moment)
