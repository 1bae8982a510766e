"""How Mission Control is let in by a gateway."""

import asyncio
import math
import re
import time
from dataclasses import dataclass, field

from mission_control.gateways.protocol import reaching
from mission_control.gateways.protocol.connection import (
    MAX_PROTOCOL,
    MIN_PROTOCOL,
    SCOPES,
    Connection,
    Hello,
    Listener,
    Payload,
)
from mission_control.gateways.protocol.errors import (
    CallRefused,
    CallTimedOut,
    CannotConnect,
    ConnectionLost,
    OtherProtocol,
    handshake_refusal,
)
from mission_control.gateways.protocol.identity import CLIENT, ROLE
from mission_control.gateways.protocol.states import WAIT_OR_RESTART, Condition, State
from mission_control.gateways.protocol.target import Target

HANDSHAKE_SECONDS = 10.0
"""For each of: reaching the machine, opening the WebSocket, being introduced to, being let in."""
_NUMBERS = re.compile(r"v?(\d{1,9}(?:\.\d{1,9}){0,3})")
CAPABILITIES = ["approvals", "exec-approvals"]
"""Without these a gateway takes its agents to be alone, and denies at once what somebody would have to allow."""
PROOFS = ("v3", "v2")
"""The second is what gateways of protocol 3 can read."""


async def connect(
    target: Target,
    *,
    seconds: float = HANDSHAKE_SECONDS,
    altogether: float = math.inf,
    listener: Listener | None = None,
) -> Connection:
    """A connection that has the scopes we need; raises CannotConnect. `seconds` are for each step of the way."""
    allowed = _Allowed(seconds, altogether)
    for proof in PROOFS[:-1]:
        try:
            return await _connect(target, allowed, listener, proof)
        except _ProofUnreadable:
            continue
    return await _connect(target, allowed, listener, PROOFS[-1])


@dataclass(frozen=True, slots=True)
class _Allowed:
    """Seconds, in tenths as people are told them."""

    each: float
    altogether: float
    began: float = field(default_factory=time.monotonic)

    def now(self) -> float:
        """For the step that begins."""
        return max(0.0, round(min(self.each, self.altogether - self.spent()), 1))

    def spent(self) -> float:
        return round(time.monotonic() - self.began, 1)


class _ProofUnreadable(CannotConnect):
    pass


async def _connect(target: Target, allowed: _Allowed, listener: Listener | None, proof: str) -> Connection:
    seconds = allowed.now()
    try:
        async with asyncio.timeout(seconds):
            sock = await reaching.connected_socket(target, await reaching.addresses_of(target))
    except TimeoutError:
        raise reaching.silent(target, seconds) from None
    connection = Connection(await reaching.opened(target, sock, allowed.now()), target.token)
    try:
        connection.hello = await _let_in(connection, target, allowed, proof)
        _check_scopes(connection.hello, paired=target.identity is not None)
    except BaseException:
        await connection.close()
        raise
    if listener:
        connection.listen(listener)
    connection.watch()
    return connection


async def _let_in(connection: Connection, target: Target, allowed: _Allowed, proof: str) -> Hello:
    challenged = connection.next_event("connect.challenge")
    connection.start()
    try:
        async with asyncio.timeout(allowed.now()):
            challenge = await challenged
        answer = await connection.call("connect", _request(target, challenge, proof), seconds=allowed.now())
    except TimeoutError:
        cure = f"{WAIT_OR_RESTART} If it stays so, check that the address is a gateway's."
        said = "The WebSocket is open, and the gateway does not introduce itself"
        raise CannotConnect(Condition(State.HUNG, f"{said} ({allowed.spent():g} seconds).", cure)) from None
    except CallTimedOut:
        said = "The gateway introduces itself, and does not answer our request to be let in"
        raise CannotConnect(Condition(State.HUNG, f"{said} ({allowed.spent():g} seconds).", WAIT_OR_RESTART)) from None
    except ConnectionLost as lost:
        raise CannotConnect(_closed_early(lost)) from None
    except CallRefused as refused:
        kind = _ProofUnreadable if refused.details.get("code") == "DEVICE_AUTH_SIGNATURE_INVALID" else CannotConnect
        raise kind(handshake_refusal(refused), retry_after=refused.retry_after) from None
    return _understood(answer, target.least_version)


