"""Sessions of browsers whose people have signed in with an identity provider, and the organization that they share."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified


class SignInSession(Identified, Base):
    """Ends by signing out, by its time, or with the account."""

    __tablename__ = "sign_in_sessions"
    __secrets__ = frozenset({"digest"})
    __unrecorded__ = frozenset({"address", "last_used_at"})

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    device: Mapped[str | None]
    """In words: `Firefox on Linux`."""
    address: Mapped[str | None]
    """From where it was used last."""
    last_used_at: Mapped[datetime | None]


class SharedOrganization(Base):
    """The organization that everybody of the provider joins: remembered, whatever it is called later.

    The key is unique, so of several who sign in first at once one founds it. The row outlives the organization: who
    deletes it has not asked for another.
    """

    __tablename__ = "shared_organizations"
    __table_args__ = ({"info": {"bookkeeping": True}},)

    key: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="SET NULL"), index=True
    )
    """None after it was deleted."""
    name: Mapped[str | None]
    """As it was founded. None in an installation of before there was this table: found by its name, once."""
