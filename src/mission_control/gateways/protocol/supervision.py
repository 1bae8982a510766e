"""One connection that is kept: made anew whenever it ends, at a pace that spares the gateway."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from mission_control.gateways.protocol.connection import (
    CALL_SECONDS,
    MAX_PROTOCOL,
    Connection,
    Hello,
    Listener,
    Payload,
)
from mission_control.gateways.protocol.errors import CallTimedOut, CannotConnect, ConnectionLost
from mission_control.gateways.protocol.handshake import HANDSHAKE_SECONDS, closed_by_policy, connect
from mission_control.gateways.protocol.states import (
    NEEDS_A_PERSON,
    OLD,
    RESTARTING,
    SILENT,
    SLOW,
    UPDATE,
    Condition,
    State,
)
from mission_control.gateways.protocol.target import Target

SERVICE_RESTART, POLICY = 1012, 4001
CONNECTED = Condition(State.CONNECTED, "Connected.")


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between tries."""

    first: float = 1.0
    soon: float = 4.0
    """The longest while a gateway has not been away for long: one that was killed is back within a minute."""
    share: float = 0.05
    """After that, of the time that it has been away: nobody waits for us much longer than for the gateway."""
    longest: float = 30.0
    blocked: float = 30.0
    """While a person is needed. Twice a minute stays below what gateways take for guessing."""
    restart: float = 0.5
    restart_lasts: float = 60.0
    handshake: float = HANDSHAKE_SECONDS
    slow: float = HANDSHAKE_SECONDS + 1
    """Longer than one step of the handshake may take: who is not in by then is let in slowly, not kept waiting."""


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
        self._away_since: float | None = None
        self._restart_until = 0.0
        self._last = State.CONNECTING
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
                connection = await self._let_in()
            except CannotConnect as error:
                await self._tell(Observation(self._expected(error.condition)))
                await asyncio.sleep(self._pause(error.condition, error.retry_after))
                continue
            condition = await self._use(connection)
            await self._tell(Observation(condition))
            await asyncio.sleep(self._pause(condition, None))

    async def _let_in(self) -> Connection:
        """Raises CannotConnect; one that is slow is told of before it is known how that ends."""
        connecting = asyncio.create_task(
            connect(self._target, seconds=self._pace.handshake, listener=self._listener), name="gateway handshake"
        )
        try:
            done, _ = await asyncio.wait({connecting}, timeout=self._pace.slow)
            # One that has hung before is not better by that it hangs later.
            if not done and self._last is not State.HUNG:
                reason = SLOW.reason.format(seconds=self._pace.slow)
                await self._tell(Observation(replace(SLOW, reason=reason)))
            return await connecting
        except asyncio.CancelledError:
            connecting.cancel()
            for made in await asyncio.gather(connecting, return_exceptions=True):
                if isinstance(made, Connection):
                    await made.close()
            raise

    async def _tell(self, seen: Observation) -> None:
        self._last = seen.condition.state
        await self._observe(seen)

    async def _use(self, connection: Connection) -> Condition:
        """Until it ends; answers why it did."""
        self._connection = connection
        self._connected.set()
        self._failures, self._away_since, self._restart_until = 0, None, 0.0
        try:
            await self._tell(Observation(_connected(connection.hello), connection.hello))
            while await connection.changed():
                await self._tell(_standing(connection))
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
        # One that is killed while it answers looks like no gateway for a moment; nobody counts such tries.
        if condition.state in NEEDS_A_PERSON and condition.state is not State.NOT_A_GATEWAY:
            return self._pace.blocked
        self._failures += 1
        pause = min(self._longest(), self._pace.first * 2.0 ** min(self._failures - 1, 16))
        # Many that lost the same gateway must not come back in one moment.
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 - no secret

    def _longest(self) -> float:
        """How long the next try waits at most."""
        now = asyncio.get_running_loop().time()
        if self._away_since is None:
            self._away_since = now
        return min(self._pace.longest, max(self._pace.soon, self._pace.share * (now - self._away_since)))


def _standing(connection: Connection) -> Observation:
    if not connection.is_silent:
        return Observation(_connected(connection.hello), connection.hello)
    return Observation(replace(SILENT, reason=SILENT.reason.format(seconds=connection.patience.before_told)))


def _connected(hello: Hello) -> Condition:
    if hello.protocol < MAX_PROTOCOL:
        return Condition(State.CONNECTED, OLD.format(hello.protocol), UPDATE)
    return CONNECTED
