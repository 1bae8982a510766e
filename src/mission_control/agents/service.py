"""Use cases of agents. People with an administrator's role manage them; a lead manages the workers of its board."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError

from mission_control.agents import presence, queries, tokens
from mission_control.agents.events import (
    AgentCreated,
    AgentDeleted,
    AgentPaused,
    AgentResumed,
    AgentTokenRotated,
    AgentUpdated,
)
from mission_control.agents.models import Agent
from mission_control.agents.on_gateways import end_adoption, place, request_setup, settle
from mission_control.agents.rules import PROVISIONING, name_key
from mission_control.agents.schemas import AgentCreate, AgentHeartbeatCreate, AgentUpdate
from mission_control.boards import api as boards
from mission_control.gateways.api import direct_gateway, require_own
from mission_control.kernel import pausing
from mission_control.kernel.db.locks import lock_again, locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Conflict, Forbidden, NotFound, Unprocessable
from mission_control.kernel.http.pagination import Found, Window, page_of
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import AgentPrincipal, Principal, UserPrincipal


class AgentNameTaken(Conflict):
    code = "agent_name_taken"


class BoardHasLead(Conflict):
    code = "board_has_lead"


class BoardFull(Conflict):
    code = "max_agents_reached"


class BoardRequired(Unprocessable):
    code = "board_required"


class MainAgentIsFixed(Unprocessable):
    """Each gateway has one main agent, made with it; it moves to no board, and no other takes its place."""

    code = "main_agent_is_fixed"


class AgentIsAdopted(Conflict):
    """It lived on its gateway before it was Mission Control's, and its files there are its own."""

    code = "agent_is_adopted"


class StatusIsComputed(Forbidden):
    code = "status_is_computed"


@dataclass(frozen=True, slots=True)
class NewToken:
    """Without a token for an agent on a gateway: whoever sets it up there delivers it."""

    agent: Agent
    token: str | None


def listed(
    uow: UnitOfWork, principal: Principal, window: Window, *, board_id: UUID | None, gateway_id: UUID | None = None
) -> Found[Agent]:
    agents: Select[Agent] = queries.newest_first(queries.visible_to(principal))
    if board_id:
        boards.get(uow.db, principal, board_id)
        agents = agents.where(Agent.board_id == board_id)
    if gateway_id:
        require_own(uow.db, principal, gateway_id)
        agents = agents.where(Agent.gateway_id == gateway_id)
    return page_of(uow.db, agents, window)


def create(uow: UnitOfWork, principal: Principal, body: AgentCreate) -> NewToken:
    """Make an agent and its token, which is in this answer and nowhere else; on a gateway it is delivered there.

    Raises AgentNameTaken, BoardHasLead, BoardRequired, and BoardFull for a lead whose board has all the agents that it
    may have; people are not limited.
    """
    board = _board_for(uow, principal, body)
    if isinstance(principal, AgentPrincipal):
        if body.model:
            raise Forbidden("only people choose the model of an agent: it decides what its work costs")
        _leave_room(uow, board)
    return _make(uow, principal, board, body, told=f"Agent {body.name} was created")


@dataclass(frozen=True, slots=True)
class Origin:
    """What an agent is on a gateway on which it lives already."""

    gateway_id: UUID
    identity: str
    """The gateway's own, whatever its address."""
    runtime_id: str


def adopt(uow: UnitOfWork, principal: UserPrincipal, body: AgentCreate, origin: Origin) -> Agent:
    """Make an agent of Mission Control out of one that lives on its board's gateway.

    Raises AgentNameTaken, BoardHasLead and AgentIsAdopted; that it is there, and nobody's, the caller has seen to.
    """
    board = _board_for(uow, principal, body)
    if queries.is_adopted(uow.db, origin.identity, origin.runtime_id):
        raise AgentIsAdopted("this agent belongs to a Mission Control already")
    told = f"Agent {body.name} was adopted: it lives on its gateway as {origin.runtime_id}"
    return _make(uow, principal, board, body, origin, told=told).agent


