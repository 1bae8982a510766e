"""What happens to organizations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(Event):
    type: ClassVar[str] = "organization.created"
    topic: ClassVar[Topic] = Topic.ORGANIZATION
    for_members: ClassVar[bool] = True

    name: str


@dataclass(frozen=True, kw_only=True)
class OrganizationUpdated(Event):
    type: ClassVar[str] = "organization.updated"
    topic: ClassVar[Topic] = Topic.ORGANIZATION
    for_members: ClassVar[bool] = True

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class OrganizationPaused(Event):
    """No agent of it is to do anything."""

    type: ClassVar[str] = "organization.paused"
    topic: ClassVar[Topic] = Topic.ORGANIZATION
    for_members: ClassVar[bool] = True

    reason: str | None


@dataclass(frozen=True, kw_only=True)
class OrganizationResumed(Event):
    type: ClassVar[str] = "organization.resumed"
    topic: ClassVar[Topic] = Topic.ORGANIZATION
    for_members: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class OrganizationDeleted(Event):
    """The one event of an organization that outlives it."""

    type: ClassVar[str] = "organization.deleted"
    topic: ClassVar[Topic] = Topic.ORGANIZATION
    for_members: ClassVar[bool] = True

    name: str
    counts: dict[str, int]
    """What went with it."""


@dataclass(frozen=True, kw_only=True)
class OrganizationExported(Event):
    """All of it was written into a file."""

    type: ClassVar[str] = "organization.exported"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    with_secrets: bool


@dataclass(frozen=True, kw_only=True)
class OrganizationImported(Event):
    """All of it is here that came from elsewhere; nothing of it was news to anybody."""

    type: ClassVar[str] = "organization.imported"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    source: str
    """What it came from: `reference`, or `archive`."""
    taken_at: datetime
    """The moment at which it was read there."""
    counts: dict[str, int]
    """Rows by table."""
    without: list[str]
    """Tables of which there were rows and none came, for want of a passphrase for example."""
