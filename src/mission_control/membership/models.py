"""Invitations into an organization."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped


class Invite(Identified, Timestamped, Base):
    """A place that is kept for whoever has this e-mail address and the link."""

    __tablename__ = "organization_invites"
    __secrets__ = frozenset({"token_digest"})

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    invited_email: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    all_boards_read: Mapped[bool]
    all_boards_write: Mapped[bool]
    created_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    accepted_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    accepted_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("role IN ('owner', 'admin', 'member')", name="role"),
        Index(None, "organization_id", "created_at"),
        Index(
            "uq_organization_invites_pending",
            "organization_id",
            "invited_email",
            unique=True,
            sqlite_where=text("accepted_at IS NULL"),
            postgresql_where=text("accepted_at IS NULL"),
        ),
    )


class InviteGrant(Identified, Timestamped, Base):
    """What the invited person may do on one board; with the all-boards flags there are none."""

    __tablename__ = "organization_invite_board_access"

    # Named here: the conventional name is longer than PostgreSQL's identifiers may be.
    organization_invite_id: Mapped[UUID] = mapped_column(
        ForeignKey("organization_invites.id", name="fk_organization_invite_board_access_invite", ondelete="CASCADE")
    )
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"), index=True)
    can_read: Mapped[bool]
    can_write: Mapped[bool]

    __table_args__ = (
        UniqueConstraint("organization_invite_id", "board_id", name="uq_organization_invite_board_access_invite_board"),
    )
