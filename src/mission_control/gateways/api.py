"""What other features may know of gateways."""

from mission_control.gateways.models import Gateway, GatewayKind
from mission_control.gateways.service import direct_gateway

__all__ = ["Gateway", "GatewayKind", "direct_gateway"]
