"""Devices that wait to be let in by a gateway, for the people who keep the gateway."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from mission_control.gateways import pairing, queries, service
from mission_control.gateways.errors import (
    GatewayFailed,
    GatewayTimedOut,
    NobodyToApprove,
    PairingNotAllowed,
    PairingRequestGone,
)
from mission_control.gateways.pairing import Decision
from mission_control.gateways.protocol.target import Target
from mission_control.gateways.schemas import PairingApproved, PairingRequests
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import Backend, CurrentPrincipal, Edge, OkResponse, Router
from mission_control.kernel.http.text import Storable
from mission_control.kernel.security.principals import Principal

router = Router(prefix="/api/v1/gateways/{gateway_id}", tags=["gateways"])
ADMIN = Access(user=UserLevel.ADMIN)
FAILS = (PairingNotAllowed, GatewayFailed, GatewayTimedOut)
RequestId = Annotated[str, Path(max_length=200), Storable]


@router.declare("GET", "/pairing-requests", access=ADMIN, errors=FAILS)
async def list_pairing_requests(gateway_id: UUID, who: CurrentPrincipal, backend: Edge) -> PairingRequests:
    """Devices that ask the gateway to be let in, or to be allowed more; asked of the gateway."""
    return PairingRequests(requests=await pairing.requests(await _target(backend, who, gateway_id)))


@router.declare("POST", "/pairing-requests/{request_id}/approve", access=ADMIN, errors=(*FAILS, PairingRequestGone))
async def approve_pairing_request(
    gateway_id: UUID, request_id: RequestId, who: CurrentPrincipal, backend: Edge
) -> OkResponse:
    """Let a device in with all that it asks for."""
    return await _decide(backend, who, gateway_id, request_id, "approve")


@router.declare("POST", "/pairing-requests/{request_id}/reject", access=ADMIN, errors=(*FAILS, PairingRequestGone))
async def reject_pairing_request(
    gateway_id: UUID, request_id: RequestId, who: CurrentPrincipal, backend: Edge
) -> OkResponse:
    """Turn a device away; it may ask again."""
    return await _decide(backend, who, gateway_id, request_id, "reject")


@router.declare("POST", "/pairing/approve", access=ADMIN, errors=(NobodyToApprove, GatewayFailed))
async def approve_own_pairing(gateway_id: UUID, who: CurrentPrincipal, backend: Edge) -> PairingApproved:
    """Have Mission Control itself let in by a gateway that does not know it, over another connection to the same one.

    The connected gateways of the organization are asked whether the request is theirs. 409 says what else to do.
    """
    it = await backend.read(lambda uow: pairing.waiting(uow, who, gateway_id))
    way = await pairing.approve_own(it)
    called = "Mission Control"
    await backend.write(who, lambda uow: pairing.note(uow, who, gateway_id, "approve", it.device_id, called))
    return PairingApproved(through_gateway_id=way.gateway_id, through_name=way.name)


async def _decide(
    backend: Backend, who: Principal, gateway_id: UUID, request_id: str, decision: Decision
) -> OkResponse:
    found = await pairing.decide(await _target(backend, who, gateway_id), request_id, decision)
    called = f"Device {found.name or found.device_id[:12]}"
    await backend.write(who, lambda uow: pairing.note(uow, who, gateway_id, decision, found.device_id, called))
    return OkResponse()


async def _target(backend: Backend, who: Principal, gateway_id: UUID) -> Target:
    return await backend.read(lambda uow: service.target_to_ask(uow, *queries.get(uow.db, who, gateway_id)))
