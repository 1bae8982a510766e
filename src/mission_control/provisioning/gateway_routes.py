"""The agents of one gateway, as far as they are set up there, for administrators."""

from typing import cast
from uuid import UUID

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Edge, Read, Router
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.kernel.threads import in_thread
from mission_control.provisioning import reading, syncing
from mission_control.provisioning.schemas import GatewayAgents, GatewayTemplatesSyncResult

router = Router(prefix="/api/v1/gateways", tags=["gateways"])
ADMIN = Access(user=UserLevel.ADMIN)


@router.declare("GET", "/{gateway_id}/agents", access=ADMIN)
def list_gateway_agents(gateway_id: UUID, who: CurrentPrincipal, uow: Read) -> GatewayAgents:
    """Who is set up on a gateway, how far that is, and who is being removed from it."""
    return GatewayAgents(agents=reading.on_gateway(uow, cast(UserPrincipal, who), gateway_id))


@router.declare("POST", "/{gateway_id}/templates/sync", access=ADMIN)
async def sync_gateway_templates(
    gateway_id: UUID,
    who: CurrentPrincipal,
    backend: Edge,
    include_main: bool = True,
    lead_only: bool = False,
    reset_sessions: bool = False,
    rotate_tokens: bool = False,
    force_bootstrap: bool = False,  # noqa: ARG001 - the contract has it; no agent has a bootstrap file any more
    overwrite: bool = False,
    board_id: UUID | None = None,
) -> GatewayTemplatesSyncResult:
    """Have the files of a gateway's agents brought up to date, and wait up to 15 seconds for it.

    What differs is written; what agents have edited stays, unless `overwrite` is set. An agent that is not done by
    then is in `errors` with what it waits for, and goes on by itself.
    """
    sync = syncing.Sync(
        gateway_id,
        include_main=include_main,
        lead_only=lead_only,
        reset_sessions=reset_sessions,
        rotate_tokens=rotate_tokens,
        overwrite=overwrite,
        board_id=board_id,
    )
    asked = await in_thread(syncing.ask, backend.database, cast(UserPrincipal, who), sync)
    return await syncing.await_result(backend.database, sync, asked)
