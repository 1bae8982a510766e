"""Commands of a gateway's main agent that wait for leave, for the people who keep the gateway."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from mission_control.exec_approvals import commands
from mission_control.exec_approvals.errors import CommandGone
from mission_control.exec_approvals.schemas import WaitingCommands
from mission_control.gateways.api import GatewayFailed, GatewayTimedOut
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Edge, OkResponse, Router
from mission_control.kernel.http.text import Storable

router = Router(prefix="/api/v1/gateways/{gateway_id}/commands", tags=["gateways"])
ADMIN = Access(user=UserLevel.ADMIN)
IN_PERSON = Access(user=UserLevel.ADMIN, in_person=True)
"""What runs on a machine is not for a key that somebody has left in a script."""
FAILS = (GatewayFailed, GatewayTimedOut)
RequestId = Annotated[str, Path(max_length=200), Storable]


@router.declare("GET", "", access=ADMIN, errors=FAILS)
async def list_waiting_commands(gateway_id: UUID, who: CurrentPrincipal, backend: Edge) -> WaitingCommands:
    """What the gateway's main agent wants to run and waits for leave to; asked of the gateway."""
    return WaitingCommands(commands=await commands.waiting(backend, who, gateway_id))


@router.declare("POST", "/{request_id}/allow", access=IN_PERSON, errors=(*FAILS, CommandGone))
async def allow_waiting_command(
    gateway_id: UUID, request_id: RequestId, who: CurrentPrincipal, backend: Edge
) -> OkResponse:
    """Let the command run, once; the agent's turn goes on at once."""
    await commands.decide(backend, who, gateway_id, request_id, allow=True)
    return OkResponse()


@router.declare("POST", "/{request_id}/deny", access=IN_PERSON, errors=(*FAILS, CommandGone))
async def deny_waiting_command(
    gateway_id: UUID, request_id: RequestId, who: CurrentPrincipal, backend: Edge
) -> OkResponse:
    """Refuse the command; the agent is told so and goes on without it."""
    await commands.decide(backend, who, gateway_id, request_id, allow=False)
    return OkResponse()
