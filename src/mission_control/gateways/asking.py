"""A question to a gateway within a request: over a short connection of its own, and never longer than a deadline.

The process that answers a request need not be the one that keeps the gateway's connection.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mission_control.gateways.errors import GatewayFailed, GatewayTimedOut
from mission_control.gateways.protocol.connection import Connection
from mission_control.gateways.protocol.errors import CallTimedOut, CannotConnect, GatewayFailure
from mission_control.gateways.protocol.handshake import connect
from mission_control.gateways.protocol.states import State
from mission_control.gateways.protocol.target import Target

CONNECT_SECONDS = 5.0
"""For each step of connecting."""
ALL_SECONDS = 20.0
CALL_SECONDS = 12.0


@asynccontextmanager
async def asking(target: Target) -> AsyncIterator[Connection]:
    """A connection for a moment. Raises GatewayFailed and GatewayTimedOut, also for what fails in the block."""
    try:
        async with asyncio.timeout(ALL_SECONDS):
            connection = await connect(target, seconds=CONNECT_SECONDS)
            try:
                yield connection
            finally:
                await connection.close()
    except CannotConnect as error:
        text = f"{error.condition.reason} {error.condition.cure}".strip()
        raise (GatewayTimedOut if error.condition.state is State.HUNG else GatewayFailed)(text) from error
    except CallTimedOut as error:
        raise GatewayTimedOut(f"{error}; try again, and see the gateway's status") from error
    except TimeoutError as error:
        raise GatewayTimedOut(f"the gateway did not answer within {ALL_SECONDS:g} seconds; see its status") from error
    except GatewayFailure as error:
        raise GatewayFailed(str(error)) from error
