"""What is refused about gateways, and what does not work with one, as the caller is told."""

from http import HTTPStatus

from mission_control.gateways.protocol.states import Condition
from mission_control.kernel.http.errors import ApiError, Conflict, NotFound, Unprocessable


class GatewayUrlTaken(Conflict):
    code = "gateway_url_taken"


class GatewayInUse(Conflict):
    """`detail` names what uses it."""

    code = "gateway_in_use"


class BadGatewayUrl(Unprocessable):
    code = "bad_gateway_url"


class GatewayRequired(Unprocessable):
    """A request that names no gateway that could be asked."""

    code = "gateway_required"


class GatewayFailed(ApiError):
    """The gateway cannot be reached, does not let us in, or refuses what it was asked."""

    status = HTTPStatus.BAD_GATEWAY
    code = "gateway_failed"
    retryable = True


class GatewayBlocked(GatewayFailed):
    """It does not let us in, and trying again would not help: it was not asked again. `condition` says what would."""

    def __init__(self, condition: Condition, url: str) -> None:
        super().__init__(f"{condition.reason} {condition.cure}".strip())
        self.condition = condition
        self.url = url


class GatewayTimedOut(ApiError):
    status = HTTPStatus.GATEWAY_TIMEOUT
    code = "gateway_timed_out"
    retryable = True


class PairingRequestGone(NotFound):
    """The device does not ask any more: somebody has decided, or it has asked anew."""

    code = "pairing_request_gone"


class PairingNotAllowed(Conflict):
    """The gateway does not let this connection decide about devices."""

    code = "pairing_not_allowed"


class NobodyToApprove(Conflict):
    """`detail` says why Mission Control cannot have itself let in, and what to run instead."""

    code = "nobody_to_approve"
