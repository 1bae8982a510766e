"""Sessions of browsers whose people have signed in with an identity provider."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified


class SignInSession(Identified, Base):
    """Ends by signing out, by its time, or with the account."""

    __tablename__ = "sign_in_sessions"
    __secrets__ = frozenset({"digest"})

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
