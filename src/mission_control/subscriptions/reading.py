"""Subscriptions as they are shown: with what waits, what was given up, and the name of who answers for them."""

from collections.abc import Sequence
from typing import Any

from mission_control.kernel.db.session import UnitOfWork
from mission_control.subscriptions import queries
from mission_control.subscriptions.models import DeliveryState, EventSubscription
from mission_control.subscriptions.schemas import EventSubscriptionCreated, EventSubscriptionRead

_ADDED = ("kept_by_name", DeliveryState.PENDING.value, DeliveryState.DEAD.value)


def reads(uow: UnitOfWork, subscriptions: Sequence[EventSubscription]) -> list[EventSubscriptionRead]:
    return [EventSubscriptionRead.model_validate(shown) for shown in _shown(uow, subscriptions)]


def read(uow: UnitOfWork, subscription: EventSubscription) -> EventSubscriptionRead:
    return reads(uow, [subscription])[0]


def read_with_secret(uow: UnitOfWork, subscription: EventSubscription, secret: str) -> EventSubscriptionCreated:
    return EventSubscriptionCreated.model_validate(_shown(uow, [subscription])[0] | {"secret": secret})


def _shown(uow: UnitOfWork, subscriptions: Sequence[EventSubscription]) -> list[dict[str, Any]]:
    counts = queries.counts(uow.db, [it.id for it in subscriptions])
    names = queries.names_of(uow.db, {it.kept_by_user_id for it in subscriptions if it.kept_by_user_id})
    columns = [name for name in EventSubscriptionRead.model_fields if name not in _ADDED]
    return [
        {name: getattr(it, name) for name in columns}
        | {"kept_by_name": it.kept_by_user_id and names.get(it.kept_by_user_id), "pending": 0, "dead": 0}
        | counts.get(it.id, {})
        for it in subscriptions
    ]
