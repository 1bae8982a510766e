"""What happens to API keys."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class ApiKeyEvent(Event):
    """`user_id` is the owner: streams that are open by the key are checked anew."""

    topic: ClassVar[Topic] = Topic.ORGANIZATION

    api_key_id: UUID
    user_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class ApiKeyCreated(ApiKeyEvent):
    type: ClassVar[str] = "api_key.created"

    kind: str
    scopes: list[str]


@dataclass(frozen=True, kw_only=True)
class ApiKeysKept(Event):
    """Whoever made these keys of services administers the organization no more, and may know them still."""

    type: ClassVar[str] = "api_key.kept"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    # Not `user_id`: what is about keys is for administrators, and who made them is none any more.
    made_by_user_id: UUID
    api_key_ids: list[UUID]
    names: list[str]


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(ApiKeyEvent):
    type: ClassVar[str] = "api_key.revoked"
