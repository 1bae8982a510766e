"""Setups of agents on gateways, for administrators."""

from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import AgentRead
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Router, Write
from mission_control.provisioning import service
from mission_control.provisioning.schemas import AgentSetupRequest

router = Router(prefix="/api/v1/agents", tags=["agents"])


@router.declare(
    "POST",
    "/{agent_id}/setup",
    access=Access(user=UserLevel.ADMIN, board="write"),
    errors=(service.NotOnGateway,),
)
def set_up_agent(agent_id: UUID, body: AgentSetupRequest, who: CurrentPrincipal, uow: Write) -> AgentRead:
    """Have an agent set up on its gateway now: everything is compared again, and one that never called is woken."""
    agent = service.set_up_again(uow, who, agent_id, body)
    return agents.read_model(uow.db, agent, uow.now)
