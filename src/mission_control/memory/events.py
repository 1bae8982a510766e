"""What happens to memory. No event holds what was written: deleting an entry deletes all of it."""

from dataclasses import dataclass, field
from typing import ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class MemoryEvent(Event):
    topic: ClassVar[Topic] = Topic.MEMORY


@dataclass(frozen=True, kw_only=True)
class HeardByAgents(Event):
    """Something written that reaches agents: see `rules.Audience`."""

    mentioned_agent_ids: list[str] = field(default_factory=list)
    woken_agent_ids: list[str] = field(default_factory=list)
    by_the_way_agent_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class MemoryCreated(MemoryEvent):
    """The event's id is the entry's."""

    type: ClassVar[str] = "memory.created"

    tags: list[str]
    in_reply_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChatMessagePosted(HeardByAgents, MemoryEvent):
    """The event's id is the message's."""

    type: ClassVar[str] = "memory.chat"

    tags: list[str]


@dataclass(frozen=True, kw_only=True)
class MemoryDeleted(MemoryEvent):
    type: ClassVar[str] = "memory.deleted"

    memory_id: str
    is_chat: bool


@dataclass(frozen=True, kw_only=True)
class GroupMemoryEvent(Event):
    """`board_ids` are the group's boards at that time: whoever reads one of them may hear of it."""

    topic: ClassVar[Topic] = Topic.GROUP_MEMORY

    board_group_id: str
    board_ids: list[str]


@dataclass(frozen=True, kw_only=True)
class GroupMemoryCreated(HeardByAgents, GroupMemoryEvent):
    """The event's id is the entry's. A broadcast reaches agents, other notes do not."""

    type: ClassVar[str] = "group_memory.created"

    tags: list[str]


@dataclass(frozen=True, kw_only=True)
class GroupChatMessagePosted(HeardByAgents, GroupMemoryEvent):
    """The event's id is the message's."""

    type: ClassVar[str] = "group_memory.chat"

    tags: list[str]


@dataclass(frozen=True, kw_only=True)
class GroupMemoryDeleted(GroupMemoryEvent):
    type: ClassVar[str] = "group_memory.deleted"

    memory_id: str
    is_chat: bool
