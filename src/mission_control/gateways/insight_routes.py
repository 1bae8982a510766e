"""What a gateway tells of itself: its log, the models that it can run agents with, and what it can be asked."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Query

from mission_control.gateways import catalog, logs, queries, service
from mission_control.gateways.errors import GatewayFailed, GatewayTimedOut
from mission_control.gateways.protocol.target import Target
from mission_control.gateways.reading import abilities_of
from mission_control.gateways.schemas import GatewayAbilities, GatewayLogRead, GatewayModels
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import Backend, CurrentPrincipal, Edge, Read, Router
from mission_control.kernel.security.principals import UserPrincipal

router = Router(prefix="/api/v1/gateways/{gateway_id}", tags=["gateways"])
ADMIN = Access(user=UserLevel.ADMIN)
FAILS = (GatewayFailed, GatewayTimedOut)


@router.declare("GET", "/log", access=ADMIN, errors=FAILS)
async def read_gateway_log(
    gateway_id: UUID,
    who: CurrentPrincipal,
    backend: Edge,
    cursor: Annotated[int | None, Query(ge=0, le=2**53, description="Of an earlier answer: what is new.")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000, description="The newest so many lines.")] = 200,
) -> GatewayLogRead:
    """The end of a gateway's log, or what it has written since an earlier answer. Secrets in it are masked."""
    target = await _target(backend, cast(UserPrincipal, who), gateway_id)
    return await logs.tail(target, cursor, limit)


@router.declare("GET", "/models", access=ADMIN, errors=FAILS)
async def list_gateway_models(gateway_id: UUID, who: CurrentPrincipal, backend: Edge) -> GatewayModels:
    """The models that a gateway is configured to run agents with, as it names them."""
    target = await _target(backend, cast(UserPrincipal, who), gateway_id)
    return await catalog.models(target)


@router.declare("GET", "/abilities", access=ADMIN)
def get_gateway_abilities(gateway_id: UUID, who: CurrentPrincipal, uow: Read) -> GatewayAbilities:
    """What a gateway can be asked, and what Mission Control may do there, as it said when it was last connected."""
    _, link = queries.get(uow.db, who, gateway_id)
    return abilities_of(link)


async def _target(backend: Backend, who: UserPrincipal, gateway_id: UUID) -> Target:
    return await backend.read(lambda uow: service.target_to_ask(uow, *queries.get(uow.db, who, gateway_id)))
