"""What other features may know of gateways."""

from mission_control.gateways.asking import CALL_SECONDS, asking
from mission_control.gateways.errors import GatewayBlocked, GatewayFailed, GatewayRequired, GatewayTimedOut
from mission_control.gateways.keeper import GatewayKeeper, wake_keepers
from mission_control.gateways.models import Gateway, GatewayKind, GatewayLink
from mission_control.gateways.protocol.connection import Payload
from mission_control.gateways.protocol.errors import (
    AlreadyThere,
    CallRefused,
    CallTimedOut,
    ConnectionLost,
    GatewayFailure,
    NotNow,
    NotThere,
    RateLimited,
    SpentKey,
    Stale,
    UnknownMethod,
)
from mission_control.gateways.protocol.states import IN_SHORT, State
from mission_control.gateways.protocol.target import BadUrl, Target, checked_url
from mission_control.gateways.queries import (
    at_url,
    count_by_state,
    get,
    get_for_change,
    named_by,
    require_own,
)
from mission_control.gateways.rationing import few_tries_alone
from mission_control.gateways.reading import Unusable, is_back_soon, to_see_to
from mission_control.gateways.service import direct_gateway, new_link, target_of, target_to_ask
from mission_control.gateways.uses import Use, uses_gateways
from mission_control.gateways.working import Kept, hears, works_over_gateways

__all__ = [
    "CALL_SECONDS",
    "IN_SHORT",
    "AlreadyThere",
    "BadUrl",
    "CallRefused",
    "CallTimedOut",
    "ConnectionLost",
    "Gateway",
    "GatewayBlocked",
    "GatewayFailed",
    "GatewayFailure",
    "GatewayKeeper",
    "GatewayKind",
    "GatewayLink",
    "GatewayRequired",
    "GatewayTimedOut",
    "Kept",
    "NotNow",
    "NotThere",
    "Payload",
    "RateLimited",
    "SpentKey",
    "Stale",
    "State",
    "Target",
    "UnknownMethod",
    "Unusable",
    "Use",
    "asking",
    "at_url",
    "checked_url",
    "count_by_state",
    "direct_gateway",
    "few_tries_alone",
    "get",
    "get_for_change",
    "hears",
    "is_back_soon",
    "named_by",
    "new_link",
    "require_own",
    "target_of",
    "target_to_ask",
    "to_see_to",
    "uses_gateways",
    "wake_keepers",
    "works_over_gateways",
]
