"""What is done about templates without being asked."""

from datetime import timedelta

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.jobs.registry import periodic
from mission_control.templates import firing


@periodic("templates.fire_due", every=timedelta(seconds=10))
def fire_due(uow: UnitOfWork) -> None:
    """Schedules are kept to within ten seconds."""
    firing.fire_due(uow)
