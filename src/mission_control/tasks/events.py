"""What happens to tasks. `agent_id` is the acting agent; null when a person or the product acted."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class TaskEvent(Event):
    topic: ClassVar[Topic] = Topic.TASKS


@dataclass(frozen=True, kw_only=True)
class TaskCreated(TaskEvent):
    type: ClassVar[str] = "task.created"

    status: str
    template_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TaskUpdated(TaskEvent):
    type: ClassVar[str] = "task.updated"

    before: dict[str, Any]
    after: dict[str, Any]
    taken_from: UUID | None = None
    """As of a move."""


@dataclass(frozen=True, kw_only=True)
class TaskStatusChanged(TaskEvent):
    """A move; a claim is one too. `reason` says why when it was not the wish of who acted."""

    type: ClassVar[str] = "task.status_changed"

    before: str
    after: str
    assigned_before: str | None
    assigned_after: str | None
    fence: int
    reason: str | None
    changes: dict[str, Any]
    taken_from: UUID | None = None
    """The agent that was at work on it, where this ended that and was not its own doing."""


@dataclass(frozen=True, kw_only=True)
class TaskNudged(TaskEvent):
    """It has passed a deadline of its board. `agent_id` is whom the reminder is for."""

    type: ClassVar[str] = "task.nudged"

    deadline: str


@dataclass(frozen=True, kw_only=True)
class TaskEscalated(TaskEvent):
    """Reminding did not help. `agent_id` is the board's lead, if it has one; people see it as waiting for them."""

    type: ClassVar[str] = "task.escalated"

    deadline: str


@dataclass(frozen=True, kw_only=True)
class TaskDeleted(TaskEvent):
    type: ClassVar[str] = "task.deleted"

    title: str


@dataclass(frozen=True, kw_only=True)
class TaskCommented(TaskEvent):
    """The event's id is the comment's, its message the comment itself."""

    type: ClassVar[str] = "task.comment"
    topic: ClassVar[Topic] = Topic.COMMENTS

    mentions: list[str]
    title: str = ""
    """The task's, as it was then; empty in events of earlier versions."""
