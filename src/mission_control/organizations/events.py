"""What happens to organizations."""

from dataclasses import dataclass
from typing import ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(Event):
    type: ClassVar[str] = "organization.created"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    name: str
