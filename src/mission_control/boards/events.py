"""What happens to boards and their groups."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

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
class BoardPaused(Event):
    """No agent of it is to do anything."""

    type: ClassVar[str] = "board.paused"
    topic: ClassVar[Topic] = Topic.BOARDS

    reason: str | None


@dataclass(frozen=True, kw_only=True)
class BoardResumed(Event):
    type: ClassVar[str] = "board.resumed"
    topic: ClassVar[Topic] = Topic.BOARDS


@dataclass(frozen=True, kw_only=True)
class BoardDeleted(Event):
    type: ClassVar[str] = "board.deleted"
    topic: ClassVar[Topic] = Topic.BOARDS

    name: str


@dataclass(frozen=True, kw_only=True)
class BoardGroupEvent(Event):
    topic: ClassVar[Topic] = Topic.BOARD_GROUPS

    group_id: UUID


@dataclass(frozen=True, kw_only=True)
class BoardGroupCreated(BoardGroupEvent):
    type: ClassVar[str] = "board_group.created"

    name: str


@dataclass(frozen=True, kw_only=True)
class BoardGroupUpdated(BoardGroupEvent):
    type: ClassVar[str] = "board_group.updated"

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class BoardGroupDeleted(BoardGroupEvent):
    type: ClassVar[str] = "board_group.deleted"

    name: str
