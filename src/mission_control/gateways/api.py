"""What other features may know of gateways."""

from mission_control.gateways.asking import CALL_SECONDS, asking
from mission_control.gateways.errors import GatewayFailed, GatewayRequired, GatewayTimedOut
from mission_control.gateways.keeper import GatewayKeeper
from mission_control.gateways.models import Gateway, GatewayKind
from mission_control.gateways.protocol.states import State
from mission_control.gateways.protocol.target import BadUrl, Target, checked_url
from mission_control.gateways.queries import at_url, get, named_by
from mission_control.gateways.service import direct_gateway, target_of
from mission_control.gateways.uses import Use, uses_gateways

__all__ = [
    "CALL_SECONDS",
    "BadUrl",
    "Gateway",
    "GatewayFailed",
    "GatewayKeeper",
    "GatewayKind",
    "GatewayRequired",
    "GatewayTimedOut",
    "State",
    "Target",
    "Use",
    "asking",
    "at_url",
    "checked_url",
    "direct_gateway",
    "get",
    "named_by",
    "target_of",
    "uses_gateways",
]
