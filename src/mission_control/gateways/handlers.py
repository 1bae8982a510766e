"""What happens after gateways were changed."""

from mission_control.gateways.events import GatewayCreated, GatewayDeleted, GatewayUpdated
from mission_control.gateways.keeper import wake_keepers
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.jobs.registry import reacts_to


@reacts_to(GatewayCreated, GatewayUpdated, GatewayDeleted)
def look_at_once(_uow: UnitOfWork, _event: EventRow) -> None:
    """Connections follow a change at once where this runs, and elsewhere within seconds."""
    wake_keepers()
