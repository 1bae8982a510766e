"""A question to a gateway within a request: over a short connection of its own, and never longer than a deadline.

The process that answers a request need not be the one that keeps the gateway's connection.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mission_control.gateways.errors import GatewayBlocked, GatewayFailed, GatewayTimedOut
from mission_control.gateways.protocol.connection import Connection
from mission_control.gateways.protocol.errors import CallTimedOut, CannotConnect, GatewayFailure
from mission_control.gateways.protocol.handshake import connect
from mission_control.gateways.protocol.states import NEEDS_A_PERSON, Condition, State
from mission_control.gateways.protocol.target import Target

CONNECT_SECONDS = 5.0
"""For each step of connecting."""
ALL_SECONDS = 20.0
CALL_SECONDS = 12.0
SPARED_SECONDS = 15.0
"""Who is let in nowhere is not asked for again meanwhile: ten refusals in a minute lock us out for five."""
MOST_SPARED = 200

_spared: dict[Target, tuple[float, Condition]] = {}
"""Until when, and why, by what was tried: another token is another try."""


@asynccontextmanager
async def asking(target: Target) -> AsyncIterator[Connection]:
    """A connection for a moment. Raises GatewayFailed and GatewayTimedOut, also for what fails in the block."""
    _require_not_spared(target)
    try:
        async with asyncio.timeout(ALL_SECONDS):
            connection = await connect(target, seconds=CONNECT_SECONDS)
            try:
                yield connection
            finally:
                await connection.close()
    except CannotConnect as error:
        raise _as_told(target, error.condition) from error
    except CallTimedOut as error:
        raise GatewayTimedOut(f"{error}; try again, and see the gateway's status") from error
    except TimeoutError as error:
        raise GatewayTimedOut(f"the gateway did not answer within {ALL_SECONDS:g} seconds; see its status") from error
    except GatewayFailure as error:
        raise GatewayFailed(str(error)) from error


def _as_told(target: Target, condition: Condition) -> GatewayFailed | GatewayTimedOut:
    if condition.state in NEEDS_A_PERSON:
        if len(_spared) >= MOST_SPARED:
            _spared.clear()
        _spared[target] = (time.monotonic() + SPARED_SECONDS, condition)
        return GatewayBlocked(condition, target.url)
    text = f"{condition.reason} {condition.cure}".strip()
    return GatewayTimedOut(text) if condition.state is State.HUNG else GatewayFailed(text)


def _require_not_spared(target: Target) -> None:
    until, condition = _spared.get(target, (0.0, None))
    if condition and time.monotonic() < until:
        raise GatewayBlocked(condition, target.url)
