"""Gateways: where agents live. An agent that speaks plain HTTP belongs to its organization's built-in direct one."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base
from mission_control.kernel.db.types import JsonDocument
from mission_control.kernel.pausing import Pausable


class GatewayKind(StrEnum):
    DIRECT = "direct"
    OPENCLAW = "openclaw"


class Gateway(Pausable, Base):
    """What people say of a gateway; of the direct one only that there is one."""

    __tablename__ = "gateways"
    __secrets__ = frozenset({"sealed_token"})

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    url: Mapped[str]
    workspace_root: Mapped[str]
    """The folder on the gateway's host below which its agents have theirs."""
    sealed_token: Mapped[str | None] = mapped_column(Text)
    """Encrypted; see `kernel.security.secrets`."""
    allow_insecure_tls: Mapped[bool]
    disable_device_pairing: Mapped[bool]
    certificate_authority: Mapped[str | None] = mapped_column(Text)
    """PEM of who signed the gateway's certificate, where machines do not know it."""
    version: Mapped[int]

    __table_args__ = (
        CheckConstraint("kind IN ('direct', 'openclaw')", name="kind"),
        Index(
            "uq_gateways_direct",
            "organization_id",
            unique=True,
            sqlite_where=text("kind = 'direct'"),
            postgresql_where=text("kind = 'direct'"),
        ),
        Index(
            "uq_gateways_url",
            "organization_id",
            "url",
            unique=True,
            sqlite_where=text("kind = 'openclaw'"),
            postgresql_where=text("kind = 'openclaw'"),
        ),
    )


class GatewayLink(Base):
    """What the process that keeps the connection knows of a gateway; it alone writes here.

    Apart from the gateway, so that what is observed locks nothing that people change.
    """

    __tablename__ = "gateway_links"

    gateway_id: Mapped[UUID] = mapped_column(ForeignKey("gateways.id", ondelete="CASCADE"), primary_key=True)
    sealed_device_key: Mapped[str] = mapped_column(Text)
    """Who we are to this gateway. Made once: another one would have to be paired anew."""
    device_id: Mapped[str]
    sealed_device_token: Mapped[str | None] = mapped_column(Text)
    """What the gateway gave us when we were paired."""
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    cure: Mapped[str] = mapped_column(Text)
    pairing_request_id: Mapped[str | None]
    since: Mapped[datetime]
    """Since when it is in this state."""
    last_connected_at: Mapped[datetime | None]
    server_version: Mapped[str | None]
    protocol: Mapped[int | None]
    boot_id: Mapped[str | None]
    methods: Mapped[list[str] | None] = mapped_column(JsonDocument)
    events: Mapped[list[str] | None] = mapped_column(JsonDocument)
    scopes: Mapped[list[str] | None] = mapped_column(JsonDocument)
    """What we may do there."""
    commands_waiting: Mapped[int] = mapped_column(default=0)
    """Commands of the gateway's main agent that wait for leave there; those of other agents are approvals."""
    commands_since: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    """The process that keeps the connection, until `lease_until`."""
    lease_until: Mapped[datetime | None] = mapped_column(index=True)
