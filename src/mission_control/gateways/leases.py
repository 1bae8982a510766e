"""Who keeps the connection to a gateway: one process at a time, by a lease in the database."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session

from mission_control.gateways.models import Gateway, GatewayLink
from mission_control.gateways.protocol.target import Target
from mission_control.gateways.service import target_of
from mission_control.kernel.db.locks import LOCK
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.logging import get_logger
from mission_control.kernel.security.secrets import SecretUnreadable

logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """A gateway whose connection is ours to keep; without a target when its secrets cannot be read."""

    gateway_id: UUID
    target: Target | None


def any_to_claim(db: Session) -> bool:
    """Whether there is a gateway at all: without one nothing is written."""
    return db.scalar(select(GatewayLink.gateway_id).limit(1)) is not None


def claim(uow: UnitOfWork, owner: str, seconds: float) -> list[Held]:
    """Keep what is ours for longer, take what nobody keeps; answers all that we keep now."""
    ours = GatewayLink.lease_owner == owner
    free = and_(
        GatewayLink.lease_owner.is_distinct_from(owner),
        or_(GatewayLink.lease_until.is_(None), GatewayLink.lease_until < uow.now),
    )
    # Our own are waited for: whoever writes to one at this moment is soon done, and skipping it would give it up.
    kept = uow.db.execute(_links(ours).with_for_update(of=GatewayLink, **LOCK)).all()
    # What another process claims in this moment is its own.
    taken = uow.db.execute(_links(free).with_for_update(of=GatewayLink, skip_locked=True, **LOCK)).all()
    for _, link in (*kept, *taken):
        link.lease_owner = owner
        link.lease_until = uow.now + timedelta(seconds=seconds)
    return [Held(gateway.id, _target(uow, gateway, link)) for gateway, link in (*kept, *taken)]


def _links(which: ColumnElement[bool]) -> Select[Gateway, GatewayLink]:
    linked = select(Gateway, GatewayLink).join(GatewayLink, GatewayLink.gateway_id == Gateway.id)
    return linked.where(which).order_by(Gateway.id)


def release(uow: UnitOfWork, owner: str) -> None:
    ours = update(GatewayLink).where(GatewayLink.lease_owner == owner)
    uow.db.execute(ours.values(lease_owner=None, lease_until=None))


def release_others(uow: UnitOfWork, owner: str) -> None:
    """What former processes held that were killed, where there can be but one process."""
    uow.db.execute(
        update(GatewayLink)
        .where(GatewayLink.lease_owner.is_distinct_from(owner))
        .values(lease_owner=None, lease_until=None)
    )


def _target(uow: UnitOfWork, gateway: Gateway, link: GatewayLink) -> Target | None:
    try:
        return target_of(uow, gateway, link)
    except SecretUnreadable as error:
        logger.warning("gateways.secret_unreadable", gateway=str(gateway.id), reason=str(error))
        return None
