"""What happens to people."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class UserUpdated(Event):
    type: ClassVar[str] = "user.updated"
    topic: ClassVar[Topic] = Topic.ORGANIZATION
    for_members: ClassVar[bool] = True

    user_id: UUID
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class InstallationAdminChanged(Event):
    """Told in the organization in which the person acts."""

    type: ClassVar[str] = "user.installation_admin"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    user_id: UUID
    runs_installation: bool
