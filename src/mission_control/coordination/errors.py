"""What is refused about messages of agents, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, TooManyRequests, Unprocessable


class NotReachable(Unprocessable):
    """The agent speaks plain HTTP: nothing can wake it."""

    code = "agent_not_reachable"


class NudgedJustNow(TooManyRequests):
    code = "nudged_just_now"


class BoardOnNoGateway(Unprocessable):
    code = "gateway_required"


class NotOpen(Conflict):
    """It was answered or dismissed, or wants no answer."""

    code = "message_not_open"
