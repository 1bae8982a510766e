"""What happens to organizations."""

from dataclasses import dataclass
from typing import Any, ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(Event):
    type: ClassVar[str] = "organization.created"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    name: str


@dataclass(frozen=True, kw_only=True)
class OrganizationUpdated(Event):
    type: ClassVar[str] = "organization.updated"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class OrganizationDeleted(Event):
    """The one event of an organization that outlives it."""

    type: ClassVar[str] = "organization.deleted"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    name: str
    counts: dict[str, int]
    """What went with it."""
