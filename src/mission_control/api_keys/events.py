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
class ApiKeyRevoked(ApiKeyEvent):
    type: ClassVar[str] = "api_key.revoked"
