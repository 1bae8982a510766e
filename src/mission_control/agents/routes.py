"""Agents: their directory for people."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from fastapi import Request, Response

from mission_control.agents import queries, reading, service
from mission_control.agents.schemas import (
    AgentCreate,
    AgentCreated,
    AgentHeartbeat,
    AgentHeartbeatCreate,
    AgentRead,
    AgentTokenRotated,
    AgentUpdate,
)
from mission_control.boards import api as boards
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.hub import Delivered
from mission_control.kernel.http.access import ANY_AGENT, LEAD, Access, UserLevel
from mission_control.kernel.http.errors import Forbidden, NotFound, StaleVersion
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, Edge, OkResponse, Read, Router, Write
from mission_control.kernel.http.streams import EventStream, Sees, StreamKind, frame, stream
from mission_control.kernel.pausing import PauseRequest
from mission_control.kernel.security.principals import AgentPrincipal, Principal, UserPrincipal
from mission_control.kernel.threads import in_thread


def _agent_frame(item: Delivered) -> bytes:
    agent = item.state.get("agent")
    if agent is None:
        return frame("agent.deleted", {"id": item.event.agent_id}, item.seq)
    return frame("agent", {"agent": agent}, item.seq)


router = Router(prefix="/api/v1/agents", tags=["agents"])
AGENT_EVENTS = StreamKind("agents", _agent_frame)
ADMIN = Access(user=UserLevel.ADMIN)
READER = Access(user=UserLevel.ADMIN, board="read")
WRITER = Access(user=UserLevel.ADMIN, board="write")


@router.declare("GET", "", access=ADMIN, errors=(NotFound,))
def list_agents(
    window: Paged, who: CurrentPrincipal, uow: Read, board_id: UUID | None = None, gateway_id: UUID | None = None
) -> Page[AgentRead]:
    """Agents of the organization that the caller may know about, newest first."""
    found = service.listed(uow, who, window, board_id=board_id, gateway_id=gateway_id)
    return Page[AgentRead].of(found.shown_as(reading.read_models(uow.db, found.rows, uow.now)))


@router.declare(
    "POST",
    "",
    access=Access(user=UserLevel.ADMIN, agent=LEAD, board="write"),
    errors=(service.AgentNameTaken, service.BoardHasLead, service.BoardFull),
)
def create_agent(body: AgentCreate, who: CurrentPrincipal, uow: Write) -> AgentCreated:
    """Make an agent on a board. Its token is in this answer alone; one on a gateway is given its token there."""
    return created(uow, service.create(uow, who, body))


@router.declare("GET", "/stream", access=ADMIN, errors=(NotFound,), response_class=EventStream)
async def stream_agents(
    request: Request, who: CurrentPrincipal, backend: Edge, board_id: UUID | None = None, since: str | None = None
) -> Response:
    """Changes of agents as they happen: events named `agent`, and `agent.deleted` for those that are gone."""
    require = _board_required(backend, board_id) if board_id else None
    if require:
        await in_thread(require, who)

    def sees(principal: Principal) -> Sees:
        admitted = boards.sees(principal)
        return lambda event: event.topic == Topic.AGENTS and board_id in {None, event.board_id} and admitted(event)

    return stream(request, backend, ADMIN, AGENT_EVENTS, since, sees, who, require)


@router.declare(
    "POST",
    "/heartbeat",
    access=Access(user=UserLevel.MEMBER, agent=ANY_AGENT, board="write"),
    errors=(service.AgentNameTaken,),
)
def heartbeat_or_create_agent(body: AgentHeartbeatCreate, who: CurrentPrincipal, uow: Write) -> AgentRead:
    """Check in by name. An agent's own call is about itself; a person's makes the agent when there is none."""
    if isinstance(who, AgentPrincipal):
        agent = service.heartbeat(uow, who.agent_id, body.status)
    else:
        agent = service.heartbeat_by_name(uow, who, body)
    return reading.read_model(uow.db, agent, uow.now)


@router.declare("GET", "/{agent_id}", access=READER)
def get_agent(agent_id: UUID, who: CurrentPrincipal, uow: Read) -> AgentRead:
    """One agent with its state, and why it is in it."""
    return reading.read_model(uow.db, queries.get(uow.db, who, agent_id), uow.now)


@router.declare(
    "PATCH",
    "/{agent_id}",
    access=WRITER,
    errors=(service.AgentNameTaken, service.BoardHasLead, service.AgentIsAdopted, StaleVersion),
)
def update_agent(
    agent_id: UUID,
    body: AgentUpdate,
    who: CurrentPrincipal,
    uow: Write,
    force: bool = False,
) -> AgentRead:
    """Change an agent. `force` sets one on a gateway up anew; of one that speaks plain HTTP there is nothing to."""
    agent = service.update(uow, cast(UserPrincipal, who), agent_id, body, force=force)
    return reading.read_model(uow.db, agent, uow.now)


@router.declare("DELETE", "/{agent_id}", access=WRITER)
def delete_agent(agent_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete an agent; what it was working on returns to the inbox."""
    service.delete(uow, who, agent_id)
    return OkResponse()


@router.declare("POST", "/{agent_id}/pause", access=WRITER, errors=(StaleVersion,))
def pause_agent(agent_id: UUID, body: PauseRequest, who: CurrentPrincipal, uow: Write) -> AgentRead:
    """Stop an agent until it is resumed: its turn on its gateway is stopped, and it begins no task."""
    agent = service.pause(uow, cast(UserPrincipal, who), agent_id, body.reason)
    return reading.read_model(uow.db, agent, uow.now)


@router.declare("POST", "/{agent_id}/resume", access=WRITER, errors=(StaleVersion,))
def resume_agent(agent_id: UUID, who: CurrentPrincipal, uow: Write) -> AgentRead:
    """Let an agent go on; it is told once what has waited for it."""
    return reading.read_model(uow.db, service.resume(uow, cast(UserPrincipal, who), agent_id), uow.now)


@router.declare("POST", "/{agent_id}/heartbeat", access=Access(user=UserLevel.ADMIN, agent=ANY_AGENT, board="write"))
def heartbeat_agent(agent_id: UUID, body: AgentHeartbeat, who: CurrentPrincipal, uow: Write) -> AgentRead:
    """Note a sign of life: the agent's own, or one that a person vouches for."""
    if isinstance(who, AgentPrincipal):
        if who.agent_id != agent_id:
            raise Forbidden("an agent checks in for itself only")
    else:
        queries.get_for_change(uow.db, who, agent_id)
    return reading.read_model(uow.db, service.heartbeat(uow, agent_id, body.status), uow.now)


@router.declare("POST", "/{agent_id}/token", access=WRITER)
def rotate_agent_token(agent_id: UUID, who: CurrentPrincipal, uow: Write) -> AgentTokenRotated:
    """Give an agent a new token. The old one works until the new one has been used, or its grace is over."""
    new = service.rotate_token(uow, cast(UserPrincipal, who), agent_id)
    return AgentTokenRotated(agent=reading.read_model(uow.db, new.agent, uow.now), token=new.token)


def created(uow: Write, new: service.NewToken) -> AgentCreated:
    shown = reading.read_model(uow.db, new.agent, uow.now)
    return AgentCreated(**shown.model_dump(), token=new.token)


def _board_required(backend: Edge, board_id: UUID) -> Callable[[Principal], None]:
    def require(principal: Principal) -> None:
        with backend.database.read() as uow:
            boards.get(uow.db, principal, board_id)

    return require
