"""Which skills gateways have, or are to have."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified


class InstallStatus(StrEnum):
    REQUESTED = "requested"
    """The gateway's main agent was told, or is told as soon as the gateway can be reached, or somebody has agreed."""
    INSTALLED = "installed"
    """The agent has reported so."""
    REMOVING = "removing"
    FAILED = "failed"

    @property
    def is_there(self) -> bool:
        return self in {InstallStatus.REQUESTED, InstallStatus.INSTALLED}


class Verification(StrEnum):
    """What the gateway itself says to what its agent has reported."""

    VERIFIED = "verified"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"
    """It does not answer that question."""


class Wanted(StrEnum):
    """What people have asked for last; an attempt that failed does not change it."""

    INSTALLED = "installed"
    REMOVED = "removed"


class SkillInstall(Identified, Base):
    """A skill on a gateway; gone when the gateway does not list it any more after it was removed."""

    __tablename__ = "gateway_installed_skills"
    __unrecorded__ = frozenset({"content"})

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
    address: Mapped[str | None]
    """Where it comes from, of that commit."""
    content: Mapped[str | None] = mapped_column(Text, deferred=True)
    """What was asked for, and agreed to: what the catalogue has later is another request."""
    requested_at: Mapped[datetime]
    requested_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    """Whose will it was; of what a service has asked for, who has made its key."""
    requested_by: Mapped[str | None]
    needs_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It waits for another administrator."""
    approved_by: Mapped[str | None]
    was_told: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the agent was ever to install it: of what it was not, nothing is to be removed."""
    settled_at: Mapped[datetime | None]
    """When the agent reported."""
    verified_at: Mapped[datetime | None]
    """When the gateway was asked about that."""
    verification: Mapped[str | None]
    verification_reason: Mapped[str | None] = mapped_column(Text)

    @property
    def is_unverified(self) -> bool:
        """Reported, and not held against the gateway yet."""
        reported = self.status in {InstallStatus.INSTALLED, InstallStatus.REMOVING} and self.settled_at is not None
        return reported and self.verified_at is None

    @property
    def is_waiting_for_approval(self) -> bool:
        """Not so when somebody has declined it."""
        return self.needs_approval and self.status == InstallStatus.REQUESTED

    __table_args__ = (
        CheckConstraint("status IN ('requested', 'installed', 'removing', 'failed')", name="status"),
        UniqueConstraint("gateway_id", "skill_id"),
    )
