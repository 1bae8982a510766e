"""Wire shapes of subscriptions."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from mission_control.kernel.http.text import RequiredName, Storable
from mission_control.kernel.schema import Schema
from mission_control.subscriptions.models import DeliveryState

_EVENT_TYPE = re.compile(r"[a-z][a-z_]*\.([a-z][a-z_]*)?")
NEVER_NULL = frozenset({"name", "url", "event_types", "enabled"})


def _event_type(text: str) -> str:
    if not _EVENT_TYPE.fullmatch(text):
        raise ValueError("write a type such as task.created, or a kind such as task. with the dot at its end")
    return text


Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), Storable]
EventType = Annotated[str, StringConstraints(max_length=100), AfterValidator(_event_type)]
EventTypes = Annotated[list[EventType], Field(max_length=100)]
BoardIds = Annotated[list[UUID], Field(min_length=1, max_length=200)]
TYPES_HELP = "Types, `task.created`, or kinds, `task.`; none for every event."
BOARDS_HELP = "The only boards whose events are sent; null for all events of the organization."


class EventSubscriptionCreate(Schema):
    """An address that is told of events."""

    name: RequiredName = Field(description="What it is for.")
    url: Url = Field(description="Where events are posted to; `https://`, in no private network.")
    event_types: EventTypes = Field(default_factory=list, description=TYPES_HELP)
    board_ids: BoardIds | None = Field(None, description=BOARDS_HELP)


class EventSubscriptionUpdate(Schema):
    """Fields left out stay as they are."""

    model_config = ConfigDict(extra="ignore")

    name: RequiredName | None = None
    url: Url | None = None
    event_types: EventTypes | None = Field(None, description=TYPES_HELP)
    board_ids: BoardIds | None = Field(None, description=BOARDS_HELP)
    enabled: bool | None = Field(None, description="False pauses it: what happens meanwhile is sent when it goes on.")

    @model_validator(mode="after")
    def _no_nulls(self) -> "EventSubscriptionUpdate":
        empty = sorted(name for name in self.model_fields_set & NEVER_NULL if getattr(self, name) is None)
        if empty:
            raise ValueError(f"{', '.join(empty)}: leave out what stays as it is; it cannot be null")
        return self


class EventSubscriptionRead(Schema):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    organization_id: UUID
    name: str
    url: str
    event_types: list[str]
    board_ids: list[UUID] | None
    enabled: bool
    paused_reason: str | None = Field(description="Why Mission Control has paused it by itself.")
    kept_by_user_id: UUID | None = Field(description="Who answers for it: it is told what this person may see.")
    kept_by_name: str | None
    failing_since: datetime | None = Field(description="Since when no delivery has been taken, if the last was not.")
    last_failure: str | None = Field(
        None, description="Why the last attempt failed, and what would mend it; null when it was taken."
    )
    retry_at: datetime | None = Field(description="Nothing is sent before then, as the address did not take events.")
    delivered_at: datetime | None = Field(description="When an event was last taken.")
    former_until: datetime | None = Field(description="Until when deliveries are signed with the former secret too.")
    pending: int = Field(description="Deliveries that wait for their turn or for another attempt.")
    dead: int = Field(description="Deliveries that are not tried again by themselves.")
    created_at: datetime
    updated_at: datetime
    version: int


class EventSubscriptionCreated(EventSubscriptionRead):
    secret: str = Field(description="What deliveries are signed with; in this answer and nowhere else.")


class EventDeliveryRead(Schema):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    subscription_id: UUID
    position: int = Field(description="Of the event in the log, as the audit log shows it.")
    event_type: str
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime | None
    status_code: int | None = Field(description="Of the last answer.")
    error: str | None = Field(description="Why the last attempt failed.")
    created_at: datetime
    attempted_at: datetime | None
    delivered_at: datetime | None
