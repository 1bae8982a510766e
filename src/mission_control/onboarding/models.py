"""Interviews by which people say what a board is for; a gateway's main agent asks."""

from enum import StrEnum
from typing import NotRequired, TypedDict
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped
from mission_control.kernel.db.types import JsonDocument, JsonObject

OPEN = text("status IN ('active', 'completed')")


class Status(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    """There is a draft, which a person may still change."""
    CONFIRMED = "confirmed"


class Message(TypedDict):
    """What was said; of an agent the JSON of its call, as text."""

    role: str
    content: str
    timestamp: str
    hidden: NotRequired[bool]
    """Said by the product to the agent: nothing that a person has written."""


class BoardOnboarding(Identified, Timestamped, Base):
    """One interview. A board has one at most that is not confirmed; the newest is the one that is shown."""

    __tablename__ = "board_onboarding_sessions"
    __unrecorded__ = frozenset({"messages", "draft_goal", "session_key", "wake_key"})
    """What people say of themselves and their plans is theirs; the goal that comes of it is on the board's record."""

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    session_key: Mapped[str]
    """The session on the gateway in which the agent is told."""
    wake_key: Mapped[str]
    """Names what the agent was told last; see `provisioning.api`."""
    status: Mapped[str]
    messages: Mapped[list[Message]] = mapped_column(JsonDocument)
    draft_goal: Mapped[JsonObject | None] = mapped_column(JsonDocument)
    version: Mapped[int]

    __table_args__ = (
        CheckConstraint("status IN ('active', 'completed', 'confirmed')", name="status"),
        Index("uq_board_onboarding_sessions_open", "board_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index(None, "board_id", "updated_at"),
    )
