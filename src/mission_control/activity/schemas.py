"""Wire shapes of the activity feed."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from mission_control.kernel.schema import Schema


class ActorRead(Schema):
    """Who made a change; the name is the one of that time."""

    kind: Literal["user", "agent", "system"]
    id: UUID | None
    name: str | None


class ActivityEventRead(Schema):
    """Something that happened, with where a client can show it (`route_name`, `route_params`)."""

    id: UUID
    seq: int = Field(description="Its place in the order of all events; streams resume from it.")
    event_type: str
    message: str | None
    agent_id: UUID | None
    task_id: UUID | None
    board_id: UUID | None
    actor: ActorRead
    payload: dict[str, Any]
    route_name: str | None
    route_params: dict[str, str] | None
    created_at: datetime


class ActivityTaskCommentFeedItemRead(Schema):
    """A comment with where it was made."""

    id: UUID
    created_at: datetime
    message: str | None
    agent_id: UUID | None
    agent_name: str | None
    agent_role: str | None
    task_id: UUID
    task_title: str
    board_id: UUID
    board_name: str
