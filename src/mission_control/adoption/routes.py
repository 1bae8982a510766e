"""Agents that live on a gateway already, for the people who keep the gateway. Each request asks the gateway."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Path

from mission_control.adoption import remote, service
from mission_control.adoption.errors import AgentTaken, AlreadyAdopted, BoardElsewhere, NotOnThisGateway
from mission_control.adoption.schemas import AgentAdoption, DiscoveredAgents
from mission_control.agents.api import AgentIsAdopted, AgentNameTaken, AgentRead, BoardHasLead, read_model
from mission_control.gateways.api import GatewayFailed, GatewayTimedOut
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Edge, Router
from mission_control.kernel.http.text import Storable
from mission_control.kernel.security.principals import UserPrincipal

router = Router(prefix="/api/v1/gateways/{gateway_id}/discovered-agents", tags=["gateways"])
ADMIN = Access(user=UserLevel.ADMIN)
FAILS = (GatewayFailed, GatewayTimedOut)


@router.declare("GET", "", access=ADMIN, errors=FAILS)
async def list_discovered_agents(gateway_id: UUID, who: CurrentPrincipal, backend: Edge) -> DiscoveredAgents:
    """The agents that a gateway has now, and whose each is: those that are free can be adopted."""
    person = cast(UserPrincipal, who)
    target = await backend.read(lambda uow: service.target(uow, person, gateway_id))
    roster = await remote.roster(target)
    return DiscoveredAgents(agents=await backend.read(lambda uow: service.told(uow, person, gateway_id, roster)))


@router.declare(
    "POST",
    "/{runtime_id}/adopt",
    access=Access(user=UserLevel.ADMIN, board="write"),
    errors=(
        *FAILS,
        NotOnThisGateway,
        AlreadyAdopted,
        AgentIsAdopted,
        AgentTaken,
        BoardElsewhere,
        AgentNameTaken,
        BoardHasLead,
    ),
)
async def adopt_agent(
    gateway_id: UUID,
    runtime_id: Annotated[str, Path(max_length=200), Storable],
    body: AgentAdoption,
    who: CurrentPrincipal,
    backend: Edge,
) -> AgentRead:
    """Make an agent that lives on a gateway an agent of a board there. It keeps its id, its files and its settings.

    One section is added to its AGENTS.md; deleting the agent here takes that out again and leaves it on its gateway.
    """
    person = cast(UserPrincipal, who)
    target = await backend.read(lambda uow: service.target_for(uow, person, gateway_id, body))
    roster = await remote.roster(target, runtime_id)

    def adopting(uow: UnitOfWork) -> AgentRead:
        agent = service.adopt(uow, person, gateway_id, runtime_id, roster, body)
        uow.db.flush()
        return read_model(uow.db, agent, uow.now)

    return await backend.write(person, adopting)
