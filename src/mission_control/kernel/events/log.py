"""The ordered log of all changes: appended in the transaction of the change, read from a position.

On PostgreSQL a sequence number is allotted before its transaction commits, so numbers can become visible out of order.
Every row therefore carries its transaction id, and readers stop below the oldest transaction still running
(`pg_snapshot_xmin`): nothing can appear behind a position that was already passed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, Select, func, insert, literal_column, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from mission_control.kernel.db.base import Base
from mission_control.kernel.db.types import JsonDocument, JsonObject, UtcDateTime
from mission_control.kernel.events.envelope import Event
from mission_control.kernel.security.principals import ActorRef

NOTIFY_CHANNEL = "mission_control_events"
READ_BATCH = 500


class EventRow(Base):
    """One committed change. No foreign keys: the log outlives what it speaks of."""

    __tablename__ = "events"

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    transaction_id: Mapped[int] = mapped_column(BigInteger, default=0)
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

    __table_args__ = (
        Index(None, "organization_id", "seq"),
        Index(None, "board_id", "seq"),
        Index(None, "task_id", "seq"),
        Index(None, "agent_id", "seq"),
        # AUTOINCREMENT: a position must never be handed out twice, not even after the newest rows were deleted.
        {"sqlite_autoincrement": True},
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Events after a position, oldest first; `held_back` says that later ones exist which may not be read yet."""

    events: Sequence[EventRow]
    held_back: bool


def append(db: Session, events: Iterable[Event], actor: ActorRef, request_id: str | None, now: datetime) -> list[int]:
    """Write events in the order given; returns their positions. The caller's transaction decides whether they exist."""
    transaction_id = _announce(db)
    rows = [
        {
            "id": event.id,
            "transaction_id": transaction_id,
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
            "request_id": request_id,
            "created_at": now,
        }
        for event in events
    ]
    statement = insert(EventRow).returning(EventRow.seq, sort_by_parameter_order=True)
    return list(db.scalars(statement, rows, execution_options={"populate_existing": False}))


def _announce(db: Session) -> int:
    """Wake the readers at commit, and get the id of this transaction before any position is allotted to it."""
    if db.get_bind().dialect.name != "postgresql":
        return 0
    row = db.execute(text(f"SELECT pg_notify('{NOTIFY_CHANNEL}', ''), pg_current_xact_id()::text::bigint")).one()
    return int(row[1])


def _settled(dialect: str) -> Any:
    """True for rows below which no transaction can still write."""
    if dialect != "postgresql":
        return literal_column("1") == 1
    return EventRow.transaction_id < func.pg_snapshot_xmin(func.pg_current_snapshot()).op("::")(
        literal_column("text")
    ).op("::")(literal_column("bigint"))


def read_after(db: Session, position: int, *, limit: int = READ_BATCH) -> Batch:
    dialect = db.get_bind().dialect.name
    settled = select(EventRow).where(EventRow.seq > position, _settled(dialect)).order_by(EventRow.seq).limit(limit)
    events = db.scalars(settled).all()
    if dialect != "postgresql" or len(events) == limit:
        return Batch(events, held_back=False)
    last = events[-1].seq if events else position
    waiting = db.scalar(select(func.count()).select_from(EventRow).where(EventRow.seq > last))
    return Batch(events, held_back=bool(waiting))


def last_position(db: Session) -> int:
    """The newest position that a reader may start after without missing anything."""
    return db.scalar(select(func.max(EventRow.seq)).where(_settled(db.get_bind().dialect.name))) or 0


def first_position(db: Session) -> int:
    return db.scalar(select(func.min(EventRow.seq))) or 0


def position_at(db: Session, moment: datetime) -> int:
    """The position just before the first event at or after a moment."""
    first = db.scalar(select(func.min(EventRow.seq)).where(EventRow.created_at >= moment))
    return first - 1 if first else last_position(db)


def history() -> Select[EventRow]:
    """All events, newest first; readers narrow it to what their principal may see."""
    return select(EventRow).order_by(EventRow.seq.desc())
