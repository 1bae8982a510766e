"""What is remembered and said on a board, and in a group of boards."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified
from mission_control.kernel.db.types import JsonDocument


class Entry(Identified):
    """A note, or a message of a chat. The id is also the id of its event."""

    __unrecorded__ = frozenset({"content"})
    __forgotten__ = True

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    content: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str] | None] = mapped_column(JsonDocument)
    is_chat: Mapped[bool]
    source: Mapped[str | None]
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    author_name: Mapped[str]
    """As it was then: it stays readable when the author is gone."""
    mentioned_agent_ids: Mapped[list[str]] = mapped_column(JsonDocument)
    """Whom it calls, as the agents were then; only in a chat."""
    created_at: Mapped[datetime]


class BoardMemory(Entry, Base):
    """What is kept and said on one board."""

    __tablename__ = "board_memory"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))

    __table_args__ = (
        Index(None, "board_id", "is_chat", "created_at", "id"),
        Index(None, "board_id", "created_at", "id"),
        Index(None, "organization_id"),
    )


class BoardGroupMemory(Entry, Base):
    """What is kept and said for all boards of a group."""

    __tablename__ = "board_group_memory"

    board_group_id: Mapped[UUID] = mapped_column(ForeignKey("board_groups.id", ondelete="CASCADE"))

    __table_args__ = (
        Index(None, "board_group_id", "is_chat", "created_at", "id"),
        Index(None, "board_group_id", "created_at", "id"),
        Index(None, "organization_id"),
    )
