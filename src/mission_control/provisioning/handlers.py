"""Setups follow what happens to agents, boards and gateways, in the same transaction; and they are worked on."""

from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.agents.events import (
    AgentCreated,
    AgentDeleted,
    AgentEvent,
    AgentSetupRequested,
    AgentSoulUpdated,
    AgentStatusChanged,
    AgentTokenConfirmed,
    AgentTokenRotated,
    AgentUpdated,
)
from mission_control.boards.api import Board
from mission_control.boards.events import BoardDeleted, BoardUpdated
from mission_control.gateways.api import Gateway, works_over_gateways
from mission_control.gateways.events import GatewayCreated, GatewayStateChanged, GatewayUpdated
from mission_control.identity.events import UserUpdated
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.participants import takes_part_in
from mission_control.kernel.jobs.registry import reacts_to
from mission_control.provisioning import at_work, engine, queries, rendering, service
from mission_control.provisioning import reading as _reading  # noqa: F401 - tells agents of their setups
from mission_control.provisioning.rules import SOUL_FILE

works_over_gateways(engine.reconcile)
works_over_gateways(at_work.follow)


@takes_part_in(AgentCreated)
def set_up(uow: UnitOfWork, event: AgentCreated) -> None:
    _follow(uow, event)


@takes_part_in(AgentUpdated)
def follow_agent(uow: UnitOfWork, event: AgentUpdated) -> None:
    _follow(uow, event)


@takes_part_in(AgentSoulUpdated)
def write_soul(uow: UnitOfWork, event: AgentSoulUpdated) -> None:
    if agent := _agent(uow, event):
        service.rewrite(uow, agent, SOUL_FILE)


@takes_part_in(AgentSetupRequested)
def set_up_anew(uow: UnitOfWork, event: AgentSetupRequested) -> None:
    how = service.Renewal(event.overwrites, event.resets_session, event.rotates_token)
    _renew(uow, event, how)


@takes_part_in(AgentTokenRotated)
def deliver_token(uow: UnitOfWork, event: AgentTokenRotated) -> None:
    _renew(uow, event, service.Renewal(rotates_token=True))


@takes_part_in(AgentDeleted)
def remove(uow: UnitOfWork, event: AgentDeleted) -> None:
    setup = queries.of_agent(uow.db, event.agent_id) if event.agent_id else None
    if setup:
        service.let_go(uow, setup)


@takes_part_in(AgentStatusChanged)
@takes_part_in(AgentTokenConfirmed)
def confirm(uow: UnitOfWork, event: AgentStatusChanged | AgentTokenConfirmed) -> None:
    """A first call proves that what was set up works."""
    agent = uow.db.get(Agent, event.agent_id) if event.agent_id else None
    if agent and agent.openclaw_session_id and (setup := queries.of_agent(uow.db, agent.id)):
        service.note_call(uow, setup)


@takes_part_in(BoardUpdated)
def follow_board(uow: UnitOfWork, event: BoardUpdated) -> None:
    board = uow.db.get(Board, event.board_id) if event.board_id else None
    if board is None:
        return
    if "gateway_id" in event.after:
        agents.follow_board(uow, agents.of_board(uow.db, board.id), board.gateway_id, board.organization_id)
    elif board.gateway_id:
        service.follow_all(uow, queries.of_board(uow.db, board.id))


@takes_part_in(BoardDeleted)
def remove_agents_of_board(uow: UnitOfWork, event: BoardDeleted) -> None:
    for setup in queries.of_board(uow.db, event.board_id) if event.board_id else []:
        service.let_go(uow, setup)


@takes_part_in(GatewayCreated)
def make_main_agent(uow: UnitOfWork, event: GatewayCreated) -> None:
    service.main_agent(uow, event.gateway_id)


@takes_part_in(GatewayUpdated)
def follow_gateway(uow: UnitOfWork, event: GatewayUpdated) -> None:
    if "name" in event.after:
        agents.rename_main(uow, event.gateway_id, service.main_name(uow.db.get_one(Gateway, event.gateway_id)))
    if event.after.keys() & {"name", "workspace_root"}:
        service.follow_all(uow, queries.on_gateway(uow.db, event.gateway_id))


@takes_part_in(UserUpdated)
def tell_main_agents(uow: UnitOfWork, event: UserUpdated) -> None:
    """Main agents are told anew of who they work for; others were told once, and know better since."""
    if set(event.fields) & rendering.TOLD_OF_PEOPLE:
        for agent in agents.mains_of(uow.db, rendering.working_for(uow.db, event.user_id)):
            service.follow(uow, agent)


@reacts_to(GatewayStateChanged)
def tell_of_agents(uow: UnitOfWork, event: EventRow) -> None:
    """What becomes of a gateway becomes of those who sleep there."""
    gateway_id = event.payload.get("gateway_id")
    if gateway_id:
        agents.note_states(uow, agents.of_gateway_for_change(uow.db, UUID(gateway_id)))


def _follow(uow: UnitOfWork, event: AgentCreated | AgentUpdated) -> None:
    if agent := _agent(uow, event):
        service.follow(uow, agent)


def _renew(uow: UnitOfWork, event: AgentSetupRequested | AgentTokenRotated, how: service.Renewal) -> None:
    agent = _agent(uow, event)
    if agent and agent.openclaw_session_id:
        service.renew(uow, agent, how)


def _agent(uow: UnitOfWork, event: AgentEvent) -> Agent | None:
    uow.db.flush()
    return uow.db.get(Agent, event.agent_id) if event.agent_id else None
