"""A turn begins with the message that wakes an agent, and is looked after until it has ended."""

from mission_control.gateways.api import works_over_gateways
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.provisioning.events import AgentWoken
from mission_control.turns import noting, watching

works_over_gateways(watching.watch)


@takes_part_in(AgentWoken)
def note_beginning(uow: UnitOfWork, event: AgentWoken) -> None:
    noting.begun(uow, event)
