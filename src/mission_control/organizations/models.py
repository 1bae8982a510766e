"""Tenants and who belongs to them."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped
from mission_control.kernel.db.types import JsonDocument
from mission_control.kernel.pausing import Pausable


class Organization(Pausable, Base):
    """A tenant: everything else belongs to exactly one."""

    __tablename__ = "organizations"

    name: Mapped[str]
    hide_member_emails: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether members who are no administrators see nobody's e-mail address but their own."""
    skills_need_second_admin: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether another administrator has to agree before a stranger's skill is installed, where there is another."""
    trusted_skill_sources: Mapped[list[str]] = mapped_column(JsonDocument, default=list, server_default=text("'[]'"))
    """Addresses below which skills are the organization's own."""


class Member(Identified, Timestamped, Base):
    """A person in an organization. The role gives no access to boards; the flags and grants do."""

    __tablename__ = "organization_members"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]
    all_boards_read: Mapped[bool] = mapped_column(default=False)
    all_boards_write: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("organization_id", "user_id"),
        CheckConstraint("role IN ('owner', 'admin', 'member')", name="role"),
    )
