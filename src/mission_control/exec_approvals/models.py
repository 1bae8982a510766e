"""What agents on gateways want to run and ask for first."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified


class ExecRequest(Identified, Base):
    """A request of a gateway that has become an approval of its agent's board.

    It is open until the gateway has been answered, or is known to wait for no answer any more.
    """

    __tablename__ = "gateway_exec_requests"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    gateway_id: Mapped[UUID] = mapped_column(ForeignKey("gateways.id", ondelete="CASCADE"))
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approvals.id", ondelete="CASCADE"), unique=True)
    request_id: Mapped[str]
    """The gateway's own name for it."""
    answer: Mapped[str | None]
    """What was decided, in the gateway's words; null until then."""
    settled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("gateway_id", "request_id"), Index(None, "gateway_id", "settled_at"))
