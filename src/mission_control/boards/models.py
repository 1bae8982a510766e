"""Boards, with their rules, their groups, and who may see which."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, exists, false, or_
from sqlalchemy.orm import Mapped, MappedSQLExpression, column_property, mapped_column

from mission_control.gateways.api import Gateway
from mission_control.kernel.db.base import Base, Identified, Timestamped
from mission_control.kernel.db.types import JsonDocument, JsonObject
from mission_control.kernel.pausing import Pausable
from mission_control.organizations.api import Organization

DEADLINES = ("start_within_minutes", "progress_within_minutes", "review_within_minutes")


class BoardGroup(Identified, Timestamped, Base):
    """Boards whose agents know of each other's work."""

    __tablename__ = "board_groups"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(index=True)
    description: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class Board(Pausable, Base):
    __tablename__ = "boards"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    slug: Mapped[str]
    description: Mapped[str]
    gateway_id: Mapped[UUID | None] = mapped_column(ForeignKey("gateways.id", ondelete="SET NULL"), index=True)
    board_group_id: Mapped[UUID | None] = mapped_column(ForeignKey("board_groups.id", ondelete="SET NULL"), index=True)
    board_type: Mapped[str]
    objective: Mapped[str | None]
    success_metrics: Mapped[JsonObject | None] = mapped_column(JsonDocument)
    target_date: Mapped[datetime | None]
    goal_confirmed: Mapped[bool]
    goal_source: Mapped[str | None]
    require_approval_for_done: Mapped[bool]
    require_approval_after_review: Mapped[bool] = mapped_column(server_default=false())
    """Of approvals, whether only those count that were given since the task came into review or was taken up again."""
    require_review_before_done: Mapped[bool]
    comment_required_for_review: Mapped[bool]
    block_status_changes_with_pending_approval: Mapped[bool]
    only_lead_can_change_status: Mapped[bool]
    max_agents: Mapped[int]
    start_within_minutes: Mapped[int | None]
    progress_within_minutes: Mapped[int | None]
    review_within_minutes: Mapped[int | None]
    """How long a task may rest in its state before something is done about it; null: for ever."""
    approval_expires_after_hours: Mapped[int | None]
    """How long an approval may wait for a decision; null for as long as it takes."""
    approval_confidence_threshold: Mapped[int] = mapped_column(server_default="80")
    """Of 100: agents that are less sure of an action ask first, whatever the action."""
    version: Mapped[int] = mapped_column(default=1)

    is_paused: ClassVar[MappedSQLExpression[bool]]
    """By itself, or with its gateway or its organization."""

    __table_args__ = (CheckConstraint("max_agents >= 0", name="max_agents"),)


Board.is_paused = column_property(
    or_(
        Board.paused_at.is_not(None),
        exists().where(Gateway.id == Board.gateway_id, Gateway.paused_at.is_not(None)).correlate(Board),
        exists().where(Organization.id == Board.organization_id, Organization.paused_at.is_not(None)).correlate(Board),
    )
)


class BoardAccessGrant(Identified, Timestamped, Base):
    """What one member may do on one board; members with the all-boards flags need none."""

    __tablename__ = "organization_board_access"

    # Named here: the conventional name is longer than PostgreSQL's identifiers may be.
    organization_member_id: Mapped[UUID] = mapped_column(
        ForeignKey("organization_members.id", name="fk_organization_board_access_member", ondelete="CASCADE")
    )
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"), index=True)
    can_read: Mapped[bool]
    can_write: Mapped[bool]

    __table_args__ = (UniqueConstraint("organization_member_id", "board_id"),)
