"""What the keeper of a gateway is told."""

from mission_control.gateways.api import wake_keepers
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.jobs.registry import job


@job("skill_installs.look")
def look(_uow: UnitOfWork) -> None:
    """The gateway is asked at once where its connection is kept here, and elsewhere within a minute."""
    wake_keepers()
