"""What an event is: a change that was committed, who made it, and where it belongs."""

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar
from uuid import UUID, uuid4

from mission_control.kernel.db.types import JsonObject

IMPORTED = "imported."
"""Begins the types of events that happened at another installation: they are history here, and no news to anybody."""
PERSON = "user_id"
"""In the payload of an event, whom it is about."""
ENVELOPE_FIELDS = frozenset({"id", "organization_id", "board_id", "task_id", "agent_id", "message"})


class Topic(StrEnum):
    """What a stream can be narrowed to."""

    TASKS = "tasks"
    COMMENTS = "comments"
    APPROVALS = "approvals"
    AGENTS = "agents"
    BOARDS = "boards"
    BOARD_GROUPS = "board_groups"
    MEMORY = "memory"
    GROUP_MEMORY = "group_memory"
    ORGANIZATION = "organization"
    TEMPLATES = "templates"
    WEBHOOKS = "webhooks"
    SKILLS = "skills"
    GATEWAYS = "gateways"
    ONBOARDING = "onboarding"
    MESSAGES = "messages"


FOR_MEMBERS: set[str] = set()
"""Types of events of no board that are told to all members; see `Event.for_members`."""
UNLISTED: set[str] = set()
"""Types that feeds list only when they are asked for; see `Event.is_listed`."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of the features' events; every further field of a subclass becomes part of the payload.

    `agent_id` is the agent that the feed names: the acting one for changes of tasks, the subject for changes of agents.
    """

    type: ClassVar[str]
    topic: ClassVar[Topic]
    for_members: ClassVar[bool] = False
    """Whether feeds and streams show it to all members where it is of no board; others are for administrators, and for
    the person whom an event names in `user_id`."""
    is_listed: ClassVar[bool] = True
    """Whether feeds list it unasked. Streams tell of it in any case, as it changes what pages show."""

    organization_id: UUID
    message: str
    board_id: UUID | None = None
    task_id: UUID | None = None
    agent_id: UUID | None = None
    id: UUID = field(default_factory=uuid4)

    def __init_subclass__(cls) -> None:
        types = {cls.type, IMPORTED + cls.type} if hasattr(cls, "type") else set()
        if cls.for_members:
            FOR_MEMBERS.update(types)
        if not cls.is_listed:
            UNLISTED.update(types)

    def payload(self) -> JsonObject:
        return {name: _plain(getattr(self, name)) for name in _names_of_payload(type(self))}  # type: ignore[arg-type]


@cache
def _names_of_payload(event: Any) -> tuple[str, ...]:
    return tuple(item.name for item in dataclasses.fields(event) if item.name not in ENVELOPE_FIELDS)


def _plain(value: Any) -> Any:
    """JSON form of a payload value."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value
