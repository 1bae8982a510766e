"""Wire shapes of boards."""

from datetime import UTC, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from mission_control.boards.models import DEADLINES
from mission_control.kernel.http.text import JsonFields, LongText, Name, OneLineName, RequiredText
from mission_control.kernel.pausing import PausableRead, PauseRead
from mission_control.kernel.schema import Schema

MAX_AGENTS = 2**31 - 1
MAX_MINUTES = 365 * 24 * 60
MAY_BE_NULL = frozenset(
    {
        "gateway_id",
        "board_group_id",
        "objective",
        "success_metrics",
        "target_date",
        "goal_source",
        "approval_expires_after_hours",
        *DEADLINES,
    }
)


def _in_utc(value: datetime) -> datetime:
    """Times without a zone are UTC, as the reference reads them."""
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("write a time between the years 1 and 9999 in UTC") from error


Moment = Annotated[datetime, AfterValidator(_in_utc)]
ExpiryHours = Annotated[int, Field(ge=1, le=24 * 365)]
Sureness = Annotated[int, Field(ge=0, le=100)]
THRESHOLD = "Agents that are less sure of an action than this, of 100, ask first."
EXPIRY = "After so many hours a pending approval is rejected by itself; null for never."
AgentCount = Annotated[int, Field(ge=0)]
GOAL_INCOMPLETE = "a confirmed goal needs an objective and success metrics"


def _storable_count(value: int) -> int:
    if value > MAX_AGENTS:
        raise ValueError(f"write a number up to {MAX_AGENTS}")
    return value


def _storable_minutes(value: int) -> int:
    if not 1 <= value <= MAX_MINUTES:
        raise ValueError(f"write minutes, 1 to {MAX_MINUTES}")
    return value


Minutes = Annotated[int, AfterValidator(_storable_minutes)]


class BoardFields(Schema):
    name: OneLineName
    slug: Name
    description: RequiredText
    gateway_id: UUID | None = None
    board_group_id: UUID | None = None
    board_type: Name = "goal"
    objective: LongText | None = None
    success_metrics: JsonFields | None = None
    target_date: Moment | None = None
    goal_confirmed: bool = False
    goal_source: Name | None = None
    require_approval_for_done: bool = Field(True, description="Done needs an approved approval of the task.")
    require_approval_after_review: bool = Field(
        False, description="Only approvals count that were given since the task came into review or was taken up again."
    )
    require_review_before_done: bool = Field(False, description="Done is reached from review alone.")
    comment_required_for_review: bool = Field(False, description="Review needs a comment on the work.")
    block_status_changes_with_pending_approval: bool = Field(
        False, description="A task with a pending approval keeps its status."
    )
    only_lead_can_change_status: bool = Field(False, description="Of the agents, only the lead moves tasks.")
    max_agents: Annotated[AgentCount, AfterValidator(_storable_count)] = 1
    start_within_minutes: Minutes | None = Field(None, description="A free or assigned inbox task starts by then.")
    progress_within_minutes: Minutes | None = Field(None, description="A task in progress shows progress by then.")
    review_within_minutes: Minutes | None = Field(None, description="A task in review is decided by then.")
    approval_expires_after_hours: ExpiryHours | None = Field(None, description=EXPIRY)
    approval_confidence_threshold: Sureness = Field(80, description=THRESHOLD)


MOVES = (
    "The agents of the board go with it: those that speak plain HTTP are made anew on the gateway, with new tokens;"
    " null brings them back to plain HTTP."
)


class BoardCreate(BoardFields):
    """A board without `gateway_id` is worked by agents that speak plain HTTP."""

    @model_validator(mode="after")
    def _whole_goal(self) -> Self:
        if self.board_type == "goal" and self.goal_confirmed and not (self.objective and self.success_metrics):
            raise ValueError(GOAL_INCOMPLETE)
        return self


class BoardUpdate(Schema):
    """Fields left out stay as they are."""

    name: OneLineName | None = None
    slug: Name | None = None
    description: RequiredText | None = None
    gateway_id: UUID | None = Field(None, description=MOVES)
    board_group_id: UUID | None = None
    board_type: Name | None = None
    objective: LongText | None = None
    success_metrics: JsonFields | None = None
    target_date: Moment | None = None
    goal_confirmed: bool | None = None
    goal_source: Name | None = None
    require_approval_for_done: bool | None = None
    require_approval_after_review: bool | None = None
    require_review_before_done: bool | None = None
    comment_required_for_review: bool | None = None
    block_status_changes_with_pending_approval: bool | None = None
    only_lead_can_change_status: bool | None = None
    max_agents: Annotated[AgentCount, AfterValidator(_storable_count)] | None = None
    start_within_minutes: Minutes | None = None
    progress_within_minutes: Minutes | None = None
    review_within_minutes: Minutes | None = None
    approval_expires_after_hours: ExpiryHours | None = Field(None, description=EXPIRY)
    approval_confidence_threshold: Sureness | None = Field(None, description=THRESHOLD)

    @model_validator(mode="after")
    def _null_only_where_it_means_something(self) -> Self:
        empty = sorted(
            name for name in self.model_fields_set if name not in MAY_BE_NULL and getattr(self, name) is None
        )
        if empty:
            raise ValueError(f"cannot be null: {', '.join(empty)}")
        return self

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class BoardRead(PausableRead):
    id: UUID
    organization_id: UUID
    name: str
    slug: str
    description: str
    gateway_id: UUID | None = None
    board_group_id: UUID | None = None
    board_type: str
    objective: str | None = None
    success_metrics: dict[str, Any] | None = None
    target_date: datetime | None = None
    goal_confirmed: bool
    goal_source: str | None = None
    require_approval_for_done: bool
    require_approval_after_review: bool
    require_review_before_done: bool
    comment_required_for_review: bool
    block_status_changes_with_pending_approval: bool
    only_lead_can_change_status: bool
    max_agents: int
    start_within_minutes: int | None
    progress_within_minutes: int | None
    review_within_minutes: int | None
    approval_expires_after_hours: int | None
    approval_confidence_threshold: int
    pauses: list[PauseRead] = Field(description="Why nothing moves on it: it, its gateway or all is paused.")
    version: int
    created_at: datetime
    updated_at: datetime
