"""Souls, for agents: each reads its own, leads read and write those of their board."""

from typing import Any, cast
from uuid import UUID

from mission_control.agents.api import AgentIsAdopted
from mission_control.gateways.api import GatewayFailed, GatewayTimedOut
from mission_control.kernel.http.access import BOARD_AGENTS, LEAD, Access
from mission_control.kernel.http.router import CurrentPrincipal, Edge, OkResponse, Router, Write
from mission_control.kernel.security.principals import AgentPrincipal
from mission_control.souls import reading, service
from mission_control.souls.errors import BlankSoul
from mission_control.souls.schemas import SoulUpdateRequest

router = Router(prefix="/api/v1/agent/boards/{board_id}/agents/{agent_id}/soul")


def _hints(intent: str, actor: str, when: str) -> dict[str, Any]:
    return {"x-llm-intent": intent, "x-required-actor": actor, "x-when-to-use": [when]}


@router.declare(
    "GET",
    "",
    access=Access(agent=BOARD_AGENTS, board="read"),
    tags=["agent", "agent-lead", "agent-worker"],
    name="get_agent_soul",
    errors=(GatewayFailed, GatewayTimedOut),
    openapi_extra=_hints("agent_board_soul_lookup", "any_agent", "See what an agent of the board is to be like"),
)
async def get_agent_soul(board_id: UUID, agent_id: UUID, who: CurrentPrincipal, backend: Edge) -> str:
    """The Markdown of an agent's soul, as it is on its gateway now."""
    agent = cast(AgentPrincipal, who)
    with reading.for_agents():
        place = await backend.read(lambda uow: service.whereabouts_for_agent(uow, agent, board_id, agent_id))
        return await reading.soul_at(place)


@router.declare(
    "PUT",
    "",
    access=Access(agent=LEAD, board="write"),
    tags=["agent", "agent-lead"],
    operation_id="agent_lead_update_agent_soul",
    errors=(BlankSoul, AgentIsAdopted),
    openapi_extra=_hints("agent_knowledge_authoring", "board_lead", "An agent of the board is to work differently"),
)
def update_agent_soul(
    board_id: UUID, agent_id: UUID, body: SoulUpdateRequest, who: CurrentPrincipal, uow: Write
) -> OkResponse:
    """Write the soul of an agent of the board; its gateway gets it as soon as it can be reached."""
    service.write_for_agent(uow, cast(AgentPrincipal, who), board_id, agent_id, body)
    return OkResponse()
