"""The ordered log of all changes: appended in the transaction of the change, read from a position.

On PostgreSQL a sequence number is allotted before its transaction commits, so without care numbers become visible
out of order and a reader skips some. Holding readers below the oldest running transaction is not enough: transaction
ids and sequence numbers are allotted in different orders. So appending takes an advisory lock until the commit:
numbers become visible in their order. It costs little, NOTIFY makes commits take turns anyway.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    Integer,
    Select,
    Table,
    case,
    delete,
    func,
    insert,
    null,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from mission_control.kernel.db.base import Base, index_where_set
from mission_control.kernel.db.connections import connection_of
from mission_control.kernel.db.types import JsonDocument, JsonObject, UtcDateTime
from mission_control.kernel.environment import environment_of
from mission_control.kernel.events import digests, entities
from mission_control.kernel.events.entities import EventEntity
from mission_control.kernel.events.envelope import Event, Topic
from mission_control.kernel.security.principals import ActorRef

NOTIFY_CHANNEL = "mission_control_events"
APPEND_LOCK = 7_204_117_312
READ_BATCH = 500
FORGOTTEN = "A comment that went with its task"
ERASABLE = (Topic.TASKS, Topic.COMMENTS)
"""Of what is told about tasks the words can be erased."""
AUDIT = "audit"


class EventRow(Base):
    """One committed change. No foreign keys: the log outlives what it speaks of."""

    __tablename__ = "events"

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    type: Mapped[str]
    topic: Mapped[str]
    organization_id: Mapped[UUID]
    board_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    agent_id: Mapped[UUID | None]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str | None]
    message: Mapped[str]
    payload: Mapped[JsonObject] = mapped_column(JsonDocument)
    request_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())

    # What only the audit log shows is read when it is asked for: feeds and streams neither need it nor may tell it.
    address: Mapped[str | None] = mapped_column(deferred=True, deferred_group=AUDIT)
    changes: Mapped[JsonObject | None] = mapped_column(JsonDocument, deferred=True, deferred_group=AUDIT)
    salt: Mapped[str | None] = mapped_column(deferred=True, deferred_group=AUDIT)
    """Null when the words were erased; see `kernel.events.digests`."""
    words_digest: Mapped[str | None] = mapped_column(deferred=True, deferred_group=AUDIT)
    digest: Mapped[str | None] = mapped_column(deferred=True, deferred_group=AUDIT)
    """Null for events of releases that made none; nobody gives them one later."""

    __table_args__ = (
        Index(None, "organization_id", "seq"),
        Index(None, "board_id", "seq"),
        Index(None, "board_id", "created_at"),
        index_where_set("task_id", "seq"),
        index_where_set("agent_id", "seq"),
        # AUTOINCREMENT: a position must never be handed out twice, not even after the newest rows were deleted.
        {"sqlite_autoincrement": True},
    )


_EVENTS = cast("Table", EventRow.__table__)
_APPEND = insert(_EVENTS).returning(_EVENTS.c.seq, sort_by_parameter_order=True)
"""Made once, and without the session: nobody asks for these rows as objects."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes changes, and in which request from where; without a request it is the product's own work."""

    actor: ActorRef
    request_id: str | None = None
    address: str | None = None


def append(
    db: Session, events: Sequence[Event], changes: Sequence[JsonObject | None], author: Author, now: datetime
) -> list[int]:
    """Write events in the order given; returns their positions. The caller's transaction decides whether they exist.

    `changes` are those of each event that it does not state itself.
    """
    actor = author.actor
    rows = [
        {
            "id": event.id,
            "type": event.type,
            "topic": event.topic.value,
            "organization_id": event.organization_id,
            "board_id": event.board_id,
            "task_id": event.task_id,
            "agent_id": event.agent_id,
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "actor_name": actor.name,
            "message": event.message,
            "payload": event.payload(),
            "request_id": author.request_id,
            "created_at": now,
            "address": author.address,
            "changes": changed,
        }
        for event, changed in zip(events, changes, strict=True)
    ]
    sign = environment_of(db).secrets.authenticate
    for row in rows:
        row.update(_digests_of(sign, row))
    _take_turn(db)
    positions = list(connection_of(db).execute(_APPEND, rows).scalars())
    entities.index(db, list(zip(positions, rows, strict=True)))
    return positions


