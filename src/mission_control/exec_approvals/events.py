"""What happens to commands of main agents; those of others are approvals."""

from dataclasses import dataclass
from typing import ClassVar

from mission_control.gateways.events import GatewayEvent


@dataclass(frozen=True, kw_only=True)
class GatewayCommandWaits(GatewayEvent):
    """`agent_id` is the main agent that has asked."""

    type: ClassVar[str] = "gateway.command_waits"


@dataclass(frozen=True, kw_only=True)
class GatewayCommandDecided(GatewayEvent):
    """The command as it was shown: without tokens, and cut."""

    type: ClassVar[str] = "gateway.command_decided"

    is_allowed: bool
    command: str
