"""What happens to tags. One event stands for all tasks that carry the tag: they change only in how it looks."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class TagEvent(Event):
    topic: ClassVar[Topic] = Topic.ORGANIZATION
    for_members: ClassVar[bool] = True

    tag_id: UUID


@dataclass(frozen=True, kw_only=True)
class TagCreated(TagEvent):
    type: ClassVar[str] = "tag.created"

    name: str


@dataclass(frozen=True, kw_only=True)
class TagUpdated(TagEvent):
    """`tag` is how tasks show it from now on."""

    type: ClassVar[str] = "tag.updated"

    before: dict[str, Any]
    after: dict[str, Any]
    tag: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class TagDeleted(TagEvent):
    """No task carries the tag any more."""

    type: ClassVar[str] = "tag.deleted"

    name: str
