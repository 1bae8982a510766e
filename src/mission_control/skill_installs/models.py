"""Which skills gateways have, or are to have."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified


class InstallStatus(StrEnum):
    REQUESTED = "requested"
    """The gateway's main agent was told, or is told as soon as the gateway can be reached."""
    INSTALLED = "installed"
    """The agent has reported so."""
    REMOVING = "removing"
    FAILED = "failed"

    @property
    def is_there(self) -> bool:
        return self in {InstallStatus.REQUESTED, InstallStatus.INSTALLED}


class Wanted(StrEnum):
    """What people have asked for last; an attempt that failed does not change it."""

    INSTALLED = "installed"
    REMOVED = "removed"


class SkillInstall(Identified, Base):
    """A skill on a gateway; gone when the agent has reported that it removed it."""

    __tablename__ = "gateway_installed_skills"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    gateway_id: Mapped[UUID] = mapped_column(ForeignKey("gateways.id", ondelete="CASCADE"))
    skill_id: Mapped[UUID] = mapped_column(ForeignKey("marketplace_skills.id", ondelete="CASCADE"), index=True)
    folder: Mapped[str | None]
    """Its own on the gateway, as long as it is installed, whatever the skill is called meanwhile."""
    wanted: Mapped[str] = mapped_column(server_default=Wanted.INSTALLED.value)
    status: Mapped[str]
    reason: Mapped[str | None] = mapped_column(Text)
    """Why it failed, in the agent's words."""
    attempt: Mapped[int]
    """Grows with each request: what is reported about an earlier one does not count."""
    commit_id: Mapped[str | None]
    """The commit that was asked for."""
    requested_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    """When the agent reported."""

    __table_args__ = (
        CheckConstraint("status IN ('requested', 'installed', 'removing', 'failed')", name="status"),
        UniqueConstraint("gateway_id", "skill_id"),
    )
