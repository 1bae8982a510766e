"""Use cases of gateways."""

from uuid import UUID

from sqlalchemy import select

from mission_control.gateways.models import Gateway, GatewayKind
from mission_control.kernel.db.session import UnitOfWork

DIRECT_NAME = "Direct"


def direct_gateway(uow: UnitOfWork, organization_id: UUID) -> Gateway:
    """The organization's built-in gateway of agents that speak plain HTTP; made when it is first needed.

    Never connected to and never listed: it exists so that every agent has a `gateway_id`.
    """
    found = uow.db.scalar(
        select(Gateway).where(Gateway.organization_id == organization_id, Gateway.kind == GatewayKind.DIRECT)
    )
    if found:
        return found
    gateway = Gateway(
        organization_id=organization_id,
        kind=GatewayKind.DIRECT,
        name=DIRECT_NAME,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(gateway)
    uow.db.flush()
    return gateway
