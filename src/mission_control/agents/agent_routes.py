"""Agents: what they may do about themselves and, as leads, about each other."""

from typing import Any, cast
from uuid import UUID

from mission_control.agents import queries, reading, service
from mission_control.agents.models import Agent
from mission_control.agents.routes import created
from mission_control.agents.schemas import AgentCreate, AgentCreated, AgentHealthStatusResponse, AgentRead
from mission_control.kernel.http.access import ANY_AGENT, LEAD, Access
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, Edge, OkResponse, Read, Router, Write
from mission_control.kernel.security.principals import AgentPrincipal

router = Router(prefix="/api/v1/agent")
AGENT = Access(agent=ANY_AGENT)
LEAD_ONLY = Access(agent=LEAD)
ALL_ROLES = ["agent", "agent-lead", "agent-worker", "agent-main"]
LEADS = ["agent", "agent-lead"]


def hints(intent: str, actor: str, *, when: str, effects: str = "") -> dict[str, Any]:
    """What helps a model to choose the operation."""
    return {
        "x-llm-intent": intent,
        "x-required-actor": actor,
        "x-when-to-use": [when],
        **({"x-side-effects": [effects]} if effects else {}),
    }


@router.declare(
    "GET",
    "/healthz",
    access=AGENT,
    tags=ALL_ROLES,
    openapi_extra=hints("agent_auth_health", "any_agent", when="Check that the token works and whose it is"),
)
def agent_healthz(who: CurrentPrincipal, uow: Read) -> AgentHealthStatusResponse:
    """Whose token this is, and that it works."""
    agent = _own(uow, who)
    return AgentHealthStatusResponse(
        ok=True,
        agent_id=agent.id,
        board_id=agent.board_id,
        gateway_id=agent.gateway_id,
        status=reading.state_of(uow.db, agent, uow.now).status,
        is_board_lead=agent.is_board_lead,
    )


@router.declare(
    "POST",
    "/heartbeat",
    access=AGENT,
    tags=ALL_ROLES,
    openapi_extra=hints(
        "agent_heartbeat",
        "any_agent",
        when="Tell that the agent is alive when it has no other call to make",
        effects="Renews the leases of the tasks that the agent holds",
    ),
)
def agent_heartbeat(who: CurrentPrincipal, uow: Read, backend: Edge) -> AgentRead:
    """Check in. The call itself is the sign of life: a body, if any, is not looked at."""
    agent = _own(uow, who)
    if agent.reported_status is not None:
        # Rare, and the only heartbeat that has to write: what the agent said of itself before is over.
        with backend.database.write(who.ref, uow.request_id) as writing:
            agent = service.heartbeat(writing, agent.id, None)
            return reading.read_model(writing.db, agent, writing.now)
    # One statement, for the call that there are most of: what the agent waits for is told where it asks for work.
    shown = reading.read_model(uow.db, agent, uow.now, with_waits=False)
    shown.last_seen_at = uow.now
    return shown


@router.declare(
    "GET",
    "/agents",
    access=AGENT,
    tags=ALL_ROLES,
    name="list_agents",
    errors=(NotFound,),
    openapi_extra=hints("agent_roster_discovery", "any_agent", when="Find out who else works on the board"),
)
def list_agents(window: Paged, who: CurrentPrincipal, uow: Read, board_id: UUID | None = None) -> Page[AgentRead]:
    """The agents of the caller's board; for a gateway's main agent, those of its gateway."""
    found = service.listed(uow, who, window, board_id=board_id)
    return Page[AgentRead].of(found.shown_as(reading.read_models(uow.db, found.rows, uow.now)))


@router.declare(
    "POST",
    "/agents",
    access=LEAD_ONLY,
    tags=LEADS,
    operation_id="agent_lead_create_agent",
    errors=(service.AgentNameTaken, service.BoardFull, service.BoardHasLead),
    openapi_extra=hints(
        "agent_management", "board_lead", when="The board needs one more worker", effects="The answer holds its token"
    ),
)
def create_agent(body: AgentCreate, who: CurrentPrincipal, uow: Write) -> AgentCreated:
    """A lead makes a worker on its own board, within the board's `max_agents`."""
    own = body.model_copy(update={"board_id": cast(AgentPrincipal, who).board_id, "is_board_lead": False})
    return created(uow, service.create(uow, who, own))


@router.declare(
    "DELETE",
    "/boards/{board_id}/agents/{agent_id}",
    access=Access(agent=LEAD, board="write"),
    tags=LEADS,
    operation_id="agent_lead_delete_board_agent",
    openapi_extra=hints(
        "agent_lifecycle",
        "board_lead",
        when="A worker of the board is not needed any more",
        effects="What it was working on returns to the inbox",
    ),
)
def delete_board_agent(board_id: UUID, agent_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """A lead dismisses a worker of its board."""
    service.delete_worker(uow, cast(AgentPrincipal, who), board_id, agent_id)
    return OkResponse()


def _own(uow: Read, who: CurrentPrincipal) -> Agent:
    return queries.own(uow, cast(AgentPrincipal, who))