def _request(target: Target, challenge: Payload, proof: str) -> Payload:
    request: dict[str, object] = {
        "minProtocol": MIN_PROTOCOL,
        "maxProtocol": MAX_PROTOCOL,
        "client": CLIENT,
        "role": ROLE,
        "scopes": SCOPES,
        "caps": CAPABILITIES,
    }
    if target.secret:
        request["auth"] = {"token": target.secret}
    nonce, signed_at = challenge.get("nonce"), challenge.get("ts")
    if target.identity and isinstance(nonce, str):
        # The gateway's clock, not ours: it judges the age of the proof.
        moment = signed_at if isinstance(signed_at, int) else 0
        request["device"] = target.identity.proof(
            scopes=SCOPES, token=target.secret, nonce=nonce, signed_at=moment, version=proof
        )
    return request


def _understood(answer: object, least_version: str) -> Hello:
    hello = Hello.of(answer) if isinstance(answer, dict) else None
    if hello is None:
        reason = "What answers there is no gateway: it does not say what it can do."
        raise CannotConnect(Condition(State.NOT_A_GATEWAY, reason, "Check address, port and path."))
    if not MIN_PROTOCOL <= hello.protocol <= MAX_PROTOCOL:
        reason = f"It speaks protocol {hello.protocol}; Mission Control speaks {MIN_PROTOCOL} and {MAX_PROTOCOL}."
        raise CannotConnect(Condition(State.PROTOCOL_MISMATCH, reason, "Update Mission Control."))
    if hello.version and is_older(hello.version, least_version):
        reason = f"It is version {hello.version}; GATEWAY_MIN_VERSION demands {least_version}."
        cure = "Update the gateway (openclaw update), or lower GATEWAY_MIN_VERSION."
        raise CannotConnect(Condition(State.PROTOCOL_MISMATCH, reason, cure))
    return hello


def is_older(version: str, least: str) -> bool:
    """By their numbers, of which missing ones are 0; a version without numbers is not judged."""
    given, demanded = (_NUMBERS.match(text) for text in (version, least))
    if given is None or demanded is None:
        return False
    found, wanted = ([int(part) for part in it[1].split(".")] for it in (given, demanded))
    length = max(len(found), len(wanted))
    return found + [0] * (length - len(found)) < wanted + [0] * (length - len(wanted))


def _check_scopes(hello: Hello, *, paired: bool) -> None:
    missing = hello.missing_scopes()
    if not missing:
        return
    reason = f"The gateway lets us in, and does not allow {', '.join(missing)}."
    cure = "Allow this device the scopes on the gateway: openclaw devices list"
    if not paired:
        cure = "Switch device pairing on for this gateway, then approve Mission Control on the gateway's host."
    raise CannotConnect(Condition(State.SCOPE_MISSING, reason, cure))


def _closed_early(lost: ConnectionLost) -> Condition:
    if isinstance(lost, OtherProtocol):
        reason = "What answers there is no gateway: it opens a WebSocket, and speaks another protocol over it."
        return Condition(State.NOT_A_GATEWAY, reason, "Check address, port and path.")
    if lost.code == 1012:
        return Condition(State.STARTING, "The gateway restarts.")
    if lost.code == 4001:
        return closed_by_policy(lost)
    said = f": {lost.reason}" if lost.reason else ""
    reason = f"The gateway closed the connection before it let us in ({lost.code or 'no close code'}{said})."
    return Condition(State.NOT_A_GATEWAY, reason, "Check that the address is a gateway's, and look into its log.")


def closed_by_policy(lost: ConnectionLost) -> Condition:
    return Condition(State.AUTH_FAILED, f"The gateway ended the connection: {lost.reason or 'its rules changed'}.")
