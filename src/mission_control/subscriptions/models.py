"""Addresses that are told of events, and what has become of telling them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped
from mission_control.kernel.db.types import JsonDocument


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
    """Tried as often as it is tried, or not to be delivered any more; a person may replay it."""


class EventSubscription(Identified, Timestamped, Base):
    """An address of another system that wants to know what happens."""

    __tablename__ = "event_subscriptions"
    __secrets__ = frozenset({"sealed_secret", "sealed_former_secret"})
    __unrecorded__ = frozenset(
        {
            "position",
            "failures",
            "failing_since",
            "last_failure",
            "retry_at",
            "sending",
            "turn_at",
            "delivered_at",
            "former_until",
        }
    )

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    kept_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    """Who answers for where its events go: it is told what this person may see."""
    name: Mapped[str]
    url: Mapped[str] = mapped_column(Text)
    sealed_secret: Mapped[str] = mapped_column(Text)
    """Encrypted; see `kernel.security.secrets`."""
    sealed_former_secret: Mapped[str | None] = mapped_column(Text)
    former_until: Mapped[datetime | None]
    """Until then deliveries are signed with the former secret too, so that the receiver can change over."""
    event_types: Mapped[list[str]] = mapped_column(JsonDocument)
    """Types, and beginnings of types that end with a dot; none for all."""
    board_ids: Mapped[list[str] | None] = mapped_column(JsonDocument)
    """Only events of these boards; None for all events of the organization."""
    enabled: Mapped[bool]
    paused_reason: Mapped[str | None] = mapped_column(Text)
    """Why the product itself has paused it."""
    position: Mapped[int] = mapped_column(BigInteger())
    """Up to here deliveries have been made of the log's events."""
    failures: Mapped[int]
    """In a row."""
    failing_since: Mapped[datetime | None]
    last_failure: Mapped[str | None] = mapped_column(Text)
    """Why its last attempt failed and what would mend that; None as soon as one is taken."""
    retry_at: Mapped[datetime | None]
    """Nothing is sent before then: the address seems not to be there, or has asked for a pause."""
    sending: Mapped[bool]
    """Whether it has its turn; see `turns`."""
    turn_at: Mapped[datetime]
    """When its last turn began or ended."""
    delivered_at: Mapped[datetime | None]
    version: Mapped[int]


class EventDelivery(Identified, Base):
    """One event for one subscription. Its words stay in the log, where they can be erased by right."""

    __tablename__ = "event_deliveries"
    __unrecorded__ = frozenset(
        {"subscription_id", "position", "event_type", "state", "attempts", "next_attempt_at", "status_code", "error"}
        | {"attempted_at", "delivered_at"}
    )
    """They are a log themselves."""

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("event_subscriptions.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(BigInteger())
    """Of the event in the log; no foreign key, the log may be shortened."""
    event_type: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    status_code: Mapped[int | None]
    """Of the last answer."""
    error: Mapped[str | None] = mapped_column(Text)
    """Why the last attempt failed, for people."""
    created_at: Mapped[datetime]
    attempted_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("subscription_id", "position"),
        CheckConstraint("state IN ('pending', 'delivered', 'dead')", name="state"),
        Index(None, "subscription_id", "created_at", "id"),
        Index(None, "created_at"),
        Index(
            "ix_event_deliveries_pending",
            "subscription_id",
            "next_attempt_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )
