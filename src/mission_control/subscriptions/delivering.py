"""Events are brought to a subscription's address: one after the other, in the order of the log, until they are taken.

A receiver may get an event twice, when this process ends between sending and noting; `webhook-id` tells it so.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from mission_control.boards.api import sees
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.jobs.registry import Finish, errand
from mission_control.kernel.security.secrets import SecretUnreadable
from mission_control.subscriptions import keepers, making, outcomes, queries, rules, turns
from mission_control.subscriptions.models import DeliveryState, EventDelivery, EventSubscription

if TYPE_CHECKING:
    from mission_control.kernel.http.outgoing import Answer

SECONDS = 15.0
"""How long a receiver may take."""
TURN_SECONDS = 20.0
"""After so long it is the turn of others."""
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _Parcel:
    url: str
    headers: dict[str, str]
    body: bytes


def start(uow: UnitOfWork) -> None:
    """Have what is to be sent sent."""
    turns.give(uow, deliver)


@errand("subscriptions.deliver", max_attempts=3)
def deliver(database: Database, subscription_id: str) -> Finish:
    """The turn of one subscription."""
    mine = UUID(subscription_id)
    until = time.monotonic() + TURN_SECONDS
    with database.write() as uow:
        waiting = _begun(uow, mine)
        allow_private = environment_of(uow.db).settings.subscription_allow_private_addresses
    for delivery_id in waiting:
        with database.write() as uow:
            parcel = _packed(uow, mine, delivery_id)
        if parcel is not None:
            answer = parcel if isinstance(parcel, str) else _sent(parcel, allow_private=allow_private)
            with database.write() as uow:
                goes_on = outcomes.note(uow, mine, delivery_id, answer)
            if not goes_on:
                break
        if time.monotonic() > until:
            break
    return lambda uow: turns.end(uow, mine, deliver)


def _begun(uow: UnitOfWork, subscription_id: UUID) -> list[UUID]:
    """What is due, after deliveries have been made of what has happened."""
    subscription = locked(uow.db, EventSubscription, subscription_id)
    if subscription is None or not _answered_for(uow, subscription):
        return []
    making.make_deliveries(uow, subscription)
    if not _may_send(uow, subscription):
        return []
    return list(queries.due(uow.db, subscription_id, uow.now, AT_ONCE))


def _answered_for(uow: UnitOfWork, subscription: EventSubscription) -> bool:
    if not subscription.enabled:
        return False
    keeper = keepers.keeper_or_reason(uow, subscription)
    if isinstance(keeper, str):
        outcomes.stop(uow, subscription, keeper)
    return subscription.enabled


def _may_send(uow: UnitOfWork, subscription: EventSubscription) -> bool:
    return subscription.enabled and (subscription.retry_at is None or subscription.retry_at <= uow.now)


def _packed(uow: UnitOfWork, subscription_id: UUID, delivery_id: UUID) -> _Parcel | str | None:
    """What is to be sent, or why it cannot be; None when it is not to be sent now.

    All that allows it is asked again for each: a turn is long enough to take somebody's rights away.
    """
    subscription = locked(uow.db, EventSubscription, subscription_id)
    delivery = uow.db.get(EventDelivery, delivery_id)
    if subscription is None or delivery is None or not _may_send(uow, subscription):
        return None
    if delivery.state != DeliveryState.PENDING or (delivery.next_attempt_at or uow.now) > uow.now:
        return None
    keeper = keepers.keeper_or_reason(uow, subscription)
    if isinstance(keeper, str):
        outcomes.stop(uow, subscription, keeper)
        return None
    event = queries.event_at(uow.db, subscription.organization_id, delivery.position)
    if event is None:
        outcomes.give_up(uow, subscription, delivery, "the event is kept no longer")
        return None
    if not sees(keeper)(event):
        outcomes.give_up(uow, subscription, delivery, f"{keeper.name}, who answers for it, cannot see this event")
        return None
    return _parcel(uow, subscription, event)


def _parcel(uow: UnitOfWork, subscription: EventSubscription, event: EventRow) -> _Parcel | str:
    body = rules.body_of({column.key: getattr(event, column.key) for column in _TOLD})
    sealed = [subscription.sealed_secret]
    if subscription.sealed_former_secret and (subscription.former_until or uow.now) > uow.now:
        sealed.append(subscription.sealed_former_secret)
    try:
        secrets = [environment_of(uow.db).secrets.decrypt(it) for it in sealed]
    except SecretUnreadable as error:
        return f"its secret is {error}"
    headers = {
        "content-type": "application/json",
        "user-agent": "Mission-Control",
        **rules.signed_headers(secrets, event.id, uow.now, body),
    }
    return _Parcel(subscription.url, headers, body)


_TOLD = (
    EventRow.seq,
    EventRow.id,
    EventRow.type,
    EventRow.message,
    EventRow.organization_id,
    EventRow.board_id,
    EventRow.task_id,
    EventRow.agent_id,
    EventRow.actor_kind,
    EventRow.actor_id,
    EventRow.actor_name,
    EventRow.payload,
    EventRow.created_at,
)


def _sent(parcel: _Parcel, *, allow_private: bool) -> "Answer | str":
    """The answer, or why there is none."""
    # Loaded with the first delivery: many installations have none.
    from mission_control.kernel.http.outgoing import NotSent, post

    try:
        return post(parcel.url, parcel.headers, parcel.body, seconds=SECONDS, allow_private=allow_private)
    except NotSent as failure:
        return str(failure)
