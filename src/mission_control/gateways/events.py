"""What happens to gateways. No event holds a token."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class GatewayEvent(Event):
    topic: ClassVar[Topic] = Topic.GATEWAYS

    gateway_id: UUID


@dataclass(frozen=True, kw_only=True)
class GatewayCreated(GatewayEvent):
    type: ClassVar[str] = "gateway.created"


@dataclass(frozen=True, kw_only=True)
class GatewayUpdated(GatewayEvent):
    """Of the token only whether there is a new one is told."""

    type: ClassVar[str] = "gateway.updated"

    before: dict[str, Any]
    after: dict[str, Any]
    token_changed: bool


@dataclass(frozen=True, kw_only=True)
class GatewayPaused(GatewayEvent):
    """No agent on it is to do anything; its connection is kept."""

    type: ClassVar[str] = "gateway.paused"

    reason: str | None


@dataclass(frozen=True, kw_only=True)
class GatewayResumed(GatewayEvent):
    type: ClassVar[str] = "gateway.resumed"


@dataclass(frozen=True, kw_only=True)
class GatewayDeleted(GatewayEvent):
    type: ClassVar[str] = "gateway.deleted"


@dataclass(frozen=True, kw_only=True)
class GatewayStateChanged(GatewayEvent):
    """The connection has come, gone, or fails for another reason, which only those are told who may see gateways."""

    type: ClassVar[str] = "gateway.state"

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class GatewayDeviceDecided(GatewayEvent):
    """A device that had asked the gateway was let in, or turned away, by somebody here."""

    type: ClassVar[str] = "gateway.device_decided"

    device_id: str
    decision: str
