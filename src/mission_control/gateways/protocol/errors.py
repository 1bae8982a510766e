"""What goes wrong with a gateway, and the one place that reads its texts.

GatewayFailure
├── CannotConnect      no usable connection; `condition` says why and what to do
├── ConnectionLost     the connection ended while an answer was awaited: the outcome of the call is unknown
│   └── OtherProtocol  what came first was no frame of the protocol, and we ended it
├── CallTimedOut       no answer within the deadline: the outcome is unknown
└── CallRefused        the gateway answered that it does not do it
    ├── MissingScope   ├── UnknownMethod   ├── NotThere     ├── AlreadyThere
    ├── Stale          ├── RateLimited     ├── NotNow
    └── SpentKey
"""

import re
from collections.abc import Mapping
from typing import Any

from mission_control.gateways.protocol.states import APPROVE, Condition, State
from mission_control.kernel.security.tokens import without_tokens

Details = Mapping[str, Any]


class GatewayFailure(Exception):
    pass


class CannotConnect(GatewayFailure):
    def __init__(self, condition: Condition, *, retry_after: float | None = None) -> None:
        super().__init__(condition.reason)
        self.condition = condition
        self.retry_after = retry_after
        """Seconds that the gateway asked to wait."""


class ConnectionLost(GatewayFailure):
    def __init__(self, code: int | None, reason: str) -> None:
        super().__init__(f"the connection to the gateway ended ({code or 'without a close'} {reason}".rstrip() + ")")
        self.code = code
        self.reason = reason


class OtherProtocol(ConnectionLost):
    def __init__(self) -> None:
        super().__init__(None, "what came first is no frame of the protocol")


class CallTimedOut(GatewayFailure):
    def __init__(self, method: str, seconds: float) -> None:
        super().__init__(f"the gateway did not answer {method} within {seconds:g} seconds")


class CallRefused(GatewayFailure):
    """`code`, `message` and `details` are the gateway's own."""

    def __init__(self, method: str, error: Mapping[str, Any]) -> None:
        self.method = method
        self.code = str(error.get("code") or "")
        # It is shown, kept and sealed; a refusal may repeat what it was given.
        self.message = without_tokens(str(error.get("message") or "the gateway gave no reason"))
        details = error.get("details")
        self.details: Details = details if isinstance(details, Mapping) else {}
        self.retryable = error.get("retryable") is True
        self.retry_after = seconds_of(error.get("retryAfterMs"))
        super().__init__(f"{method}: {self.message}")


class MissingScope(CallRefused):
    pass


class UnknownMethod(CallRefused):
    pass


class NotThere(CallRefused):
    """An agent, a session or a file that the gateway does not have, or not yet."""


class AlreadyThere(CallRefused):
    pass


class Stale(CallRefused):
    """What was to be changed has changed since it was read."""


class RateLimited(CallRefused):
    pass


class NotNow(CallRefused):
    """The gateway starts, drains, or lost the race for something; the same call may succeed later."""


class SpentKey(CallRefused):
    """The gateway died while it held a message under this key: the message is lost, and the key takes no other."""


_BY_TEXT: tuple[tuple[re.Pattern[str], type[CallRefused]], ...] = (
    (re.compile(r"pending input ownership ended"), SpentKey),
    (re.compile(r"rate limit"), RateLimited),
    (re.compile(r"missing scope"), MissingScope),
    (re.compile(r"unknown method"), UnknownMethod),
    (re.compile(r"already exists"), AlreadyThere),
    (re.compile(r"changed since last load|revision.conflict|base hash required"), Stale),
    (
        re.compile(
            r"not found|unknown (agent|session|requestid)|no such (agent|session)|no longer exists|does not exist"
        ),
        NotThere,
    ),
)


def refusal(method: str, error: Mapping[str, Any]) -> CallRefused:
    """The gateway has few codes and tells most things apart by text alone."""
    details = error.get("details")
    details = details if isinstance(details, Mapping) else {}
    if details.get("code") == "MISSING_SCOPE":
        return MissingScope(method, error)
    if details.get("type") == "agent_file_conflict":
        return Stale(method, error)
    if details.get("reason") == "chat-request-conflict":
        return AlreadyThere(method, error)
    text = str(error.get("message") or "").lower()
    kind = next((kind for pattern, kind in _BY_TEXT if pattern.search(text)), None)
    if kind is None:
        kind = NotNow if error.get("code") == "UNAVAILABLE" else CallRefused
    return kind(method, error)


def seconds_of(milliseconds: object) -> float | None:
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    return min(max(milliseconds / 1000, 0.0), 600.0)


# --- refusals of the handshake

_ENTER = "Enter the gateway's token; on its host: openclaw config get gateway.auth.token"
_PROTOCOL = "Update the gateway, or Mission Control, to a version that speaks the other's protocol."
_KEY = "Check that nothing between Mission Control and the gateway changes what is sent, and the clock of its host."


def handshake_refusal(refused: CallRefused) -> Condition:
    """Why the gateway did not let us in; by its structured code, then by what older ones write."""
    code = str(refused.details.get("code") or "")
    text = refused.message.lower()
    if code == "PAIRING_REQUIRED" or "pairing required" in text:
        return _pairing(refused.details)
    if code == "PROTOCOL_MISMATCH" or "protocol mismatch" in text:
        expected = refused.details.get("expectedProtocol")
        speaks = f"It speaks protocol {expected}" if isinstance(expected, int) else "It speaks another protocol"
        return Condition(State.PROTOCOL_MISMATCH, f"{speaks}; Mission Control speaks 3 and 4.", _PROTOCOL)
    if code.startswith("DEVICE_AUTH"):
        reason = f"The gateway did not accept the proof of our device: {refused.message}"
        return Condition(State.AUTH_FAILED, reason, _KEY)
    if code.startswith("AUTH_") or code == "DEVICE_IDENTITY_REQUIRED" or "unauthorized" in text:
        return _unauthorized(code)
    if refused.code == "UNAVAILABLE":
        return Condition(State.STARTING, f"The gateway is not ready yet: {refused.message}")
    return Condition(State.NOT_A_GATEWAY, f"The gateway refused the connection: {refused.message}", _PROTOCOL)


def _unauthorized(code: str) -> Condition:
    if code in {"AUTH_TOKEN_MISSING", "DEVICE_IDENTITY_REQUIRED"}:
        return Condition(State.AUTH_FAILED, "The gateway demands a token, and none is stored.", _ENTER)
    if code == "AUTH_RATE_LIMITED":
        wait = "Wait five minutes, with the right token stored meanwhile."
        return Condition(State.AUTH_FAILED, "The gateway has locked us out after too many wrong tokens.", wait)
    return Condition(State.AUTH_FAILED, "The gateway does not accept the stored token.", _ENTER)


def _pairing(details: Details) -> Condition:
    request_id = details.get("requestId")
    request_id = request_id if isinstance(request_id, str) and re.fullmatch(r"[\w.:-]{1,100}", request_id) else None
    upgrade = details.get("reason") == "scope-upgrade"
    reason = "The gateway has to allow Mission Control more than it did" if upgrade else "The gateway does not know us"
    run = APPROVE.format(request_id=request_id) if request_id else "openclaw devices list"
    cure = f"On the gateway's host run: {run}"
    return Condition(State.PAIRING_REQUIRED, f"{reason} yet: somebody has to approve the pairing.", cure, request_id)
