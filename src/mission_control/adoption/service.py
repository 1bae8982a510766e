"""Use cases of agents that live on a gateway already: whose they are, and making one of them this organization's."""

from dataclasses import dataclass
from uuid import UUID

from mission_control.adoption import rules
from mission_control.adoption.errors import AgentTaken, AlreadyAdopted, BoardElsewhere, NotOnThisGateway
from mission_control.adoption.remote import Roster
from mission_control.adoption.rules import Standing
from mission_control.adoption.schemas import AgentAdoption, DiscoveredAgent
from mission_control.agents import api as agents
from mission_control.agents.api import Agent, AgentCreate, Origin
from mission_control.boards import api as boards
from mission_control.gateways import api as gateways
from mission_control.gateways.api import Target
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.provisioning import api as provisioning

TAKEN = "this agent is another Mission Control's, or another organization's; let it be taken out there first"
LEFT_BEHIND = f"{TAKEN}, or, where nobody has it any more, say take_over"


def target(uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID) -> Target:
    """Raises NotFound and GatewayFailed."""
    return gateways.target_to_ask(uow, *gateways.get(uow.db, who, gateway_id))


def target_for(uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID, body: AgentAdoption) -> Target:
    """Before the gateway is asked: whether this person may have an agent on this board. Raises BoardElsewhere."""
    found = target(uow, who, gateway_id)
    board = boards.get_for_change(uow.db, who, body.board_id)
    if board.gateway_id != gateway_id:
        raise BoardElsewhere("board_id: the agent lives on this gateway; name a board that is on it")
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    standing: Standing
    agent: Agent | None = None


def told(uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID, roster: Roster) -> list[DiscoveredAgent]:
    """Agents of the gateway, each with whose it is; of others' agents nothing but that they are."""
    known = _known(uow, who, gateway_id, roster)
    rows = []
    for found in roster.agents:
        it = known[found.runtime_id]
        seen = it.agent if it.agent and _may_see(who, it.agent) else None
        rows.append(
            DiscoveredAgent(
                runtime_id=found.runtime_id,
                name=found.name,
                workspace=found.workspace,
                model=found.model,
                is_default=found.is_default,
                standing=it.standing,
                agent_id=seen.id if seen else None,
                agent_name=seen.name if seen else None,
            )
        )
    return rows


def adopt(
    uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID, runtime_id: str, roster: Roster, body: AgentAdoption
) -> Agent:
    """Raises NotOnThisGateway, AlreadyAdopted, AgentTaken, AgentNameTaken and BoardHasLead."""
    target_for(uow, who, gateway_id, body)
    found = roster.named(runtime_id)
    if found is None:
        raise NotOnThisGateway("the gateway has no agent of this id; list them again")
    _require_free(uow, who, gateway_id, runtime_id, roster, take_over=body.take_over)
    wanted = AgentCreate(name=body.name or found.name, board_id=body.board_id, is_board_lead=body.is_board_lead)
    agent = agents.adopt(uow, who, wanted, Origin(gateway_id, roster.identity, runtime_id))
    if body.take_over:
        agents.request_setup(uow, agent, overwrites=True)
    return agent


def _require_free(
    uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID, runtime_id: str, roster: Roster, *, take_over: bool
) -> None:
    standing = _known(uow, who, gateway_id, roster)[runtime_id].standing
    if standing is Standing.OURS:
        raise AlreadyAdopted("this agent is this organization's already")
    if standing is Standing.TAKEN:
        raise AgentTaken(TAKEN)
    # What we are about to take out ourselves is nobody's.
    is_leaving = provisioning.is_being_removed(uow.db, gateway_id, runtime_id)
    if roster.sections and not (take_over or is_leaving):
        raise AgentTaken(LEFT_BEHIND)


def _known(uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID, roster: Roster) -> dict[str, _Known]:
    ids = [found.runtime_id for found in roster.agents]
    everybodys = agents.adopted_among(uow.db, roster.identity, ids)
    here = provisioning.agents_at(uow.db, gateway_id, ids)
    return {runtime_id: _of(who, runtime_id, here.get(runtime_id) or everybodys.get(runtime_id)) for runtime_id in ids}


def _of(who: UserPrincipal, runtime_id: str, agent: Agent | None) -> _Known:
    if agent is not None and agent.organization_id == who.organization_id:
        return _Known(Standing.OURS, agent)
    if agent is not None or rules.is_made_here(runtime_id):
        return _Known(Standing.TAKEN)
    return _Known(Standing.FREE)


def _may_see(who: UserPrincipal, agent: Agent) -> bool:
    return agent.board_id is None or who.can_read(agent.board_id)
