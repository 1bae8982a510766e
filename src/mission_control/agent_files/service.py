"""Use cases of the files of agents: which are asked for, and what is written down of a change."""

from dataclasses import dataclass
from uuid import UUID

from mission_control.agent_files.events import AgentFileWritten
from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.gateways import api as gateways
from mission_control.gateways.api import Target
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.provisioning import api as provisioning
from mission_control.provisioning.api import NotOnGateway, WantedFile


@dataclass(frozen=True, slots=True)
class Workspace:
    """An agent's files: where they are, and what is wanted of them."""

    target: Target
    runtime_id: str
    wanted: tuple[WantedFile, ...]


def workspace(uow: UnitOfWork, who: UserPrincipal, agent_id: UUID) -> Workspace:
    """Raises NotFound, Forbidden, NotOnGateway, GatewayFailed."""
    return _workspace(uow, who, agents.get(uow.db, who, agent_id))


def workspace_for_change(uow: UnitOfWork, who: UserPrincipal, agent_id: UUID) -> Workspace:
    """Raises NotFound, Forbidden, NotOnGateway, GatewayFailed."""
    return _workspace(uow, who, agents.get_for_change(uow.db, who, agent_id))


def note_written(uow: UnitOfWork, who: UserPrincipal, agent_id: UUID, name: str) -> None:
    agent = agents.get_for_change(uow.db, who, agent_id)
    uow.emit(
        AgentFileWritten(
            organization_id=agent.organization_id,
            board_id=agent.board_id,
            agent_id=agent.id,
            file=name,
            message=f"{name} of {agent.name} was written on its gateway",
        )
    )
    provisioning.compare_again(uow, agent)


def _workspace(uow: UnitOfWork, who: UserPrincipal, agent: Agent) -> Workspace:
    if agent.openclaw_session_id is None:
        raise NotOnGateway("this agent speaks plain HTTP; it has no files that Mission Control knows of")
    target = gateways.target_to_ask(uow, *gateways.get(uow.db, who, agent.gateway_id))
    runtime_id = provisioning.runtime_id(agent.openclaw_session_id)
    return Workspace(target, runtime_id, provisioning.wanted_files(uow, agent))
