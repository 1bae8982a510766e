"""What agents are to have on their gateways, and how far that is; and what they are to be woken for."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Timestamped
from mission_control.kernel.db.types import JsonDocument


class AgentSetup(Timestamped, Base):
    """One identity on a gateway: wanted there by an agent or, when that is gone, to be removed.

    It outlives its agent until the gateway has let go of it, and one who comes after under the same identity (a
    board's next lead) takes it over: there are never two of one.
    """

    __tablename__ = "agent_setups"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    gateway_id: Mapped[UUID] = mapped_column(ForeignKey("gateways.id", ondelete="CASCADE"))
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"), unique=True)
    """Null: to be removed from the gateway."""
    runtime_id: Mapped[str]
    """The agent's id there; decided here, before the gateway is asked for the first time."""
    name: Mapped[str]
    section: Mapped[str | None]
    """Of an adopted agent: what its section in its files is called. Null for one that was made here."""
    found: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    """Of an adopted agent: what stood in its configuration where something of ours stands now, to be put back."""

    wanted: Mapped[str]
    """A digest of all that the gateway is to have: a change that changes none of it makes no work."""
    generation: Mapped[int]
    """Grows with each change of what is wanted."""
    applied: Mapped[int]
    """The generation that the gateway is known to have."""
    written: Mapped[dict[str, list[str]]] = mapped_column(JsonDocument)
    """Of each file the digests of what was written there; noted before writing. Another content is an edit."""
    model: Mapped[str | None]
    """The model that was written there: one that nobody wants any more is taken away, others' choices stay."""
    conflicts: Mapped[list[str]] = mapped_column(JsonDocument)
    overwrites: Mapped[bool]
    """Edits are to be replaced with the next writing."""
    resets_session: Mapped[bool]

    sealed_token: Mapped[str | None] = mapped_column(Text)
    """The agent's newest token, encrypted, until its first use."""
    token_id: Mapped[str | None]

    wake_key: Mapped[str | None]
    """The idempotency key of the newest first wake-up; stored before that is sent."""
    wakes: Mapped[int]
    woken_at: Mapped[datetime | None]
    """When the gateway took it."""
    boot_id: Mapped[str | None]
    """The gateway's process that has taken the newest message; with it ends the turn that the message began."""
    confirmed_at: Mapped[datetime | None]
    """When the agent's own call proved that all of it works."""

    turn_trouble: Mapped[str | None] = mapped_column(Text)
    """Why its newest turns have failed, until one ends well."""
    has_given_up: Mapped[bool]
    """Something that it was to hear has failed as often as it is tried."""
    turn_since: Mapped[datetime | None]
    """Since when a turn of the agent runs, as its gateway has told last."""
    turn_about: Mapped[str | None] = mapped_column(Text)
    """What it was told when that began; null where others have begun it."""

    reason: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    """Null: nothing is to be done, or it is waited for a connection."""

    __table_args__ = (UniqueConstraint("gateway_id", "runtime_id"), Index(None, "gateway_id", "next_attempt_at"))


class Wake(Base):
    """Something that an agent on a gateway is to be woken for, once."""

    __tablename__ = "agent_wakes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    setup_id: Mapped[UUID] = mapped_column(ForeignKey("agent_setups.id", ondelete="CASCADE"))
    wake_key: Mapped[str]
    """What it is about: the same is told once."""
    text: Mapped[str] = mapped_column(Text)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), index=True)
    """The work that waits for it: once that has begun, or is gone, there is nothing to tell."""
    created_at: Mapped[datetime]
    message_key: Mapped[str | None]
    """The idempotency key of the message that tells it, shared by all that are told in one."""
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When it was found that the turn of the message is over, or that nobody will know."""
    turns_failed: Mapped[int] = mapped_column(default=0)
    """How many turns that told it have ended in an error."""

    __table_args__ = (
        UniqueConstraint("setup_id", "wake_key"),
        Index(None, "setup_id", "sent_at"),
        Index(None, "wake_key"),
    )
