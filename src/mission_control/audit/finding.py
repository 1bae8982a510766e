"""Pages of the log, newest first, of which each reads a bounded part of it, however little fits.

What is asked for is looked for where an index leads: in the log of the organization, of a board, or among the events
that tell of something. A page ends when it is full, or when so many events were looked at that the next one goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, select, union
from sqlalchemy.orm import Session

from mission_control.audit import queries
from mission_control.audit.queries import Filters, Scope
from mission_control.kernel.events.entities import EventEntity
from mission_control.kernel.events.envelope import IMPORTED
from mission_control.kernel.events.log import EventRow

LOOKED_AT = 20_000
"""Events that one page reads at most of each index that it follows."""

Positions = Select[int]


@dataclass(frozen=True, slots=True)
class Part:
    """What one request has found."""

    events: Sequence[EventRow]
    next_before: int | None
    searched_until: datetime | None
    """Where there is more to look at: the time of the oldest event that was looked at."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Positions between which is looked, both left out."""

    after: int | None = None
    before: int | None = None

    def of(self, column: SQLColumnExpression[int]) -> list[ColumnElement[bool]]:
        above = [column > self.after] if self.after is not None else []
        return above + ([column < self.before] if self.before is not None else [])


def page(db: Session, scope: Scope, asked: Filters, bounds: Bounds, limit: int, *, looked_at: int = LOOKED_AT) -> Part:
    """The newest that fit, and where the next page begins; it may have none and yet a next one."""
    floor = max(filter(None, (_floor(db, it, bounds, looked_at) for it in _indexes(scope, asked))), default=None)
    within = Bounds(floor - 1 if floor is not None else bounds.after, bounds.before)
    rows = _told_of(queries.recorded(scope, asked).where(*within.of(EventRow.seq)), scope, asked, within)
    found = db.scalars(rows.order_by(EventRow.seq.desc()).limit(limit + 1)).all()
    if len(found) > limit:
        return Part(found[:limit], found[limit - 1].seq, found[limit - 1].created_at)
    if floor is None:
        return Part(found, None, None)
    until, kind = db.execute(select(EventRow.created_at, EventRow.type).where(EventRow.seq == floor)).one()
    # What was brought over has the times of where it came from: it says nothing of what is older.
    if asked.since and until < asked.since and not kind.startswith(IMPORTED):
        return Part(found, None, None)
    return Part(found, floor, until)


def all_of(scope: Scope, asked: Filters) -> Select[EventRow]:
    """All that fit, in no order."""
    return _told_of(queries.recorded(scope, asked), scope, asked, Bounds())


def _told_of(rows: Select[EventRow], scope: Scope, asked: Filters, within: Bounds) -> Select[EventRow]:
    """Of these, those that tell of what is asked for."""
    if asked.entity_id is None:
        return rows
    about = (it.order_by(None).where(*within.of(it.selected_columns[0])) for it in _indexes(scope, asked))
    return rows.where(EventRow.seq.in_(union(*about)))


def _indexes(scope: Scope, asked: Filters) -> list[Positions]:
    """Positions, newest first, each read from one index; together they have all that may fit."""
    if asked.entity_id:
        told = positions_told(scope, asked.entity_id)
        columns = (EventRow.id, EventRow.board_id, EventRow.task_id, EventRow.agent_id)
        own = (select(EventRow.seq).where(column == asked.entity_id) for column in columns)
        return [told, *(it.order_by(EventRow.seq.desc()) for it in own)]
    narrow = EventRow.board_id == asked.board_id if asked.board_id else None
    every = EventRow.organization_id == scope.organization_id if narrow is None else narrow
    return [select(EventRow.seq).where(every).order_by(EventRow.seq.desc())]


def positions_told(scope: Scope, entity_id: UUID) -> Positions:
    """Of events that speak of something in their details, newest first."""
    mine = EventEntity.organization_id == scope.organization_id
    told = select(EventEntity.event_seq).where(mine, EventEntity.entity_id == entity_id)
    return told.order_by(EventEntity.event_seq.desc())


def _floor(db: Session, positions: Positions, bounds: Bounds, looked_at: int) -> int | None:
    """The position at which so many were looked at; None when there are fewer."""
    column = positions.selected_columns[0]
    return db.scalar(positions.where(*bounds.of(column)).offset(looked_at - 1).limit(1))
