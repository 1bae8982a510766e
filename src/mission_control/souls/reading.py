"""An agent's soul as it is now: asked of its gateway, which may take seconds."""

from collections.abc import Iterator
from contextlib import contextmanager

from mission_control.gateways.api import CALL_SECONDS, GatewayFailed, GatewayTimedOut, asking
from mission_control.kernel.security.tokens import without_tokens
from mission_control.souls.service import Whereabouts

_AWAY = "the gateway of this agent cannot be asked now; try again in a while"


class NoSoulYet(GatewayFailed):
    pass


@contextmanager
def for_agents() -> Iterator[None]:
    """Fail without saying where the gateway is and what does not work there: that is for its administrators."""
    try:
        yield
    except NoSoulYet:
        raise
    except GatewayTimedOut:
        raise GatewayTimedOut(_AWAY) from None
    except GatewayFailed:
        raise GatewayFailed(_AWAY) from None


async def soul_at(place: Whereabouts) -> str:
    """Raises GatewayFailed and GatewayTimedOut."""
    if place.target is None:
        return place.kept or ""
    async with asking(place.target) as gateway:
        answer = await gateway.call("agents.files.get", place.file, seconds=CALL_SECONDS)
    found = answer.get("file") if isinstance(answer, dict) else None
    content = found.get("content") if isinstance(found, dict) else None
    if not isinstance(content, str):
        raise NoSoulYet("the gateway has no soul of this agent yet; it is written when the agent is set up")
    # What an agent copies there is its own affair; its token is not to come to others by it.
    return without_tokens(content)
