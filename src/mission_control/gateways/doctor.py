"""What keeps Mission Control from using a gateway: each step of the way is tried, and what fails has a cure."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from mission_control.gateways import heartbeats
from mission_control.gateways.protocol import reaching
from mission_control.gateways.protocol.connection import MAX_PROTOCOL, Hello
from mission_control.gateways.protocol.errors import CannotConnect, GatewayFailure
from mission_control.gateways.protocol.handshake import connect
from mission_control.gateways.protocol.states import OLD, UPDATE, WAIT_OR_RESTART, Condition, State
from mission_control.gateways.protocol.target import Target

T = TypeVar("T")
Check = Literal[
    "address", "tcp", "tls", "websocket", "protocol", "auth", "pairing", "scopes", "methods", "version", "heartbeats"
]  # fmt: skip
Outcome = Literal["passed", "warning", "failed", "skipped"]

STEP_SECONDS = 3.0
ALL_SECONDS = 14.0
CONFIGURATION_SECONDS = 3.0
"""Kept from the handshake for reading the configuration, and for what comes after that."""
LAST_SECONDS = 1.0
"""Kept for what comes after the configuration was read."""
MOST_NAMED = 8
NEEDED = (
    "agent.wait", "agents.create", "agents.delete", "agents.files.get", "agents.files.set", "agents.list",
    "approval.get", "approval.resolve", "chat.abort", "chat.history", "chat.send", "config.get", "config.patch",
    "cron.list", "cron.scratch.get", "cron.scratch.set", "exec.approval.list", "gateway.identity.get", "logs.tail",
    "models.list", "sessions.list", "sessions.patch", "sessions.reset", "skills.status",
)  # fmt: skip
"""All that is asked of a gateway somewhere; `tests/gateways` holds it against the code."""
OLDEST_VERSION = (2026, 2, 9)
CHECKS: tuple[Check, ...] = (
    "address", "tcp", "tls", "websocket", "protocol", "auth", "pairing", "scopes", "methods", "version",
    "heartbeats",
)  # fmt: skip
_FAILS_AT: dict[State, Check] = {
    State.TLS_FAILED: "tls",
    State.PROTOCOL_MISMATCH: "protocol",
    State.AUTH_FAILED: "auth",
    State.PAIRING_REQUIRED: "pairing",
    State.SCOPE_MISSING: "scopes",
}
"""Everything else that ends the way after the machine was reached is about the WebSocket."""


@dataclass(frozen=True, slots=True)
class Finding:
    check: Check
    outcome: Outcome
    detail: str
    cure: str = ""
    command: str | None = None


@dataclass
class Diagnosis:
    condition: Condition
    findings: list[Finding] = field(default_factory=list)
    hello: Hello | None = None
    seconds: float = 0.0


async def examine(target: Target) -> Diagnosis:
    """Never raises, and takes a quarter of a minute at most."""
    began = time.monotonic()
    walk = _Walk(target)
    try:
        async with asyncio.timeout(ALL_SECONDS):
            diagnosis = await walk.all()
    except TimeoutError:
        reason = f"This step was not over within {ALL_SECONDS:g} seconds."
        diagnosis = walk.ended(Condition(State.HUNG, reason, WAIT_OR_RESTART), walk.at)
    diagnosis.seconds = round(time.monotonic() - began, 3)
    return diagnosis


class _Walk:
    def __init__(self, target: Target) -> None:
        self._target = target
        self._passed: dict[Check, str] = {}
        self._ends = time.monotonic() + ALL_SECONDS
        self.at: Check = "address"

    async def all(self) -> Diagnosis:
        try:
            addresses = await self._step("address", lambda: reaching.addresses_of(self._target))
            found = ", ".join(map(str, addresses[:4]))
            is_one = found == self._target.host
            self._passed["address"] = f"{found} is an address." if is_one else f"{self._target.host} is {found}."
            sock = await self._step("tcp", lambda: reaching.connected_socket(self._target, addresses))
            sock.close()
            self._passed["tcp"] = f"{self._target.host}:{self._target.port} accepts connections."
        except CannotConnect as error:
            return self.ended(error.condition, self.at)
        self.at = "websocket"
        # Of a gateway that is slow nobody should be told that it hangs: it has what the configuration does not need.
        left = self._left() - CONFIGURATION_SECONDS
        try:
            connection = await connect(self._target, seconds=left, altogether=left)
        except CannotConnect as error:
            state = error.condition.state
            return self.ended(error.condition, _FAILS_AT.get(state, "websocket"))
        config: object
        # A gateway that has just begun reads its configuration slowly: it has all the time that is left.
        try:
            config = await connection.call("config.get", {}, seconds=self._left() - LAST_SECONDS)
        except GatewayFailure as failure:
            config = failure
        finally:
            await connection.close()
        return self._let_in(connection.hello, config)

    def _left(self) -> float:
        return self._ends - time.monotonic()

    async def _step(self, check: Check, work: Callable[[], Awaitable[T]]) -> T:
        self.at = check
        try:
            async with asyncio.timeout(STEP_SECONDS):
                return await work()
        except TimeoutError:
            raise reaching.silent(self._target, STEP_SECONDS) from None

    def ended(self, condition: Condition, check: Check) -> Diagnosis:
        """Everything before the step that failed has passed; nothing is known of what comes after it."""
        place = CHECKS.index(check)
        findings = [self._before(it) for it in CHECKS[:place]]
        findings.append(Finding(check, "failed", condition.reason, condition.cure, condition.command))
        later = "Not reached."
        findings += [Finding(it, "skipped", later) for it in CHECKS[place + 1 :]]
        return Diagnosis(condition, findings)

    def _let_in(self, hello: Hello, config: object) -> Diagnosis:
        self._passed["protocol"] = f"Both speak protocol {hello.protocol}."
        self._passed["scopes"] = f"We may: {', '.join(sorted(hello.scopes))}."
        findings = [self._before(it) for it in CHECKS[:-3]]
        if hello.protocol < MAX_PROTOCOL:
            findings[CHECKS.index("protocol")] = Finding("protocol", "warning", OLD.format(hello.protocol), UPDATE)
        findings += _of_methods(hello), _of_version(hello), _of_heartbeats(config)
        return Diagnosis(Condition(State.CONNECTED, "The gateway lets Mission Control in."), findings, hello)

    def _before(self, check: Check) -> Finding:
        if check == "tls":
            return self._tls()
        plain = {
            "websocket": "A WebSocket opens, and a gateway answers.",
            "protocol": "The gateway speaks a protocol that we speak.",
            "auth": "The gateway accepts the token.",
            "pairing": "The gateway knows this device, or does not ask for one.",
        }
        return Finding(check, "passed", self._passed.get(check) or plain.get(check, "As it should be."))

    def _tls(self) -> Finding:
        if not self._target.is_secure:
            return Finding("tls", "skipped", "The address says ws://, so nothing is encrypted on the way.")
        if self._target.allow_insecure_tls:
            cure = "Give the certificate of the authority instead, if the gateway is not on this machine."
            return Finding("tls", "warning", "Any certificate is taken: somebody between could listen.", cure)
        return Finding("tls", "passed", "The certificate is accepted.")


def not_announced(methods: Iterable[str]) -> list[str]:
    """What is asked of gateways somewhere, and is not among these."""
    there = set(methods)
    return [method for method in NEEDED if method not in there]


def _of_methods(hello: Hello) -> Finding:
    missing = not_announced(hello.methods)
    if not missing:
        return Finding("methods", "passed", f"All that is needed is there, of {len(hello.methods)} methods.")
    # What a gateway announces is not all that it can.
    cure = "Update the gateway if something does not work."
    return Finding("methods", "warning", f"The gateway does not announce {', '.join(missing)}.", cure)


def _of_version(hello: Hello) -> Finding:
    numbers = tuple(_calendar(hello.version or ""))
    if not numbers:
        said = f"The gateway calls its version {hello.version}" if hello.version else "The gateway tells no version"
        return Finding("version", "warning", f"{said}; the protocol fits, so it should work.")
    if numbers < OLDEST_VERSION:
        oldest = ".".join(map(str, OLDEST_VERSION))
        return Finding("version", "warning", f"Version {hello.version} is old.", f"Update it to {oldest} or newer.")
    return Finding("version", "passed", f"Version {hello.version}.")


def _of_heartbeats(config: object) -> Finding:
    """Whether agents that were there before keep their pace; see `heartbeats`."""
    if not isinstance(config, Mapping):
        why = f": {config}" if isinstance(config, GatewayFailure) else ""
        return Finding("heartbeats", "skipped", f"The gateway does not tell its configuration{why}.")
    stopped = heartbeats.stopped_by_ours(config)
    if not stopped:
        return Finding("heartbeats", "passed", "No agent of others stops running by itself because of ours.")
    names = ", ".join(stopped[:MOST_NAMED]) + (" and more" if len(stopped) > MOST_NAMED else "")
    detail = (
        f"Agents without a heartbeat of their own: {names}. Once any agent of a gateway has one, as those of Mission "
        "Control have, only such run by themselves."
    )
    cure = "To keep the pace of each, set agents.entries.<id>.heartbeat.every in the gateway's configuration."
    return Finding("heartbeats", "warning", detail, cure)


def _calendar(version: str) -> Iterator[int]:
    found = re.match(r"v?(\d{4})\.(\d{1,2})\.(\d{1,2})(?!\d)", version)
    if found:
        yield from map(int, found.groups())
