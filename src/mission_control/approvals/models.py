"""Decisions that were asked for, and the tasks they are about."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped
from mission_control.kernel.db.types import JsonDocument, JsonObject


class ApprovalStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Approval(Identified, Timestamped, Base):
    """Something that waits for a person's decision, or has had it."""

    __tablename__ = "approvals"
    __unrecorded__ = frozenset({"payload", "decision_event_id"})
    """What an agent wants to do may quote a task, whose words go with it."""

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    """The agent that wants to act."""
    action_type: Mapped[str]
    payload: Mapped[JsonObject | None] = mapped_column(JsonDocument)
    confidence: Mapped[float] = mapped_column(Double)
    rubric_scores: Mapped[dict[str, int] | None] = mapped_column(JsonDocument)
    status: Mapped[str]
    requested_by_kind: Mapped[str]
    requested_by_name: Mapped[str]
    """As it was then: it stays readable when whoever asked is gone."""
    decided_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    decided_by_name: Mapped[str | None]
    decision_reason: Mapped[str | None] = mapped_column(Text)
    decision_event_id: Mapped[UUID | None]
    """The event of the present decision: what agents did after it is what keeps it from being undone."""
    expires_at: Mapped[datetime | None]
    expired: Mapped[bool]
    resolved_at: Mapped[datetime | None]
    version: Mapped[int]

    __table_args__ = (
        CheckConstraint("status IN ('pending', 'approved', 'rejected')", name="status"),
        Index(None, "board_id", "created_at", "id"),
        Index(None, "board_id", "status", "created_at", "id"),
        Index(None, "organization_id", "status", "created_at", "id"),
        Index(None, "board_id", "action_type", "resolved_at"),
        Index(None, "agent_id"),
        Index(None, "expires_at"),
    )


class ApprovalTaskLink(Base):
    """A task that an approval is about; the first by `position` is its main one."""

    __tablename__ = "approval_task_links"

    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approvals.id", ondelete="CASCADE"), primary_key=True)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int]
