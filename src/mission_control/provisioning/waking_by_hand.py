"""A person wakes an agent, or tells it something: kept with the change, told once by whoever keeps its gateway."""

from uuid import UUID, uuid4

from mission_control.agents import api as agents
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.pausing import Paused
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.provisioning import queries, waking
from mission_control.provisioning.events import AgentWakeAsked
from mission_control.provisioning.models import AgentSetup
from mission_control.provisioning.schemas import AgentWakeRead
from mission_control.provisioning.service import NotOnGateway

BY_HAND, SAID = "by-hand:", "said:"
LOOK = "{name} wakes you: look whether there is work for you"
SAYS = "{name} says:\n{message}"


def wake_now(uow: UnitOfWork, who: UserPrincipal, agent_id: UUID, message: str | None) -> AgentWakeRead:
    """Raises NotFound, NotOnGateway, and Paused: a word to an agent begins a turn.

    One that waits to be woken already is not woken twice, unless there is something new to say.
    """
    agent = agents.get_for_change(uow.db, who, agent_id)
    setup = next(iter(queries.of_agents(uow.db, [agent.id])), None)
    if setup is None:
        raise NotOnGateway(f"{agent.name} speaks plain HTTP and cannot be woken; it finds its work when it calls")
    if words := agents.why_paused(uow.db, agent):
        raise Paused(f"{words}; resume it to wake the agent")
    if setup.confirmed_at is None and message is None:
        # What it waits for is its first call: that wake-up is sent again.
        agents.request_setup(uow, agent)
    elif message is not None or not queries.waits_to_be_mentioned(uow.db, setup.id, BY_HAND):
        _keep(uow, setup, who.name, message)
        uow.emit(
            AgentWakeAsked(
                organization_id=agent.organization_id,
                board_id=agent.board_id,
                agent_id=agent.id,
                message=f"{agent.name} is to be woken" if message is None else f"{agent.name} is to be told something",
            )
        )
    uow.db.flush()
    return AgentWakeRead(waits_for=agents.why_not_told(uow.db, [agent.id], uow.now).get(agent.id, ""))


def _keep(uow: UnitOfWork, setup: AgentSetup, name: str, message: str | None) -> None:
    key, words = (BY_HAND, LOOK) if message is None else (SAID, SAYS)
    assert setup.agent_id is not None  # noqa: S101 - it was found by its agent
    waking.wake(uow, [setup.agent_id], f"{key}{uuid4()}", words.format(name=name, message=message))
