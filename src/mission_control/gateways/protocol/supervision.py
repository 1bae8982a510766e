"""One connection that is kept: made anew whenever it ends, at a pace that spares the gateway."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from mission_control.gateways.protocol.connection import CALL_SECONDS, Connection, Hello, Listener, Payload
from mission_control.gateways.protocol.errors import CallTimedOut, CannotConnect, ConnectionLost
from mission_control.gateways.protocol.handshake import HANDSHAKE_SECONDS, closed_by_policy, connect
from mission_control.gateways.protocol.states import NEEDS_A_PERSON, RESTARTING, Condition, State
from mission_control.gateways.protocol.target import Target

SERVICE_RESTART, POLICY = 1012, 4001
CONNECTED = Condition(State.CONNECTED, "Connected.")


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between tries."""

    first: float = 1.0
    longest: float = 30.0
    blocked: float = 30.0
    """While a person is needed. Twice a minute stays below what gateways take for guessing."""
    restart: float = 0.5
    restart_lasts: float = 60.0
    handshake: float = HANDSHAKE_SECONDS


@dataclass(frozen=True, slots=True)
class Observation:
    """What has become of the connection; `hello` while it is connected."""

    condition: Condition
    hello: Hello | None = None


Observer = Callable[[Observation], Awaitable[None]]


class Supervisor:
    """`run` lasts until it is cancelled; everything that changes is told to `observe`, in order."""

    def __init__(
        self, target: Target, observe: Observer, *, listener: Listener | None = None, pace: Pace | None = None
    ) -> None:
        self._target = target
        self._observe = observe
        self._listener = listener
        self._pace = pace or Pace()
        self._failures = 0
        self._restart_until = 0.0
        self._connection: Connection | None = None
        self._connected = asyncio.Event()

    async def call(self, method: str, params: Payload | None = None, *, seconds: float = CALL_SECONDS) -> Any:
        """As Connection.call; a connection that is being made is waited for within the deadline."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        try:
            async with asyncio.timeout_at(until):
                await self._connected.wait()
        except TimeoutError:
            raise CallTimedOut(method, seconds) from None
        if self._connection is None:
            raise ConnectionLost(None, "it is being made anew")
        return await self._connection.call(method, params, seconds=until - loop.time())

    async def connected(self) -> None:
        """Until there is a connection."""
        await self._connected.wait()

    @property
    def hello(self) -> Hello | None:
        """What the gateway said when it let us in; another object for each connection, None without one."""
        return self._connection.hello if self._connection else None

    async def run(self) -> None:
        while True:
            try:
                connection = await connect(self._target, seconds=self._pace.handshake, listener=self._listener)
            except CannotConnect as error:
                await self._observe(Observation(self._expected(error.condition)))
                await asyncio.sleep(self._pause(error.condition, error.retry_after))
                continue
            condition = await self._use(connection)
            await self._observe(Observation(condition))
            await asyncio.sleep(self._pause(condition, None))

    async def _use(self, connection: Connection) -> Condition:
        """Until it ends; answers why it did."""
        self._connection = connection
        self._connected.set()
        self._failures, self._restart_until = 0, 0.0
        try:
            await self._observe(Observation(CONNECTED, connection.hello))
            await connection.ended.wait()
        finally:
            self._connected.clear()
            self._connection = None
            await connection.close()
        return self._why(connection)

    def _why(self, connection: Connection) -> Condition:
        lost = connection.lost
        if connection.restart_announced or (lost and lost.code == SERVICE_RESTART):
            self._restart_until = asyncio.get_running_loop().time() + self._pace.restart_lasts
            return RESTARTING
        if lost and lost.code == POLICY:
            return closed_by_policy(lost)
        if lost and lost.code is None:
            return Condition(State.HUNG, f"The gateway went silent: {lost.reason}.", "Check that its machine is up.")
        return Condition(State.CONNECTING, "The connection ended; Mission Control connects again.")

    def _expected(self, condition: Condition) -> Condition:
        """That it cannot be reached while it restarts, as it has announced, is no news."""
        is_away = condition.state in {State.UNREACHABLE, State.HUNG, State.STARTING}
        return RESTARTING if is_away and asyncio.get_running_loop().time() < self._restart_until else condition

    def _pause(self, condition: Condition, asked: float | None) -> float:
        if asked is not None:
            return asked
        if asyncio.get_running_loop().time() < self._restart_until:
            return self._pace.restart
        if condition.state in NEEDS_A_PERSON:
            return self._pace.blocked
        self._failures += 1
        longest = min(self._pace.longest, self._pace.first * 2.0 ** min(self._failures - 1, 16))
        # Many that lost the same gateway must not come back in one moment.
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
