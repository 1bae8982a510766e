"""Gateways: where agents live. An agent that speaks plain HTTP belongs to its organization's built-in direct one."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped


class GatewayKind(StrEnum):
    DIRECT = "direct"
    OPENCLAW = "openclaw"


class Gateway(Identified, Timestamped, Base):
    __tablename__ = "gateways"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    name: Mapped[str]

    __table_args__ = (
        CheckConstraint("kind IN ('direct', 'openclaw')", name="kind"),
        Index(
            "uq_gateways_direct",
            "organization_id",
            unique=True,
            sqlite_where=text("kind = 'direct'"),
            postgresql_where=text("kind = 'direct'"),
        ),
    )
