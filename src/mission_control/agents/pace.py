"""One heartbeat pace for the agents of a whole board group."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from mission_control.agents import queries
from mission_control.agents.events import AgentUpdated
from mission_control.agents.models import Agent
from mission_control.agents.rules import paced
from mission_control.agents.schemas import BoardGroupHeartbeatApply
from mission_control.agents.setups import setups_of
from mission_control.boards import api as boards
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Forbidden, NotFound
from mission_control.kernel.security.principals import AgentPrincipal, Principal


def apply(uow: UnitOfWork, principal: Principal, group_id: UUID, body: BoardGroupHeartbeatApply) -> list[Agent]:
    """Give the group's agents a pace; answers with all that have it now.

    An administrator reaches the agents of the boards that they may write, a lead those of all boards of its group.
    """
    _check(uow, principal, group_id)
    agents = queries.of_group_for_change(uow.db, principal, group_id, leads=body.include_board_leads)
    for agent in agents:
        _set_pace(uow, agent, paced(agent.heartbeat_config, body.every))
    return agents


def not_reached(uow: UnitOfWork, agents: Collection[Agent]) -> list[UUID]:
    """Those whose gateway cannot be used now: they get the pace when it can."""
    setups = setups_of(uow.db, [agent.id for agent in agents if agent.openclaw_session_id], uow.now)
    return [agent.id for agent in agents if agent.id in setups and not setups[agent.id].gateway_connected]


def _check(uow: UnitOfWork, principal: Principal, group_id: UUID) -> None:
    if not isinstance(principal, AgentPrincipal):
        boards.get_group_for_change(uow.db, principal, group_id)
        return
    if boards.group_of_tenant(uow.db, principal, group_id) is None:
        raise NotFound
    own = boards.get(uow.db, principal, principal.board_id) if principal.board_id else None
    if own is None or own.board_group_id != group_id:
        raise Forbidden("a lead sets the pace of its own board's group only")


def _set_pace(uow: UnitOfWork, agent: Agent, config: dict[str, Any]) -> None:
    if agent.heartbeat_config == config:
        return
    before, agent.heartbeat_config = agent.heartbeat_config, config
    agent.version += 1
    agent.updated_at = uow.now
    uow.emit(
        AgentUpdated(
            organization_id=agent.organization_id,
            board_id=agent.board_id,
            agent_id=agent.id,
            message=f"Agent {agent.name}: heartbeat pace set to {config['every']} for its board group",
            before={"heartbeat_config": before},
            after={"heartbeat_config": config},
        )
    )
