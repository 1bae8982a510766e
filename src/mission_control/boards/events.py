"""What happens to boards."""

from dataclasses import dataclass
from typing import Any, ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class BoardCreated(Event):
    type: ClassVar[str] = "board.created"
    topic: ClassVar[Topic] = Topic.BOARDS

    name: str


@dataclass(frozen=True, kw_only=True)
class BoardUpdated(Event):
    type: ClassVar[str] = "board.updated"
    topic: ClassVar[Topic] = Topic.BOARDS

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class BoardDeleted(Event):
    type: ClassVar[str] = "board.deleted"
    topic: ClassVar[Topic] = Topic.BOARDS

    name: str
