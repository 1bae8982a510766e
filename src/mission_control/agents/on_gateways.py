"""Agents as far as they live on gateways: their session there, each gateway's main agent, and following a board."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from mission_control.agents import queries
from mission_control.agents.events import AgentCreated, AgentSetupRequested, AgentUpdated
from mission_control.agents.models import Agent
from mission_control.agents.rules import PROVISIONING, name_key, session_key
from mission_control.gateways.api import direct_gateway
from mission_control.kernel.db.session import UnitOfWork

MAIN_PROFILE = {
    "role": "Gateway Agent",
    "communication_style": "direct, concise, practical",
    "emoji": ":compass:",
}


def create_main(uow: UnitOfWork, organization_id: UUID, gateway_id: UUID, name: str) -> Agent:
    """A gateway's main agent, which serves no board; there is one at most."""
    if found := queries.main_of(uow.db, gateway_id):
        return found
    agent = Agent(
        organization_id=organization_id,
        gateway_id=gateway_id,
        name=name,
        name_key=name_key(name),
        is_board_lead=False,
        identity_profile=dict(MAIN_PROFILE),
        announced_status=PROVISIONING,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(agent)
    uow.db.flush()
    settle(agent, on_gateway=True)
    uow.emit(AgentCreated(**place(agent), message=f"Agent {agent.name} was created", name=agent.name))
    uow.db.flush()
    uow.db.refresh(agent)
    return agent


def rename_main(uow: UnitOfWork, gateway_id: UUID, name: str) -> None:
    """The main agent is called after its gateway."""
    agent = queries.main_of(uow.db, gateway_id)
    if agent is None or agent.name == name:
        return
    before, agent.name, agent.name_key = {"name": agent.name}, name, name_key(name)
    agent.version += 1
    agent.updated_at = uow.now
    message = f"Agent {before['name']}: name changed"
    uow.emit(AgentUpdated(**place(agent), message=message, before=before, after={"name": name}))


def request_setup(
    uow: UnitOfWork,
    agent: Agent,
    *,
    overwrites: bool = False,
    resets_session: bool = False,
    rotates_token: bool = False,
) -> None:
    """Have an agent on a gateway set up anew; see AgentSetupRequested."""
    uow.emit(
        AgentSetupRequested(
            **place(agent),
            message=f"Agent {agent.name} is to be set up anew",
            overwrites=overwrites,
            resets_session=resets_session,
            rotates_token=rotates_token,
        )
    )


def follow_board(uow: UnitOfWork, agents: Collection[Agent], gateway_id: UUID | None, organization_id: UUID) -> None:
    """Agents go to the gateway that their board is on now."""
    if not agents:
        return
    target = gateway_id or direct_gateway(uow, organization_id).id
    for agent in agents:
        before = {"gateway_id": agent.gateway_id}
        agent.gateway_id = target
        end_adoption(agent)
        agent.version += 1
        agent.updated_at = uow.now
        settle(agent, on_gateway=gateway_id is not None)
        message = f"Agent {agent.name} follows its board to " + ("a gateway" if gateway_id else "plain HTTP")
        uow.emit(AgentUpdated(**place(agent), message=message, before=before, after={"gateway_id": target}))


def settle(agent: Agent, *, on_gateway: bool) -> None:
    """Where it works: in a session of its gateway, or over plain HTTP."""
    key = session_key(
        agent.id,
        board_id=agent.board_id,
        gateway_id=agent.gateway_id,
        is_lead=agent.is_board_lead,
        adopted_as=agent.adopted_as,
    )
    agent.openclaw_session_id = key if on_gateway else None


def end_adoption(agent: Agent) -> None:
    """It goes elsewhere: what it was on its gateway stays there, and where it comes it is made by Mission Control."""
    agent.adopted_as = agent.adopted_on = None


def place(agent: Agent) -> dict[str, Any]:
    return {"organization_id": agent.organization_id, "board_id": agent.board_id, "agent_id": agent.id}