@dataclass(slots=True, kw_only=True)
class Past:
    """Something that happened at another installation, before it was brought over."""

    id: UUID
    type: str
    """Begins with `IMPORTED`."""
    topic: Topic
    organization_id: UUID
    board_id: UUID | None
    task_id: UUID | None
    agent_id: UUID | None
    actor: ActorRef
    message: str
    created_at: datetime
    payload: JsonObject = field(default_factory=dict)
    request_id: str | None = None
    address: str | None = None
    changes: JsonObject | None = None


def append_past(db: Session, events: Sequence[Past]) -> None:
    """Write history into the log, under the times at which it happened. Nobody is told of it."""
    sign = environment_of(db).secrets.authenticate
    rows: list[dict[str, Any]] = [
        {
            "id": event.id,
            "type": event.type,
            "topic": event.topic.value,
            "organization_id": event.organization_id,
            "board_id": event.board_id,
            "task_id": event.task_id,
            "agent_id": event.agent_id,
            "actor_kind": event.actor.kind,
            "actor_id": event.actor.id,
            "actor_name": event.actor.name,
            "message": event.message,
            "payload": event.payload,
            "request_id": event.request_id,
            "created_at": event.created_at,
            "address": event.address,
            "changes": event.changes,
        }
        for event in events
    ]
    for row in rows:
        row.update(_digests_of(sign, row))
    _take_turn(db)
    db.execute(insert(EventRow.__table__), rows)  # type: ignore[arg-type]
    telling = {row["id"]: row for row in rows if entities.entities_of(row)}
    if telling:
        positions = db.execute(select(EventRow.seq, EventRow.id).where(EventRow.id.in_(telling)))
        entities.index(db, [(seq, telling[event_id]) for seq, event_id in positions.all()])


def _digests_of(sign: digests.Sign, row: Mapping[str, Any]) -> dict[str, str]:
    """What the row of a new event has beside what it tells."""
    salt = digests.new_salt()
    words = digests.words_digest(sign, salt, row)
    return {"salt": salt, "words_digest": words, "digest": digests.event_digest(sign, words, row)}


def _take_turn(db: Session) -> None:
    """Wait until earlier appends have committed, and have this one's commit announced to all processes."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text(f"SELECT pg_advisory_xact_lock({APPEND_LOCK}), pg_notify('{NOTIFY_CHANNEL}', '')"))


def read_after(db: Session, position: int, *, limit: int = READ_BATCH) -> Sequence[EventRow]:
    """Events after a position, oldest first."""
    return db.scalars(select(EventRow).where(EventRow.seq > position).order_by(EventRow.seq).limit(limit)).all()


def last_position(db: Session) -> int:
    """The newest position; a reader that starts after it misses nothing."""
    return db.scalar(select(func.max(EventRow.seq))) or 0


def first_position(db: Session) -> int:
    return db.scalar(select(func.min(EventRow.seq))) or 0


def position_at(db: Session, moment: datetime) -> int:
    """The position just before the first event at or after a moment."""
    first = db.scalar(select(func.min(EventRow.seq)).where(EventRow.created_at >= moment))
    return first - 1 if first else last_position(db)


def forget_words_of_task(db: Session, task_id: UUID) -> None:
    """Of what was told about a task leave who did what and when: deleting it is a promise that its words are gone."""
    _forget_words(db, EventRow.task_id == task_id)


def forget_words_of_board(db: Session, board_id: UUID) -> None:
    """The same for all tasks of a board."""
    _forget_words(db, EventRow.board_id == board_id)


def _forget_words(db: Session, about: ColumnElement[bool]) -> None:
    told = update(EventRow).where(about, EventRow.topic.in_(ERASABLE))
    forgotten = select(EventRow.seq).where(about, EventRow.topic.in_(ERASABLE))
    db.execute(delete(EventEntity.__table__).where(EventEntity.event_seq.in_(forgotten)))  # type: ignore[arg-type]
    message = case((EventRow.topic == Topic.COMMENTS, FORGOTTEN), else_=EventRow.message)
    # The digest of the words stays, for the chain; without the salt nothing can be found out by it.
    erased = told.values(message=message, payload={}, changes=null(), salt=null())
    db.execute(erased, execution_options={"synchronize_session": False})


def history() -> Select[EventRow]:
    """All events, newest first; readers narrow it to what their principal may see."""
    return select(EventRow).order_by(EventRow.seq.desc())
