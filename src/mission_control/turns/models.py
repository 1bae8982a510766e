"""Turns of models that our messages have begun on gateways: what for, how they ended, and what they have cost."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Double, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base


class Outcome(StrEnum):
    DONE = "done"
    FAILED = "failed"
    CUT = "cut"
    """Somebody stopped it, or its gateway ended before it did."""
    UNKNOWN = "unknown"
    """The gateway's transcript tells nothing of it any more."""


class Turn(Base):
    """What one message of ours has begun. It outlives its agent and its gateway: what was spent stays spent."""

    __tablename__ = "agent_turns"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    """Null for a gateway's main agent."""
    gateway_id: Mapped[UUID | None] = mapped_column(ForeignKey("gateways.id", ondelete="SET NULL"))
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    agent_name: Mapped[str]
    """As it was then: it stays readable when the agent is gone."""
    session_key: Mapped[str]
    message_key: Mapped[str] = mapped_column(unique=True)
    """The idempotency key of the message: under one key there is one turn."""
    told_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was found to have ended."""
    outcome: Mapped[str | None]
    """Null while it runs."""
    reason: Mapped[str | None] = mapped_column(Text)
    model: Mapped[str | None]
    input_tokens: Mapped[int | None] = mapped_column(BigInteger)
    """With what was read from a cache. Null: the gateway does not tell, or not yet."""
    output_tokens: Mapped[int | None] = mapped_column(BigInteger)
    cost_usd: Mapped[float | None] = mapped_column(Double)
    """Null also where the gateway knows no price of the model."""

    __table_args__ = (
        CheckConstraint("outcome IN ('done', 'failed', 'cut', 'unknown')", name="outcome"),
        Index(None, "board_id", "told_at"),
        Index(None, "agent_id", "told_at"),
        Index(None, "gateway_id", "outcome"),
    )


class TurnReason(Base):
    """One of the things that a turn was begun for; its words may quote a task, and go with it."""

    __tablename__ = "agent_turn_reasons"

    turn_id: Mapped[UUID] = mapped_column(ForeignKey("agent_turns.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), index=True)
