"""Every SELECT of gateways; all that serve people start from the organization of the principal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from mission_control.gateways.models import Gateway, GatewayKind, GatewayLink
from mission_control.gateways.protocol.states import Condition, State
from mission_control.kernel.db.locks import locked
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import Principal

Linked = Row[Gateway, GatewayLink]


def visible_to(principal: Principal) -> Select[Gateway, GatewayLink]:
    """Never the built-in one: it has no link."""
    found = select(Gateway, GatewayLink).join(GatewayLink, GatewayLink.gateway_id == Gateway.id)
    return found.where(Gateway.organization_id == principal.organization_id, Gateway.kind == GatewayKind.OPENCLAW)


def newest_first(gateways: Select[Gateway, GatewayLink]) -> Select[Gateway, GatewayLink]:
    return gateways.order_by(Gateway.created_at.desc(), Gateway.id)


def get(db: Session, principal: Principal, gateway_id: UUID) -> Linked:
    """Raises NotFound for another organization's too, and for the built-in one."""
    found = db.execute(visible_to(principal).where(Gateway.id == gateway_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_for_change(db: Session, principal: Principal, gateway_id: UUID) -> Gateway:
    gateway = locked(db, Gateway, gateway_id)
    mine = gateway is not None and gateway.organization_id == principal.organization_id
    if gateway is None or not mine or gateway.kind != GatewayKind.OPENCLAW:
        raise NotFound
    return gateway


def to_see_to(db: Session, organization_id: UUID, now: datetime) -> Sequence[Linked]:
    """Gateways of an organization that are not connected, or that nobody keeps the connection of; and those on which
    commands of main agents wait.
    """
    found = select(Gateway, GatewayLink).join(GatewayLink, GatewayLink.gateway_id == Gateway.id)
    is_away = or_(
        GatewayLink.state != State.CONNECTED, GatewayLink.lease_until < now, GatewayLink.lease_until.is_(None)
    )
    of_it = found.where(Gateway.organization_id == organization_id, or_(is_away, GatewayLink.commands_waiting > 0))
    return db.execute(of_it.order_by(Gateway.created_at, Gateway.id)).all()


def condition_of(link: GatewayLink) -> Condition:
    """As whoever keeps the connection has seen it last."""
    return Condition(State(link.state), link.reason, link.cure, link.pairing_request_id)


def count_by_state(db: Session) -> dict[str, int]:
    """Of the whole installation, without the built-in gateways, which nobody connects to."""
    counted = select(GatewayLink.state, func.count()).join(Gateway, Gateway.id == GatewayLink.gateway_id)
    rows = db.execute(counted.where(Gateway.kind == GatewayKind.OPENCLAW).group_by(GatewayLink.state))
    return {state: int(count) for state, count in rows}


def require_own(db: Session, principal: Principal, gateway_id: UUID) -> None:
    """Raises NotFound for another organization's gateway; the built-in one of direct agents is one's own."""
    gateway = db.get(Gateway, gateway_id)
    if gateway is None or gateway.organization_id != principal.organization_id:
        raise NotFound


def named_by(db: Session, principal: Principal, gateway_id: UUID) -> Gateway | None:
    """The gateway that a board of the principal may be on; locked, so that it is not deleted meanwhile."""
    try:
        return get_for_change(db, principal, gateway_id)
    except NotFound:
        return None


def at_url(db: Session, principal: Principal, url: str) -> Linked | None:
    return db.execute(visible_to(principal).where(Gateway.url == url)).one_or_none()


def connected_beside(principal: Principal, gateway_id: UUID) -> Select[Gateway, GatewayLink]:
    """Other gateways of the organization that let us in."""
    others = visible_to(principal).where(Gateway.id != gateway_id, GatewayLink.state == State.CONNECTED)
    return newest_first(others)


def with_url(db: Session, organization_id: UUID, url: str) -> UUID | None:
    at_url = select(Gateway.id).where(Gateway.organization_id == organization_id, Gateway.url == url)
    return db.scalar(at_url.where(Gateway.kind == GatewayKind.OPENCLAW))


def last_connected(db: Session, principal: Principal) -> GatewayLink | None:
    links = select(GatewayLink).join(Gateway, Gateway.id == GatewayLink.gateway_id)
    links = links.where(Gateway.organization_id == principal.organization_id, GatewayLink.methods.is_not(None))
    return db.scalar(links.order_by(GatewayLink.last_connected_at.desc(), GatewayLink.gateway_id).limit(1))
