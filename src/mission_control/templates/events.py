"""What happens to templates. A task that is made from one has the event of every new task, which names the template."""

from dataclasses import dataclass
from typing import Any, ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class TemplateEvent(Event):
    topic: ClassVar[Topic] = Topic.TEMPLATES

    template_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TemplateCreated(TemplateEvent):
    type: ClassVar[str] = "template.created"


@dataclass(frozen=True, kw_only=True)
class TemplateUpdated(TemplateEvent):
    type: ClassVar[str] = "template.updated"

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class TemplateDeleted(TemplateEvent):
    type: ClassVar[str] = "template.deleted"


@dataclass(frozen=True, kw_only=True)
class TemplateRunSkipped(TemplateEvent):
    type: ClassVar[str] = "template.run_skipped"

    due_at: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TemplateRunFailed(TemplateEvent):
    type: ClassVar[str] = "template.run_failed"

    due_at: str
    reason: str