def _make(
    uow: UnitOfWork,
    principal: Principal,
    board: boards.Board,
    body: AgentCreate,
    origin: Origin | None = None,
    *,
    told: str,
) -> NewToken:
    _check_place(uow, board.id, name=body.name, lead=body.is_board_lead)
    agent = Agent(
        organization_id=principal.organization_id,
        gateway_id=board.gateway_id or direct_gateway(uow, principal.organization_id).id,
        board_id=board.id,
        name=body.name,
        name_key=name_key(body.name),
        is_board_lead=body.is_board_lead,
        heartbeat_config=body.heartbeat_config,
        identity_profile=body.identity_profile,
        identity_template=body.identity_template,
        soul_template=body.soul_template,
        model=body.model,
        adopted_as=origin.runtime_id if origin else None,
        adopted_on=origin.identity if origin else None,
        announced_status=PROVISIONING,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(agent)
    _flush(uow)
    settle(agent, on_gateway=board.gateway_id is not None)
    token = None if agent.openclaw_session_id else tokens.mint(uow.db, agent.id, uow.now)
    uow.emit(AgentCreated(**place(agent), message=told, name=agent.name))
    uow.db.flush()
    uow.db.refresh(agent)
    return NewToken(agent, token)


def update(
    uow: UnitOfWork, principal: UserPrincipal, agent_id: UUID, body: AgentUpdate, *, force: bool = False
) -> Agent:
    """Change an agent; `force` has it set up anew on its gateway, also when nothing changes."""
    agent = queries.get_for_change(uow.db, principal, agent_id)
    require_version(uow, agent)
    wanted = _wanted(uow, principal, agent, body)
    if force and agent.board_id:
        settle(agent, on_gateway=boards.get(uow.db, principal, agent.board_id).gateway_id is not None)
    changes = {name: value for name, value in wanted.items() if getattr(agent, name) != value}
    if force and not changes and agent.openclaw_session_id:
        request_setup(uow, agent)
    if not changes:
        return agent
    _check_place(
        uow,
        changes.get("board_id", agent.board_id),
        name=wanted.get("name", agent.name),
        lead=wanted.get("is_board_lead", agent.is_board_lead),
        but=agent.id,
    )
    before = {name: getattr(agent, name) for name in changes}
    message = f"Agent {agent.name}: {', '.join(sorted(changes))} changed"
    for name, value in changes.items():
        setattr(agent, name, value)
    agent.name_key = name_key(agent.name)
    agent.version += 1
    agent.updated_at = uow.now
    if "gateway_id" in changes:
        end_adoption(agent)
        settle(agent, on_gateway=_is_on_gateway(uow, agent))
    elif agent.openclaw_session_id:
        settle(agent, on_gateway=True)
    _flush(uow)
    uow.emit(AgentUpdated(**place(agent), message=message, before=before, after=changes))
    return agent


def rotate_token(uow: UnitOfWork, principal: UserPrincipal, agent_id: UUID) -> NewToken:
    """A new token; the one in use works until the new one has been used, or its grace is over."""
    agent = queries.get_for_change(uow.db, principal, agent_id)
    token = None if agent.openclaw_session_id else tokens.rotate(uow.db, agent.id, uow.now)
    agent.version += 1
    agent.updated_at = uow.now
    uow.emit(AgentTokenRotated(**place(agent), message=f"Agent {agent.name} was given a new token"))
    uow.db.flush()
    uow.db.refresh(agent)
    return NewToken(agent, token)


def pause(uow: UnitOfWork, principal: UserPrincipal, agent_id: UUID, reason: str | None) -> Agent:
    """Stop an agent; one that is paused stays as it is."""
    agent = queries.get_for_change(uow.db, principal, agent_id)
    require_version(uow, agent)
    if pausing.begin(uow, agent, reason):
        agent.version += 1
        uow.emit(AgentPaused(**place(agent), message=pausing.told(f"Agent {agent.name}", reason), reason=reason))
    return agent


def resume(uow: UnitOfWork, principal: UserPrincipal, agent_id: UUID) -> Agent:
    agent = queries.get_for_change(uow.db, principal, agent_id)
    require_version(uow, agent)
    if pausing.end(uow, agent):
        agent.version += 1
        uow.emit(AgentResumed(**place(agent), message=f"Agent {agent.name} was resumed"))
    return agent


def delete(uow: UnitOfWork, principal: Principal, agent_id: UUID) -> None:
    """Delete an agent; deleting one that is gone already is no error."""
    try:
        agent = queries.get_for_change(uow.db, principal, agent_id)
    except NotFound:
        return
    uow.emit(AgentDeleted(**place(agent), message=f"Agent {agent.name} was deleted", name=agent.name))
    uow.db.delete(agent)


def delete_worker(uow: UnitOfWork, principal: AgentPrincipal, board_id: UUID, agent_id: UUID) -> None:
    """A lead dismisses a worker of its board; leads stay."""
    boards.get(uow.db, principal, board_id)
    agent = uow.db.get(Agent, agent_id)
    if agent is None or agent.organization_id != principal.organization_id:
        # Gone already, or another tenant's: the two look the same.
        return
    if agent.board_id is None and agent.gateway_id == principal.gateway_id:
        raise Forbidden("the gateway's main agent serves all its boards; it goes with the gateway")
    if agent.board_id != board_id:
        raise NotFound
    if agent.is_board_lead:
        raise Forbidden("a lead cannot be dismissed by a lead; ask a person")
    delete(uow, principal, agent_id)


def heartbeat(uow: UnitOfWork, agent_id: UUID, status: str | None) -> Agent:
    """Note a sign of life and what the agent says of itself; without a word it counts as well."""
    agent = locked(uow.db, Agent, agent_id)
    if agent is None:
        raise NotFound
    agent.last_seen_at = uow.now
    agent.reported_status = status
    presence.note_state(uow, agent)
    return agent


def heartbeat_by_name(uow: UnitOfWork, principal: UserPrincipal, body: AgentHeartbeatCreate) -> Agent:
    """A person checks an agent in by its name; an administrator's call makes it when there is none.

    Its token is not in the answer: give it one with a rotation.
    """
    agent = queries.named(uow.db, principal, name_key(body.name), body.board_id)
    if agent is not None:
        queries.get_for_change(uow.db, principal, agent.id)
    elif not principal.role.is_admin:
        raise Forbidden("only an administrator creates agents, and there is none of this name")
    else:
        agent = create(uow, principal, AgentCreate(name=body.name, board_id=body.board_id)).agent
    return heartbeat(uow, agent.id, body.status)


def _board_for(uow: UnitOfWork, principal: Principal, body: AgentCreate) -> boards.Board:
    board_id = body.board_id
    if isinstance(principal, AgentPrincipal):
        if principal.board_id is None:
            raise Forbidden("only the lead of a board may create agents")
        if board_id not in {None, principal.board_id}:
            raise Forbidden("a lead creates agents on its own board only")
        board_id = principal.board_id
    if board_id is None:
        raise BoardRequired("board_id: name the board that the agent is to work on")
    return boards.get_for_change(uow.db, principal, board_id)


def _leave_room(uow: UnitOfWork, board: boards.Board) -> None:
    # Locked, so that two leads' calls cannot both see the last free place.
    lock_again(uow.db, board)
    if queries.workers_on(uow.db, board.id) >= board.max_agents:
        raise BoardFull(f"this board may have {board.max_agents} agents besides its lead, and has them")


def _check_place(uow: UnitOfWork, board_id: UUID | None, *, name: str, lead: bool, but: UUID | None = None) -> None:
    if board_id is None:
        return
    if queries.others_named(uow.db, board_id, name_key(name), but):
        raise AgentNameTaken(f"there is an agent named {name} on this board already")
    present_lead = queries.lead_of(uow.db, board_id) if lead else None
    if present_lead is not None and present_lead.id != but:
        raise BoardHasLead("this board has a lead already")


def _wanted(uow: UnitOfWork, principal: UserPrincipal, agent: Agent, body: AgentUpdate) -> dict[str, Any]:
    wanted = body.changes()
    if "status" in wanted:
        raise StatusIsComputed("the status follows from evidence; agents report theirs with a heartbeat")
    _refuse_change_of_main(agent, wanted)
    if agent.adopted_as and any(wanted.get(name) for name in ("soul_template", "identity_template")):
        raise AgentIsAdopted("this agent was adopted, and its soul is its own; edit the file on its gateway instead")
    if "board_id" not in wanted:
        return wanted
    if wanted["board_id"] is None:
        raise BoardRequired("board_id: an agent works on a board; name the one it is to move to")
    board = boards.get_for_change(uow.db, principal, wanted["board_id"])
    wanted["gateway_id"] = board.gateway_id or direct_gateway(uow, agent.organization_id).id
    return wanted


def _refuse_change_of_main(agent: Agent, wanted: dict[str, Any]) -> None:
    is_main = agent.board_id is None
    if wanted.pop("is_gateway_main", is_main) not in {None, is_main}:
        raise MainAgentIsFixed("is_gateway_main: a gateway's main agent is made with it; no agent becomes or ceases it")
    if is_main and (wanted.get("board_id") or wanted.get("is_board_lead")):
        raise MainAgentIsFixed("a gateway's main agent works on no board; make another agent for the board")
    if is_main:
        wanted.pop("board_id", None)


def _is_on_gateway(uow: UnitOfWork, agent: Agent) -> bool:
    return agent.gateway_id != direct_gateway(uow, agent.organization_id).id


def _flush(uow: UnitOfWork) -> None:
    try:
        uow.db.flush()
    except IntegrityError as error:
        raise AgentNameTaken("another agent took this name or place at the same moment; read again") from error
