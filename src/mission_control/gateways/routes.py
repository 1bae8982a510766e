"""Gateways, for the administrators who keep them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from mission_control.gateways import diagnosing, queries, service
from mission_control.gateways.doctor import examine
from mission_control.gateways.errors import BadGatewayUrl, GatewayFailed, GatewayInUse, GatewayUrlTaken
from mission_control.gateways.protocol.connection import MAX_PROTOCOL
from mission_control.gateways.protocol.target import Target
from mission_control.gateways.rationing import few_tries_alone
from mission_control.gateways.reading import read_model
from mission_control.gateways.schemas import (
    GatewayCheck,
    GatewayCommandsResponse,
    GatewayCreate,
    GatewayDiagnosis,
    GatewayRead,
    GatewayUpdate,
    GatewayUse,
    GatewayUses,
)
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.errors import StaleVersion, TooManyRequests
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, Edge, OkResponse, Read, Router, Write
from mission_control.kernel.pausing import PauseRequest
from mission_control.kernel.security.secrets import SecretUnreadable
from mission_control.kernel.threads import in_thread

router = Router(prefix="/api/v1/gateways", tags=["gateways"])
ADMIN = Access(user=UserLevel.ADMIN)


@router.declare("GET", "", access=ADMIN)
def list_gateways(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[GatewayRead]:
    """Gateways of the organization with the state of each, newest first; never the built-in one of direct agents."""
    found = service.listed(uow, who, window)
    items = [read_model(uow.db, gateway, link, uow.now) for gateway, link in found.rows]
    return Page[GatewayRead].of(found.shown_as(items))


@router.declare("POST", "", access=ADMIN, errors=(GatewayUrlTaken, BadGatewayUrl))
def create_gateway(body: GatewayCreate, who: CurrentPrincipal, uow: Write) -> GatewayRead:
    """Add a gateway. It need not be up: its status says how connecting goes."""
    return read_model(uow.db, *service.create(uow, who, body), uow.now)


@router.declare("GET", "/commands", access=ADMIN)
def gateway_commands(who: CurrentPrincipal, uow: Read) -> GatewayCommandsResponse:
    """What a gateway can be asked, as the one that was connected last has announced; empty before the first."""
    link = queries.last_connected(uow.db, who)
    if link is None:
        return GatewayCommandsResponse(protocol_version=MAX_PROTOCOL, methods=[], events=[])
    return GatewayCommandsResponse(
        protocol_version=link.protocol or MAX_PROTOCOL, methods=link.methods or [], events=link.events or []
    )


@router.declare("POST", "/doctor", access=ADMIN, errors=(TooManyRequests,))
async def examine_address(body: GatewayCheck, backend: Edge) -> GatewayDiagnosis:
    """Try each step of the way to a gateway that is not added yet; what fails has a cure. Within 15 seconds."""
    target = diagnosing.target_before_adding(body, backend.settings)
    await in_thread(few_tries_alone, backend.limiter, target.url)
    return diagnosing.told(await examine(target), is_added=False)


@router.declare("POST", "/{gateway_id}/doctor", access=ADMIN, errors=(GatewayFailed, TooManyRequests))
async def examine_gateway(gateway_id: UUID, who: CurrentPrincipal, backend: Edge) -> GatewayDiagnosis:
    """Try each step of the way to a gateway; what fails has a cure. Within 15 seconds."""

    def stored() -> Target:
        with backend.database.read() as uow:
            try:
                return service.target_of(uow, *queries.get(uow.db, who, gateway_id))
            except SecretUnreadable as error:
                raise GatewayFailed(f"the gateway's token cannot be read: {error}") from error

    target = await in_thread(stored)
    await in_thread(few_tries_alone, backend.limiter, target.url)
    return diagnosing.told(await examine(target), is_added=True)


@router.declare("GET", "/{gateway_id}", access=ADMIN)
def get_gateway(gateway_id: UUID, who: CurrentPrincipal, uow: Read) -> GatewayRead:
    """One gateway, with the state of its connection and what to do about it."""
    return read_model(uow.db, *queries.get(uow.db, who, gateway_id), uow.now)


@router.declare("PATCH", "/{gateway_id}", access=ADMIN, errors=(GatewayUrlTaken, BadGatewayUrl, StaleVersion))
def update_gateway(gateway_id: UUID, body: GatewayUpdate, who: CurrentPrincipal, uow: Write) -> GatewayRead:
    """Change a gateway; what concerns the connection makes it anew."""
    return read_model(uow.db, *service.update(uow, who, gateway_id, body), uow.now)


@router.declare("DELETE", "/{gateway_id}", access=ADMIN, errors=(GatewayInUse, StaleVersion))
def delete_gateway(
    gateway_id: UUID,
    who: CurrentPrincipal,
    uow: Write,
    force: Annotated[bool, Query(description="Leave there what is still to be removed from it.")] = False,
) -> OkResponse:
    """Forget a gateway that no board and no agent is on. On its host nothing changes."""
    service.delete(uow, who, gateway_id, force=force)
    return OkResponse()


@router.declare("POST", "/{gateway_id}/pause", access=ADMIN, errors=(StaleVersion,))
def pause_gateway(gateway_id: UUID, body: PauseRequest, who: CurrentPrincipal, uow: Write) -> GatewayRead:
    """Stop the agents on a gateway until it is resumed: what runs is stopped, and nobody is woken."""
    return read_model(uow.db, *service.pause(uow, who, gateway_id, body.reason), uow.now)


@router.declare("POST", "/{gateway_id}/resume", access=ADMIN, errors=(StaleVersion,))
def resume_gateway(gateway_id: UUID, who: CurrentPrincipal, uow: Write) -> GatewayRead:
    """Let the agents on a gateway go on; each is told once what has waited for it."""
    return read_model(uow.db, *service.resume(uow, who, gateway_id), uow.now)


@router.declare("GET", "/{gateway_id}/uses", access=ADMIN)
def list_gateway_uses(gateway_id: UUID, who: CurrentPrincipal, uow: Read) -> GatewayUses:
    """What keeps a gateway from being deleted."""
    found = service.uses(uow, who, gateway_id)
    return GatewayUses(uses=[GatewayUse(kind=it.kind, id=it.id, name=it.name, board_id=it.board_id) for it in found])
