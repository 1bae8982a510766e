"""Deliveries are made of the events that a subscription wants, up to the newest."""

from sqlalchemy import insert

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.envelope import IMPORTED
from mission_control.kernel.events.log import EventRow
from mission_control.subscriptions import queries, rules
from mission_control.subscriptions.events import SubscriptionTested
from mission_control.subscriptions.models import DeliveryState, EventDelivery, EventSubscription

EVENTS_AT_ONCE = 500


def make_deliveries(uow: UnitOfWork, subscription: EventSubscription) -> None:
    """One for each of the next events that it wants."""
    found = queries.events_after(uow.db, subscription.organization_id, subscription.position, EVENTS_AT_ONCE)
    if not found:
        return
    rows = [
        {
            "organization_id": subscription.organization_id,
            "subscription_id": subscription.id,
            "position": event.seq,
            "event_type": event.type,
            "state": DeliveryState.PENDING,
            "attempts": 0,
            "next_attempt_at": uow.now,
            "created_at": uow.now,
        }
        for event in found
        if _wants(subscription, event)
    ]
    if rows:
        uow.db.execute(insert(EventDelivery), rows)
    subscription.position = found[-1].seq


def _wants(subscription: EventSubscription, event: EventRow) -> bool:
    if event.type.startswith(IMPORTED):
        return False
    if event.payload.get("subscription_id") == str(subscription.id):
        # What it cannot be told would otherwise be told again and again.
        return event.type == SubscriptionTested.type
    if event.type == SubscriptionTested.type:
        return False
    if subscription.board_ids is not None and str(event.board_id) not in subscription.board_ids:
        return False
    return rules.wants(subscription.event_types, event.type)
