"""What is refused about subscriptions, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, Forbidden, Unprocessable


class BadSubscriptionUrl(Unprocessable):
    code = "bad_subscription_url"


class UnknownSubscriptionBoards(Unprocessable):
    code = "unknown_subscription_boards"


class NeedsAllBoards(Forbidden):
    """Nobody has sent elsewhere what he may not read himself."""

    code = "needs_all_boards"


class TooManySubscriptions(Conflict):
    code = "too_many_subscriptions"


class SubscriptionPaused(Conflict):
    code = "subscription_paused"
