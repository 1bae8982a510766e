"""What agents tell each other and ask of people beside tasks: kept, so that it is seen and answered once."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified
from mission_control.kernel.db.types import JsonDocument


class MessageKind(StrEnum):
    NUDGE = "nudge"
    """A lead to an agent of its board."""
    ASK_USER = "ask_user"
    """A lead to people, whom the gateway's main agent may reach as well."""
    QUESTION = "question"
    """A gateway's main agent to the lead of a board."""
    HANDOFF = "handoff"
    """The same, without an answer to wait for."""

    @property
    def wants_answer(self) -> bool:
        return self in {MessageKind.ASK_USER, MessageKind.QUESTION}


class MessageStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    TOLD = "told"
    """It wants no answer."""


class AgentMessage(Identified, Base):
    """A message of an agent, and the answer to it."""

    __tablename__ = "agent_messages"
    __unrecorded__ = frozenset({"content", "answer"})
    __forgotten__ = True

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    kind: Mapped[str]
    sender_agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"), index=True)
    sender_name: Mapped[str]
    """Names are as they were then: they stay readable when the agent is gone."""
    recipient_agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    """Who is woken with it; of a question to people the gateway's main agent, if there is one."""
    recipient_name: Mapped[str | None]
    content: Mapped[str] = mapped_column(Text)
    correlation_id: Mapped[str | None]
    """The sender's own word for it."""
    preferred_channel: Mapped[str | None]
    reply_tags: Mapped[list[str]] = mapped_column(JsonDocument)
    """An entry in the board's memory with all of them is an answer."""
    reply_source: Mapped[str | None]
    status: Mapped[str]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind IN ('nudge', 'ask_user', 'question', 'handoff')", name="kind"),
        CheckConstraint("status IN ('open', 'answered', 'dismissed', 'told')", name="status"),
        Index(None, "board_id", "created_at", "id"),
        Index(None, "organization_id", "status", "created_at", "id"),
        Index(None, "recipient_agent_id", "kind", "created_at"),
    )
