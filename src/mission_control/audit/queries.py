"""Every SELECT of the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Session, undefer_group

from mission_control.agents.api import Agent
from mission_control.audit.models import AuditSeal
from mission_control.boards.api import ALL_BOARDS_ONLY, Board
from mission_control.boards.events import BoardDeleted
from mission_control.kernel.events.log import AUDIT, EventRow
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.organizations.api import Organization
from mission_control.tasks.api import Task
from mission_control.tasks.events import TaskDeleted

EVENT = EventRow.__table__
StoredEvent = dict[str, Any]
"""A row of the log as it is, by column."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the log; all of it has to fit."""

    actor_kind: str | None = None
    actor_id: UUID | None = None
    event_type: str | None = None
    entity_id: UUID | None = None
    board_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    request_id: str | None = None
    address: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the log that somebody may read."""

    organization_id: UUID
    boards: frozenset[UUID] | None = None
    """Besides what is of no board; None for all boards, also those that are gone."""

    @classmethod
    def of(cls, principal: UserPrincipal) -> "Scope":
        if principal.reads_all_boards:
            return cls(principal.organization_id)
        readable = (board_id for board_id in principal.grants if principal.can_read(board_id))
        return cls(principal.organization_id, frozenset(readable))

    def condition(self) -> ColumnElement[bool]:
        mine = EventRow.organization_id == self.organization_id
        if self.boards is None:
            return mine
        beside_boards = and_(EventRow.board_id.is_(None), EventRow.topic.not_in(ALL_BOARDS_ONLY))
        return and_(mine, or_(beside_boards, EventRow.board_id.in_(self.boards)))


def recorded(scope: Scope, asked: Filters) -> Select[EventRow]:
    """The events that may be read and fit, with all that the log has of them, in no order.

    What they tell of is for `finding` to see to.
    """
    events = select(EventRow).where(scope.condition()).options(undefer_group(AUDIT))
    equal = {
        EventRow.actor_kind: asked.actor_kind,
        EventRow.actor_id: asked.actor_id,
        EventRow.board_id: asked.board_id,
        EventRow.request_id: asked.request_id,
        EventRow.address: asked.address,
    }
    events = events.where(*(column == value for column, value in equal.items() if value))
    return events.where(*_conditions(asked))


def _conditions(asked: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.event_type:
        kind = asked.event_type
        is_prefix = kind.endswith(".")
        conditions.append(EventRow.type.startswith(kind, autoescape=True) if is_prefix else EventRow.type == kind)
    if asked.since:
        conditions.append(EventRow.created_at >= asked.since)
    if asked.until:
        conditions.append(EventRow.created_at < asked.until)
    if asked.text:
        conditions.append(EventRow.message.icontains(asked.text, autoescape=True))
    return conditions


def names(db: Session, events: Sequence[EventRow]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """The present names of boards and of agents that the events are about."""
    boards = {event.board_id for event in events if event.board_id}
    agents = {event.agent_id for event in events if event.agent_id}
    board_rows = db.execute(select(Board.id, Board.name).where(Board.id.in_(boards))) if boards else ()
    agent_rows = db.execute(select(Agent.id, Agent.name).where(Agent.id.in_(agents))) if agents else ()
    return {row[0]: row[1] for row in board_rows}, {row[0]: row[1] for row in agent_rows}


# --- seals


def _stored(db: Session, rows: Select[*tuple[Any, ...]]) -> list[StoredEvent]:
    return [dict(row) for row in db.execute(rows).mappings()]


def with_unsealed(db: Session) -> Sequence[UUID]:
    """Organizations with events after their last seal; a look at one end of an index for each that the log knows.

    Not those whose newest event has no digest: of releases before digests there may be any number of those.
    """
    of_log = select(EventRow.organization_id).order_by(EventRow.organization_id).limit(1)
    known = select(of_log.scalar_subquery().label("id")).cte("known", recursive=True)
    following = of_log.where(EventRow.organization_id > known.c.id).correlate(known)
    known = known.union_all(select(following.scalar_subquery()).where(known.c.id.is_not(None)))
    written = case((EventRow.digest.is_not(None), EventRow.seq))
    of_one = select(written).where(EventRow.organization_id == known.c.id)
    newest = of_one.order_by(EventRow.seq.desc()).limit(1).scalar_subquery()
    last_seal = select(AuditSeal.to_seq).where(AuditSeal.organization_id == known.c.id)
    sealed = last_seal.order_by(AuditSeal.number.desc()).limit(1).scalar_subquery()
    # Each for itself: a row at a made-up position keeps its own organization from being sealed, and no other.
    return db.scalars(select(known.c.id).where(known.c.id.is_not(None), newest > func.coalesce(sealed, 0))).all()


def rows_between(db: Session, organization_id: UUID, after: int, until: int) -> Sequence[StoredEvent]:
    mine = EVENT.c.organization_id == organization_id
    rows = select(EVENT).where(mine, EVENT.c.seq > after, EVENT.c.seq <= until).order_by(EVENT.c.seq)
    return _stored(db, rows)


def count_after(db: Session, organization_id: UUID, position: int) -> int:
    mine = EVENT.c.organization_id == organization_id
    return db.scalar(select(func.count()).select_from(EVENT).where(mine, EVENT.c.seq > position)) or 0


def rows_next(db: Session, organization_id: UUID, after: int, limit: int) -> Sequence[StoredEvent]:
    mine = EVENT.c.organization_id == organization_id
    rows = select(EVENT).where(mine, EVENT.c.seq > after).order_by(EVENT.c.seq).limit(limit)
    return _stored(db, rows)


def written_next(db: Session, organization_id: UUID, after: int, limit: int) -> Sequence[StoredEvent]:
    """Events after a position that have a digest."""
    mine = (EVENT.c.organization_id == organization_id) & EVENT.c.digest.is_not(None)
    rows = select(EVENT).where(mine, EVENT.c.seq > after).order_by(EVENT.c.seq).limit(limit)
    return _stored(db, rows)


def sealable(db: Session, organization_id: UUID, after: int, limit: int) -> Sequence[Row[int, str, datetime]]:
    """(position, digest, time) of the events after a position that have a digest."""
    mine = (EVENT.c.organization_id == organization_id) & EVENT.c.digest.is_not(None)
    rows = select(EVENT.c.seq, EVENT.c.digest, EVENT.c.created_at).where(mine, EVENT.c.seq > after)
    return db.execute(rows.order_by(EVENT.c.seq).limit(limit)).all()


def first_written(db: Session, organization_id: UUID) -> StoredEvent | None:
    """The first event that has a digest."""
    return next(iter(written_next(db, organization_id, 0, 1)), None)


def before(db: Session, organization_id: UUID, position: int | None) -> tuple[int, int, datetime | None]:
    """How many events there are before a position, how many of them have a digest, and the time of the newest.

    Without a position of all events.
    """
    counts = select(func.count(), func.count(EVENT.c.digest), func.max(EVENT.c.created_at))
    mine = EVENT.c.organization_id == organization_id
    earlier = true() if position is None else EVENT.c.seq < position
    row = db.execute(counts.where(mine, earlier)).one()
    return row[0], row[1], row[2]


def first_event(db: Session, organization_id: UUID) -> str | None:
    """The type of the oldest event."""
    types = select(EVENT.c.type).where(EVENT.c.organization_id == organization_id)
    found: str | None = db.scalar(types.order_by(EVENT.c.seq).limit(1))
    return found


def exists(db: Session, organization_id: UUID) -> bool:
    return db.get(Organization, organization_id) is not None


def is_followed(db: Session, position: int, moment: datetime) -> bool:
    """Whether somebody, of whichever organization, wrote an event after this position and moment."""
    later = select(EVENT.c.seq).where(EVENT.c.seq > position, EVENT.c.created_at > moment)
    return db.scalar(later.limit(1)) is not None


def first_until(db: Session, organization_id: UUID, position: int) -> int | None:
    """The first event of an organization up to a position."""
    mine = EVENT.c.organization_id == organization_id
    first: int | None = db.scalar(select(func.min(EVENT.c.seq)).where(mine, EVENT.c.seq <= position))
    return first


def last_seal(db: Session, organization_id: UUID) -> AuditSeal | None:
    seals = select(AuditSeal).where(AuditSeal.organization_id == organization_id)
    return db.scalars(seals.order_by(AuditSeal.number.desc()).limit(1)).first()


def seals_from(db: Session, organization_id: UUID, number: int, limit: int) -> Sequence[AuditSeal]:
    seals = select(AuditSeal).where(AuditSeal.organization_id == organization_id, AuditSeal.number >= number)
    return db.scalars(seals.order_by(AuditSeal.number).limit(limit)).all()


def beginning(db: Session, organization_id: UUID) -> tuple[int, UUID | None] | None:
    """Number of the first seal that is kept, and what removed its events if something did."""
    rows = select(AuditSeal.number, AuditSeal.removed_by).where(AuditSeal.organization_id == organization_id)
    found = db.execute(rows.order_by(AuditSeal.number).limit(1)).first()
    return (found.number, found.removed_by) if found else None


def sealed_organizations(db: Session) -> Sequence[UUID]:
    return db.scalars(select(AuditSeal.organization_id).distinct().order_by(AuditSeal.organization_id)).all()


def oldest_sealed_before(db: Session, moment: datetime) -> AuditSeal | None:
    """A seal whose events are all older and still there."""
    old = select(AuditSeal).where(AuditSeal.newest_at < moment, AuditSeal.removed_by.is_(None))
    return db.scalars(old.order_by(AuditSeal.newest_at, AuditSeal.number).limit(1)).first()


def event_by_id(db: Session, event_id: UUID) -> StoredEvent | None:
    return next(iter(_stored(db, select(EVENT).where(EVENT.c.id == event_id))), None)


def deletions(db: Session, organization_id: UUID, erased: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
    """What the log has of deletions of the tasks and boards that erased events speak of."""
    tasks = {event["task_id"] for event in erased if event["task_id"]}
    boards = {event["board_id"] for event in erased if event["board_id"]}
    task_gone = (EVENT.c.type == TaskDeleted.type) & EVENT.c.task_id.in_(tasks)
    board_gone = (EVENT.c.type == BoardDeleted.type) & EVENT.c.board_id.in_(boards)
    rows = select(EVENT).where(EVENT.c.organization_id == organization_id, task_gone | board_gone)
    return _stored(db, rows.order_by(EVENT.c.seq))


def existing(db: Session, ids: set[UUID]) -> set[UUID]:
    """Of these, the tasks and boards that there are."""
    tasks = db.scalars(select(Task.id).where(Task.id.in_(ids)))
    return {*tasks, *db.scalars(select(Board.id).where(Board.id.in_(ids)))}
