"""Tags of an organization, and which tasks carry them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped


class Tag(Identified, Timestamped, Base):
    __tablename__ = "tags"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    name: Mapped[str]
    slug: Mapped[str]
    color: Mapped[str]
    """Six hexadecimal digits, lower case, without `#`."""
    description: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("organization_id", "slug"),)


class TagAssignment(Base):
    __tablename__ = "tag_assignments"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int]
    """Order in which the task got its tags."""
    created_at: Mapped[datetime]
