"""What events tell of in their details, by id: found by an index, and not by reading the log.

The board, task and agent of an event have columns of their own and are not repeated here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from mission_control.kernel.db.base import Base

MOST = 200
"""Of one event; none of ours comes near it."""
_ID = re.compile(r"(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])")


class EventEntity(Base):
    """That an event of an organization tells of something."""

    __tablename__ = "event_entities"

    event_seq: Mapped[int] = mapped_column(
        ForeignKey("events.seq", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True, autoincrement=False
    )
    entity_id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]

    __table_args__ = (
        Index(None, "organization_id", "entity_id", "event_seq"),
        {"info": {"bookkeeping": True}, "sqlite_with_rowid": False},
    )


def entities_of(row: Mapping[str, Any]) -> list[UUID]:
    """The ids in the payload of an event that none of its columns has."""
    columns = {row["id"], row["board_id"], row["task_id"], row["agent_id"]}
    found = dict.fromkeys(UUID(it) for text in _texts(row["payload"]) for it in _ID.findall(text))
    return [it for it in found if it not in columns][:MOST]


def index(db: Session, events: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Have events, (position, row), found by what they tell of."""
    rows = [
        {"event_seq": seq, "entity_id": entity, "organization_id": row["organization_id"]}
        for seq, row in events
        for entity in entities_of(row)
    ]
    if rows:
        db.execute(insert(EventEntity.__table__), rows)  # type: ignore[arg-type]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
