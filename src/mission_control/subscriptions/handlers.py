"""What is done about subscriptions without being asked."""

from datetime import timedelta

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.jobs.registry import periodic
from mission_control.subscriptions import delivering, queries

LOOKED_AT = 100
DROPPED_AT_ONCE = 500
OVERDUE = timedelta(minutes=3)


@periodic("subscriptions.look", every=timedelta(seconds=5))
def look(uow: UnitOfWork) -> None:
    """Deliveries for what has happened; an idle organization costs nothing but the look."""
    for subscription in queries.behind(uow.db, LOOKED_AT):
        if delivering.make_deliveries(uow, subscription):
            delivering.begin(uow, subscription.id)


@periodic("subscriptions.begin_again", every=timedelta(minutes=1))
def begin_again(uow: UnitOfWork) -> None:
    """Where deliveries are due for a while already, whatever became of the errand that was to send them."""
    for subscription_id in queries.overdue(uow.db, uow.now - OVERDUE):
        delivering.begin(uow, subscription_id)


@periodic("subscriptions.drop_old", every=timedelta(minutes=1))
def drop_old(uow: UnitOfWork) -> None:
    days = environment_of(uow.db).settings.webhook_payload_retention_days
    queries.drop_before(uow.db, uow.now - timedelta(days=days), DROPPED_AT_ONCE)
