"""Setups follow pauses, in the same transaction: whom it concerns is stopped, and told once what has waited."""

from mission_control.agents.api import PauseBegan, PauseEnded
from mission_control.agents.events import AgentPaused, AgentResumed
from mission_control.boards.events import BoardPaused, BoardResumed
from mission_control.gateways.events import GatewayPaused, GatewayResumed
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.organizations.events import OrganizationPaused, OrganizationResumed
from mission_control.provisioning import queries, rules, service, waking


@takes_part_in(OrganizationPaused)
@takes_part_in(GatewayPaused)
@takes_part_in(BoardPaused)
@takes_part_in(AgentPaused)
def stop(uow: UnitOfWork, event: PauseBegan) -> None:
    for setup, agent in queries.concerned(uow.db, event):
        service.follow_pause(uow, setup, agent)
    service.have_looked(uow)


@takes_part_in(OrganizationResumed)
@takes_part_in(GatewayResumed)
@takes_part_in(BoardResumed)
@takes_part_in(AgentResumed)
def go_on(uow: UnitOfWork, event: PauseEnded) -> None:
    """Those that nothing else keeps paused; who was at work goes on with it."""
    free = [(setup, agent) for setup, agent in queries.concerned(uow.db, event) if not agent.is_paused]
    held = queries.titles_held(uow.db, [agent.id for _, agent in free])
    for setup, agent in free:
        service.follow_pause(uow, setup, agent)
        if titles := held.get(agent.id):
            text = rules.resumed_text([rules.short(title) for title in titles])
            waking.wake(uow, [agent.id], f"resumed:{event.id}", text)
    service.have_looked(uow)
