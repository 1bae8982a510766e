"""How a gateway is doing, in a word, in a sentence that says why, and in one that says what to do."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    CONNECTING = "connecting"
    CONNECTED = "connected"
    UNREACHABLE = "unreachable"
    TLS_FAILED = "tls_failed"
    NOT_A_GATEWAY = "not_a_gateway"
    HUNG = "hung"
    """Accepts connections and says nothing, or no more than its introduction, or has fallen silent."""
    SLOW = "slow"
    """Answers, and takes so long that it has not let us in yet."""
    PROTOCOL_MISMATCH = "protocol_mismatch"
    AUTH_FAILED = "auth_failed"
    PAIRING_REQUIRED = "pairing_required"
    SCOPE_MISSING = "scope_missing"
    STARTING = "starting"
    """Starts, restarts or drains: will be back by itself."""
    FORBIDDEN = "forbidden"
    """The address is one that this installation does not connect to."""


NEEDS_A_PERSON = frozenset(
    {
        State.TLS_FAILED,
        State.NOT_A_GATEWAY,
        State.PROTOCOL_MISMATCH,
        State.AUTH_FAILED,
        State.PAIRING_REQUIRED,
        State.SCOPE_MISSING,
        State.FORBIDDEN,
    }
)
"""Trying again does not help by itself, so it is done slowly: a gateway locks out who fails to sign in too often."""

APPROVE = "openclaw devices approve {request_id}"


IN_SHORT = {
    State.CONNECTING: "it is being connected",
    State.CONNECTED: "it is connected",
    State.UNREACHABLE: "nothing answers where it should be",
    State.TLS_FAILED: "there is no secure way to it",
    State.NOT_A_GATEWAY: "something else answers where it should be",
    State.HUNG: "it does not answer",
    State.SLOW: "it answers slowly",
    State.PROTOCOL_MISMATCH: "it speaks another protocol",
    State.AUTH_FAILED: "it does not let Mission Control in",
    State.PAIRING_REQUIRED: "its pairing has to be approved",
    State.SCOPE_MISSING: "it does not allow Mission Control what is needed",
    State.STARTING: "it starts anew",
    State.FORBIDDEN: "Mission Control does not connect to where it should be",
}
"""What others than its administrators are told: nothing of where it is, or of what lets us in."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A state with its reason, for administrators; `cure` is empty where there is nothing to do."""

    state: State
    reason: str
    cure: str = ""
    request_id: str | None = None
    """Of the pairing that somebody has to approve on the gateway."""

    @property
    def command(self) -> str | None:
        """What to run on the gateway's host."""
        return APPROVE.format(request_id=self.request_id) if self.request_id else None


WAIT_OR_RESTART = (
    "Wait if the gateway's machine is busy; else restart the gateway, and look into its log for what it waits for."
)
"""What to do about one that hangs: to restart one that is merely slow makes it slower."""
OLD = "The gateway speaks protocol {}: its sessions can be read, and no agent can be set up there."
UPDATE = "Update OpenClaw on its host to 2026.9 or newer."

CONNECTING = Condition(State.CONNECTING, "Mission Control is connecting.")
SLOW = Condition(
    State.SLOW,
    "The gateway answers, and takes long: after {seconds:g} seconds it has not let Mission Control in yet.",
    "Look at the load of its machine, and at the way there; Mission Control goes on trying.",
)
SILENT = Condition(
    State.HUNG,
    "The connection stands, and the gateway has not answered for {seconds:.0f} seconds.",
    "It may be busy: it is waited for, and tried anew after that. If it stays so, look at its machine, and restart it.",
)
RESTARTING = Condition(State.STARTING, "The gateway announced a restart; Mission Control reconnects by itself.")
