"""What is done about webhooks without being asked."""

from datetime import timedelta

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.jobs.registry import periodic
from mission_control.webhooks import retention
from mission_control.webhooks import telling as _telling  # noqa: F401 - registers its job


@periodic("webhooks.drop_old", every=timedelta(minutes=1))
def drop_old(uow: UnitOfWork) -> None:
    retention.drop_old(uow)
