"""How often an address is tried for people who look for what is wrong: a gateway locks out who guesses at its token."""

from mission_control.kernel.http.errors import TooManyRequests
from mission_control.kernel.ratelimit import RateLimiter

TRIES = (5, 60)
"""Together with the connection that is kept, and tries twice a minute, this stays below ten."""
WHY = "this address was tried five times within a minute; gateways lock out who fails more often, so wait a moment"


def few_tries_alone(limiter: RateLimiter, url: str) -> None:
    """Count a try; raises TooManyRequests, which says when to come back."""
    decision = limiter.hit("gateway_tries", TRIES, url)
    if not decision.allowed:
        raise TooManyRequests(WHY, headers=decision.headers())
