"""Setups of agents on gateways, and waking them by hand, for administrators."""

from typing import cast
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import AgentRead
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Router, Write
from mission_control.kernel.pausing import Paused
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.provisioning import service, waking_by_hand
from mission_control.provisioning.schemas import AgentSetupRequest, AgentWakeRead, AgentWakeRequest

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


@router.declare(
    "POST",
    "/{agent_id}/wake",
    access=Access(user=UserLevel.ADMIN, board="write"),
    errors=(service.NotOnGateway, Paused),
)
def wake_agent(agent_id: UUID, body: AgentWakeRequest, who: CurrentPrincipal, uow: Write) -> AgentWakeRead:
    """Wake an agent on a gateway now, to look for work or to hear something. It costs a turn of its model.

    It is woken once, as soon as its gateway can be reached; one that waits to be woken already is not woken twice.
    """
    return waking_by_hand.wake_now(uow, cast(UserPrincipal, who), agent_id, body.message)
