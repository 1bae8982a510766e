"""Keys by which programs act, for a person or as a service of an organization."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified
from mission_control.kernel.db.types import JsonDocument


class ApiKey(Identified, Base):
    """Belongs to a membership: whoever is in the organization no more has no keys there either."""

    __tablename__ = "api_keys"
    __secrets__ = frozenset({"digest"})
    __unrecorded__ = frozenset({"last_used_at"})

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("organization_members.id", ondelete="CASCADE"), index=True)
    created_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    name: Mapped[str]
    digest: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(JsonDocument)
    board_ids: Mapped[list[str] | None] = mapped_column(JsonDocument)
    """The boards that it reaches; None for all that its owner may reach."""
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
