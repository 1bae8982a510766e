"""Every SELECT of memory. Callers have checked that the principal may see the board; all start from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mission_control.boards.api import Board, BoardGroup
from mission_control.kernel.http.errors import NotFound
from mission_control.memory.models import BoardGroupMemory, BoardMemory

NEWEST_MESSAGES = 200

AnyEntry = TypeVar("AnyEntry", BoardMemory, BoardGroupMemory)


@dataclass(frozen=True, slots=True)
class MemoryFilter:
    """Which entries are asked for; what is not given does not narrow it."""

    is_chat: bool | None = None
    tag: str | None = None
    since: datetime | None = None
    mentioned: UUID | None = None


def entries(db: Session, board_id: UUID, wanted: MemoryFilter) -> Select[BoardMemory]:
    """Newest first."""
    return _newest_first(db, BoardMemory, wanted).where(BoardMemory.board_id == board_id)


def group_entries(db: Session, group_id: UUID, wanted: MemoryFilter) -> Select[BoardGroupMemory]:
    """Newest first."""
    return _newest_first(db, BoardGroupMemory, wanted).where(BoardGroupMemory.board_group_id == group_id)


def _newest_first(db: Session, kind: type[AnyEntry], wanted: MemoryFilter) -> Select[AnyEntry]:
    found = select(kind)
    if wanted.is_chat is not None:
        found = found.where(kind.is_chat == wanted.is_chat)
    if wanted.tag:
        found = found.where(_holds(db, kind.tags, wanted.tag))
    if wanted.since:
        found = found.where(kind.created_at >= wanted.since)
    if wanted.mentioned:
        found = found.where(_holds(db, kind.mentioned_agent_ids, str(wanted.mentioned)))
    return found.order_by(kind.created_at.desc(), kind.id)


def get(db: Session, board: Board, memory_id: UUID) -> BoardMemory:
    """Raises NotFound for an entry of another board too."""
    entry = db.get(BoardMemory, memory_id)
    if entry is None or entry.board_id != board.id:
        raise NotFound
    return entry


def get_of_group(db: Session, group: BoardGroup, memory_id: UUID) -> BoardGroupMemory:
    """Raises NotFound for an entry of another group too."""
    entry = db.get(BoardGroupMemory, memory_id)
    if entry is None or entry.board_group_id != group.id:
        raise NotFound
    return entry


def entry(db: Session, memory_id: UUID) -> BoardMemory:
    """One that is there, of whatever board."""
    return db.get_one(BoardMemory, memory_id)


def by_ids(db: Session, kind: type[AnyEntry], ids: Collection[UUID]) -> dict[UUID, AnyEntry]:
    return {entry.id: entry for entry in db.scalars(select(kind).where(kind.id.in_(ids)))}


def said_by_agents(db: Session, place: ColumnElement[bool], kind: type[AnyEntry], since: datetime) -> int:
    """How many messages of agents there are since then, and since a person has said something."""
    messages = (place, kind.is_chat, kind.created_at >= since)
    a_word = select(func.max(kind.created_at)).where(*messages, kind.user_id.is_not(None)).scalar_subquery()
    by_agents = select(func.count()).select_from(kind).where(*messages, kind.user_id.is_(None))
    return db.scalar(by_agents.where(kind.created_at > func.coalesce(a_word, since))) or 0


def newest_messages(db: Session, board_id: UUID) -> list[BoardMemory]:
    """The end of a board's chat, oldest first."""
    messages = entries(db, board_id, MemoryFilter(is_chat=True)).limit(NEWEST_MESSAGES)
    return list(db.scalars(messages))[::-1]


def _holds(
    db: Session, texts: InstrumentedAttribute[list[str]] | InstrumentedAttribute[list[str] | None], text: str
) -> ColumnElement[bool]:
    """Whether a JSON list holds a text."""
    on_postgresql = db.get_bind().dialect.name == "postgresql"
    each = (func.jsonb_array_elements_text if on_postgresql else func.json_each)(texts).table_valued("value")
    return exists(select(1).select_from(each).where(each.c.value == text))
