"""What happens to custom fields. One event stands for all tasks of the boards concerned."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class CustomFieldEvent(Event):
    topic: ClassVar[Topic] = Topic.ORGANIZATION
    for_members: ClassVar[bool] = True

    field_id: UUID


@dataclass(frozen=True, kw_only=True)
class CustomFieldCreated(CustomFieldEvent):
    type: ClassVar[str] = "custom_field.created"

    label: str


@dataclass(frozen=True, kw_only=True)
class CustomFieldUpdated(CustomFieldEvent):
    type: ClassVar[str] = "custom_field.updated"

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CustomFieldDeleted(CustomFieldEvent):
    type: ClassVar[str] = "custom_field.deleted"

    label: str
