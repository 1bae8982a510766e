"""Addresses at which other systems tell a board something, and what they have told."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped
from mission_control.kernel.db.types import JsonDocument


class DeliveryStatus(StrEnum):
    """What has become of telling an agent."""

    PENDING = "pending"
    DELIVERED = "delivered"
    SKIPPED = "skipped"
    """There was nobody to tell."""
    FAILED = "failed"
    """Its gateway took the message, and the turn that it began ended in an error, again and again."""


class SignatureState(StrEnum):
    VERIFIED = "verified"
    UNSIGNED = "unsigned"
    """The webhook had no secret: anybody who knew its address could have sent it."""
    TEST = "test"
    """Sent from here, by a person who may change the webhook."""


class BoardWebhook(Identified, Timestamped, Base):
    """An address, whom it is for, and how its senders prove who they are."""

    __tablename__ = "board_webhooks"
    __secrets__ = frozenset({"sealed_secret"})
    __unrecorded__ = frozenset({"received_count", "last_received_at"})

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"), index=True)
    description: Mapped[str] = mapped_column(Text)
    enabled: Mapped[bool]
    sealed_secret: Mapped[str | None] = mapped_column(Text)
    """Encrypted; see `kernel.security.secrets`."""
    signature_scheme: Mapped[str]
    signature_header: Mapped[str | None]
    received_count: Mapped[int]
    last_received_at: Mapped[datetime | None]
    version: Mapped[int]

    __table_args__ = (Index(None, "board_id", "created_at", "id"),)


class WebhookPayload(Identified, Base):
    """One delivery, kept as it came: what its bytes mean is found out when they are read."""

    __tablename__ = "board_webhook_payloads"
    __unrecorded__ = frozenset({"body", "headers"})
    """Strangers sent these, maybe with keys of theirs."""

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"), index=True)
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("board_webhooks.id", ondelete="CASCADE"))
    delivery_id: Mapped[str | None]
    """How the sender names this delivery, when it does: the same one again is answered and not kept again."""
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    headers: Mapped[dict[str, str] | None] = mapped_column(JsonDocument)
    source_ip: Mapped[str | None]
    content_type: Mapped[str | None]
    signature: Mapped[str]
    memory_id: Mapped[UUID | None] = mapped_column(ForeignKey("board_memory.id", ondelete="SET NULL"), index=True)
    delivery_status: Mapped[str]
    attempts: Mapped[int]
    last_error: Mapped[str | None] = mapped_column(Text)
    delivered_at: Mapped[datetime | None]
    told_agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"), index=True)
    """While it is pending: who is to be told."""
    told_agent_name: Mapped[str | None]
    """As it was then."""
    received_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("webhook_id", "delivery_id"),
        CheckConstraint("delivery_status IN ('pending', 'delivered', 'skipped', 'failed')", name="delivery_status"),
        CheckConstraint("signature IN ('verified', 'unsigned', 'test')", name="signature"),
        Index(None, "webhook_id", "received_at", "id"),
        Index(None, "received_at"),
        Index(
            "ix_board_webhook_payloads_skipped",
            "webhook_id",
            sqlite_where=text("delivery_status = 'skipped'"),
            postgresql_where=text("delivery_status = 'skipped'"),
        ),
    )
