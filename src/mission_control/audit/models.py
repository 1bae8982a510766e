"""Seals over the event log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base


class AuditSeal(Base):
    """That an organization's events from one position to another were these, after those of the seal before.

    No foreign key, like the events themselves; the seals go when the organization does.
    """

    __tablename__ = "audit_seals"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Without a gap from 1 on: two processes cannot write the same one."""
    from_seq: Mapped[int] = mapped_column(BigInteger())
    to_seq: Mapped[int] = mapped_column(BigInteger())
    count: Mapped[int]
    newest_at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str]
    sealed_at: Mapped[datetime]
    removed_by: Mapped[UUID | None]
    """The event that says that retention removed the sealed events; then this seal is where the chain begins."""

    __table_args__ = (Index(None, "newest_at"), {"info": {"bookkeeping": True}})
