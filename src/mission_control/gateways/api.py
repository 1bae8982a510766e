"""What other features may know of gateways."""

from mission_control.gateways.keeper import GatewayKeeper
from mission_control.gateways.models import Gateway, GatewayKind
from mission_control.gateways.queries import named_by
from mission_control.gateways.service import direct_gateway
from mission_control.gateways.uses import Use, uses_gateways

__all__ = ["Gateway", "GatewayKeeper", "GatewayKind", "Use", "direct_gateway", "named_by", "uses_gateways"]
