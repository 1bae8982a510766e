"""Gateways as the API shows them."""

from datetime import datetime

from sqlalchemy.orm import Session

from mission_control.gateways.models import Gateway, GatewayLink
from mission_control.gateways.protocol.states import Condition, State
from mission_control.gateways.queries import condition_of
from mission_control.gateways.schemas import GatewayRead
from mission_control.kernel import pausing
from mission_control.kernel.pausing import Pause, PauseRead, Scope
from mission_control.organizations.api import Organization

NOBODY = Condition(State.CONNECTING, "No process of Mission Control keeps this connection; one takes it in a moment.")


def pauses_of(db: Session, gateway: Gateway) -> list[Pause]:
    """Why the agents of a gateway do nothing, the widest reason first."""
    organization = db.get(Organization, gateway.organization_id)
    return Pause.of(Scope.ORGANIZATION, organization) + Pause.of(Scope.GATEWAY, gateway)


def read_model(db: Session, gateway: Gateway, link: GatewayLink, now: datetime) -> GatewayRead:
    seen = condition_of(link)
    if seen.state is State.CONNECTED and (link.lease_until is None or link.lease_until < now):
        seen = NOBODY
    return GatewayRead(
        id=gateway.id,
        organization_id=gateway.organization_id,
        name=gateway.name,
        url=gateway.url,
        workspace_root=gateway.workspace_root,
        has_token=gateway.sealed_token is not None,
        allow_insecure_tls=gateway.allow_insecure_tls,
        disable_device_pairing=gateway.disable_device_pairing,
        certificate_authority=gateway.certificate_authority,
        status=seen.state,
        status_reason=seen.reason,
        status_cure=seen.cure,
        status_since=link.since,
        status_command=seen.command,
        pairing_request_id=seen.request_id,
        device_id=link.device_id,
        last_connected_at=link.last_connected_at,
        server_version=link.server_version,
        protocol=link.protocol,
        **pausing.own(gateway),
        pauses=[PauseRead.model_validate(it) for it in pauses_of(db, gateway)],
        version=gateway.version,
        created_at=gateway.created_at,
        updated_at=gateway.updated_at,
    )
