"""What is done about subscriptions without being asked."""

from datetime import timedelta

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.jobs.registry import periodic
from mission_control.subscriptions import delivering, queries

DROPPED_AT_ONCE = 500


@periodic("subscriptions.look", every=timedelta(seconds=5))
def look(uow: UnitOfWork) -> None:
    """Whether there is something to tell; an idle organization costs nothing but the look."""
    delivering.start(uow)


@periodic("subscriptions.drop_old", every=timedelta(minutes=1))
def drop_old(uow: UnitOfWork) -> None:
    days = environment_of(uow.db).settings.webhook_payload_retention_days
    queries.drop_before(uow.db, uow.now - timedelta(days=days), DROPPED_AT_ONCE)
