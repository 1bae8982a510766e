"""Whose turn it is to send: subscriptions take turns, so that none and no other errand waits long for one of them.

Whoever has something to send has a turn soon: that follows from what the tables say and from no job that could be lost
or held back. The errand of a turn is never deferred to a later time.
"""

from datetime import timedelta
from uuid import UUID

from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.jobs.registry import Errand
from mission_control.subscriptions import queries
from mission_control.subscriptions.models import EventSubscription

AT_ONCE = 3
"""Turns over the whole installation; other errands have the rest of the places."""
LOST_AFTER = timedelta(minutes=3)
"""A turn is much shorter. Its errand has failed, or waits to be run again after the end of its process."""


def give(uow: UnitOfWork, errand: Errand) -> None:
    """Let some of those send that have something to send."""
    lost_before = uow.now - LOST_AFTER
    free = AT_ONCE - queries.count_sending(uow.db, lost_before)
    if free <= 0:
        return
    for subscription in queries.waiting(uow.db, uow.now, lost_before, free):
        subscription.sending, subscription.turn_at = True, uow.now
        # The key: should a lost one come back, the two follow each other.
        uow.defer(errand, key=f"subscription:{subscription.id}", subscription_id=str(subscription.id))


def end(uow: UnitOfWork, subscription_id: UUID, errand: Errand) -> None:
    """The next one's turn, which is the same one's again when no other waits."""
    subscription = locked(uow.db, EventSubscription, subscription_id)
    if subscription is not None:
        subscription.sending, subscription.turn_at = False, uow.now
        uow.db.flush()
    give(uow, errand)
