"""How often a route may be called, as a value that is declared with it."""

from dataclasses import dataclass

from mission_control.kernel.http.client_address import rate_limit_key
from mission_control.kernel.http.context import current_request
from mission_control.kernel.http.errors import TooManyRequests
from mission_control.kernel.ratelimit import RateLimiter
from mission_control.kernel.setting_values import parse_rate
from mission_control.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class Limit:
    """`setting` holds the numbers; calls are counted for each address, and for each value of what `counted` names.

    With `for_all` those of all addresses are counted together.

    Of a route with credentials those calls count whose sender is admitted.
    """

    setting: str
    counted: str | None
    """A path parameter; without one, routes of one scope are counted together."""
    scope: str
    """What is counted, in words, for the document."""
    for_all: bool = False

    def require(self, limiter: RateLimiter, settings: Settings, value: object) -> None:
        """Count a call; raises TooManyRequests, which says when to come back."""
        context = current_request()
        address = "all" if self.for_all else rate_limit_key(context.client_ip if context else "unknown")
        decision = limiter.hit(self.setting, parse_rate(getattr(settings, self.setting)), f"{address}:{value}")
        if not decision.allowed:
            raise TooManyRequests(headers=decision.headers())
