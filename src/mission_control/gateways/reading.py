"""Gateways as the API shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.gateways import queries
from mission_control.gateways.doctor import not_announced
from mission_control.gateways.models import Gateway, GatewayLink
from mission_control.gateways.protocol.states import IN_SHORT, NEEDS_A_PERSON, Condition, State
from mission_control.gateways.queries import Linked, condition_of
from mission_control.gateways.schemas import GatewayAbilities, GatewayRead
from mission_control.kernel import pausing
from mission_control.kernel.pausing import Pause, PauseRead, Scope
from mission_control.organizations.api import Organization

NOBODY = Condition(State.CONNECTING, "No process of Mission Control keeps this connection; one takes it in a moment.")

GRACE = timedelta(seconds=90)
"""How long a gateway may be away before anything is said about its agents: as long as a restart takes."""
WAIT = "It is tried again and again; look on its machine whether it runs"


@dataclass(frozen=True, slots=True)
class Unusable:
    """A gateway that somebody has to look at."""

    id: UUID
    name: str
    reason: str
    in_short: str
    """For those who are not to know where it is."""
    cure: str
    since: datetime


def pauses_of(db: Session, gateway: Gateway) -> list[Pause]:
    """Why the agents of a gateway do nothing, the widest reason first."""
    organization = db.get(Organization, gateway.organization_id)
    return Pause.of(Scope.ORGANIZATION, organization) + Pause.of(Scope.GATEWAY, gateway)


def is_back_soon(state: str, since: datetime, lease_until: datetime | None, now: datetime) -> bool:
    """Whether a gateway that is not connected was so a moment ago, and nothing has failed since."""
    if state == State.CONNECTED:
        # Whoever kept it has ended; another takes it.
        return lease_until is not None and now - lease_until < GRACE
    return state in {State.STARTING, State.CONNECTING, State.SLOW} and now - since < GRACE


def to_see_to(db: Session, organization_id: UUID, now: datetime) -> tuple[list[Unusable], list[Linked]]:
    """Gateways that will not be back by themselves, or should be by now, with what to do about each; and connected ones
    on which commands of main agents wait.
    """
    rows = queries.to_see_to(db, organization_id, now)
    kept = [row for row in rows if _is_kept(row[1], now)]
    away = (_unusable(row[0], row[1], now) for row in rows if row not in kept)
    return [it for it in away if it], kept


def _is_kept(link: GatewayLink, now: datetime) -> bool:
    return link.state == State.CONNECTED and link.lease_until is not None and link.lease_until >= now


def _unusable(gateway: Gateway, link: GatewayLink, now: datetime) -> Unusable | None:
    seen, since = condition_of(link), link.since
    if seen.state is State.CONNECTED:
        seen, since = NOBODY, link.lease_until or link.since
    if seen.state not in NEEDS_A_PERSON and now - since < GRACE:
        return None
    short = IN_SHORT[seen.state]
    return Unusable(gateway.id, gateway.name, seen.reason, short[0].upper() + short[1:], seen.cure or WAIT, since)


def abilities_of(link: GatewayLink) -> GatewayAbilities:
    methods = link.methods or []
    return GatewayAbilities(
        protocol=link.protocol,
        server_version=link.server_version,
        told_at=link.last_connected_at,
        scopes=link.scopes or [],
        methods=sorted(methods),
        events=sorted(link.events or []),
        missing=not_announced(methods) if link.last_connected_at else [],
    )


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
        commands_waiting=link.commands_waiting,
        protocol=link.protocol,
        **pausing.own(gateway),
        pauses=[PauseRead.model_validate(it) for it in pauses_of(db, gateway)],
        version=gateway.version,
        created_at=gateway.created_at,
        updated_at=gateway.updated_at,
    )
