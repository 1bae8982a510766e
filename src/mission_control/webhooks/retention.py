"""What is kept no longer: deliveries that are old, and the oldest of webhooks that have many."""

from datetime import timedelta

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.webhooks import queries

AT_ONCE = 200
"""Deliveries for one look: a short transaction, even of the largest; what is over goes at the next."""


def drop_old(uow: UnitOfWork) -> None:
    settings = environment_of(uow.db).settings
    oldest_kept = uow.now - timedelta(days=settings.webhook_payload_retention_days)
    old = queries.received_before(uow.db, oldest_kept, AT_ONCE)
    queries.drop(uow.db, old or queries.beyond(uow.db, settings.webhook_payloads_kept, AT_ONCE))
