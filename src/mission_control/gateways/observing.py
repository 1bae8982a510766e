"""What the keeper of a connection has seen, written down where people and other processes read it."""

from uuid import UUID

from mission_control.gateways.events import GatewayStateChanged
from mission_control.gateways.models import Gateway, GatewayLink
from mission_control.gateways.protocol.connection import Hello
from mission_control.gateways.protocol.states import Condition, State
from mission_control.gateways.protocol.supervision import Observation
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of

SECRETS_UNREADABLE = Condition(
    State.AUTH_FAILED,
    "What is stored of this gateway was encrypted under another SECRET_KEY.",
    "Restore the key, or remove this gateway and add it again.",
)
_WORDS = {
    State.CONNECTED: "is connected",
    State.CONNECTING: "is being connected",
    State.STARTING: "restarts",
    State.SLOW: "answers slowly",
    State.HUNG: "does not answer",
    State.PAIRING_REQUIRED: "waits for its pairing to be approved",
}


def note(uow: UnitOfWork, owner: str, gateway_id: UUID, seen: Observation) -> None:
    """Write down a change; whoever has lost the lease has nothing to say any more."""
    link = locked(uow.db, GatewayLink, gateway_id)
    gateway = uow.db.get(Gateway, gateway_id)
    if link is None or gateway is None or link.lease_owner != owner:
        return
    if seen.hello:
        _note_hello(uow, link, seen.hello)
    before, after = link.state, seen.condition
    link.reason, link.cure, link.pairing_request_id = after.reason, after.cure, after.request_id
    if before == after.state:
        return
    link.state, link.since = after.state, uow.now
    uow.emit(
        GatewayStateChanged(
            organization_id=gateway.organization_id,
            gateway_id=gateway.id,
            message=f"Gateway {gateway.name} {_WORDS.get(after.state, 'cannot be used')}",
            before=before,
            after=after.state,
        )
    )


def _note_hello(uow: UnitOfWork, link: GatewayLink, hello: Hello) -> None:
    link.last_connected_at = uow.now
    link.server_version, link.protocol, link.boot_id = hello.version, hello.protocol, hello.boot_id
    link.methods, link.events, link.scopes = list(hello.methods), list(hello.events), sorted(hello.scopes)
    if hello.device_token:
        secrets = environment_of(uow.db).secrets
        if link.sealed_device_token is None or secrets.decrypt(link.sealed_device_token) != hello.device_token:
            link.sealed_device_token = secrets.encrypt(hello.device_token)
