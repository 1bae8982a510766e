"""Events are brought to a subscription's address: one after the other, in the order of the log, until they are taken.

A receiver may get an event twice, when this process ends between sending and noting; `webhook-id` tells it so.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http import outgoing
from mission_control.kernel.http.outgoing import Answer, NotSent
from mission_control.kernel.jobs.registry import Finish, errand
from mission_control.kernel.metrics import event_deliveries
from mission_control.kernel.security.secrets import SecretUnreadable
from mission_control.subscriptions import queries, rules
from mission_control.subscriptions.events import DeliveryFailed, SubscriptionStopped, SubscriptionTested
from mission_control.subscriptions.models import DeliveryState, EventDelivery, EventSubscription

SECONDS = 15.0
"""How long a receiver may take."""
EVENTS_AT_ONCE = 500
DELIVERIES_AT_ONCE = 20
FAILURES_AT_ONCE = 3
"""After so many in a row the others wait too: the address seems not to be there."""


@dataclass(frozen=True, slots=True)
class _Parcel:
    delivery_id: UUID
    url: str
    headers: dict[str, str]
    body: bytes


def begin(uow: UnitOfWork, subscription_id: UUID, at: datetime | None = None) -> None:
    uow.defer(deliver, key=f"subscription:{subscription_id}", at=at, subscription_id=str(subscription_id))


@errand("subscriptions.deliver")
def deliver(database: Database, subscription_id: str) -> Finish:
    """Send what is due; afterwards the next errand is due when something else is."""
    mine = UUID(subscription_id)
    with database.write() as uow:
        waiting = _due(uow, mine)
        allow_private = environment_of(uow.db).settings.subscription_allow_private_addresses
    failures = 0
    for delivery_id in waiting:
        with database.write() as uow:
            parcel = _packed(uow, mine, delivery_id)
        if parcel is None:
            continue
        answer = parcel if isinstance(parcel, str) else _sent(parcel, allow_private=allow_private)
        with database.write() as uow:
            taken = _note(uow, mine, delivery_id, answer)
        failures = 0 if taken else failures + 1
        if failures == FAILURES_AT_ONCE:
            break
    return lambda uow: _go_on(uow, mine)


def make_deliveries(uow: UnitOfWork, subscription: EventSubscription) -> bool:
    """One for each event after its position that it wants; answers whether there are any."""
    found = queries.events_after(uow.db, subscription.organization_id, subscription.position, EVENTS_AT_ONCE)
    wanted = [event for event in found if _wants(subscription, event)]
    for event in wanted:
        uow.db.add(
            EventDelivery(
                organization_id=subscription.organization_id,
                subscription_id=subscription.id,
                position=event.seq,
                event_type=event.type,
                state=DeliveryState.PENDING,
                attempts=0,
                next_attempt_at=uow.now,
                created_at=uow.now,
            )
        )
    if found:
        subscription.position = found[-1].seq
        uow.db.flush()
    return bool(wanted)


def _wants(subscription: EventSubscription, event: EventRow) -> bool:
    if event.payload.get("subscription_id") == str(subscription.id):
        # What it cannot be told would otherwise be told again and again.
        return event.type == SubscriptionTested.type
    if event.type == SubscriptionTested.type:
        return False
    if subscription.board_ids is not None and str(event.board_id) not in subscription.board_ids:
        return False
    return rules.wants(subscription.event_types, event.type)


def _due(uow: UnitOfWork, subscription_id: UUID) -> list[UUID]:
    subscription = locked(uow.db, EventSubscription, subscription_id)
    if subscription is None or not subscription.enabled:
        return []
    make_deliveries(uow, subscription)
    return [delivery.id for delivery in queries.due(uow.db, subscription_id, uow.now, DELIVERIES_AT_ONCE)]


def _packed(uow: UnitOfWork, subscription_id: UUID, delivery_id: UUID) -> _Parcel | str | None:
    """What is to be sent, or why it cannot be; None when there is nothing any more."""
    subscription, delivery = uow.db.get(EventSubscription, subscription_id), uow.db.get(EventDelivery, delivery_id)
    if subscription is None or not subscription.enabled or delivery is None:
        return None
    event = queries.event_at(uow.db, subscription.organization_id, delivery.position)
    if event is None:
        _end(uow, subscription, delivery, "the event is kept no longer")
        return None
    body = rules.body_of({column.key: getattr(event, column.key) for column in _TOLD})
    try:
        secret = environment_of(uow.db).secrets.decrypt(subscription.sealed_secret)
    except SecretUnreadable as error:
        return f"its secret is {error}"
    headers = {
        "content-type": "application/json",
        "user-agent": "Mission-Control",
        **rules.signed_headers(secret, event.id, uow.now, body),
    }
    return _Parcel(delivery_id, subscription.url, headers, body)


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


def _sent(parcel: _Parcel, *, allow_private: bool) -> Answer | str:
    """The answer, or why there is none."""
    try:
        return outgoing.post(parcel.url, parcel.headers, parcel.body, seconds=SECONDS, allow_private=allow_private)
    except NotSent as failure:
        return str(failure)


def _note(uow: UnitOfWork, subscription_id: UUID, delivery_id: UUID, answer: Answer | str) -> bool:
    """Write down how it went; answers whether the event was taken."""
    subscription = locked(uow.db, EventSubscription, subscription_id)
    delivery = locked(uow.db, EventDelivery, delivery_id)
    if delivery is None or subscription is None:
        return True
    delivery.attempts += 1
    delivery.attempted_at = uow.now
    delivery.status_code = None if isinstance(answer, str) else answer.status
    if not isinstance(answer, str) and 200 <= answer.status < 300:
        delivery.state, delivery.next_attempt_at, delivery.error = DeliveryState.DELIVERED, None, None
        delivery.delivered_at = subscription.delivered_at = uow.now
        subscription.failing_since = None
        event_deliveries.labels("delivered").inc()
        return True
    subscription.failing_since = subscription.failing_since or uow.now
    event_deliveries.labels("failed").inc()
    _failed(uow, subscription, delivery, answer)
    return False


def _failed(uow: UnitOfWork, subscription: EventSubscription, delivery: EventDelivery, answer: Answer | str) -> None:
    delivery.error = answer if isinstance(answer, str) else _refusal(answer)
    asked = None if isinstance(answer, str) else answer.retry_after
    again = rules.next_attempt(delivery.attempts, uow.now, asked)
    if delivery.status_code == rules.GONE:
        _end(uow, subscription, delivery, delivery.error)
        _stop(uow, subscription, "its address answered 410 Gone: it wants no more events")
    elif again is None:
        _end(uow, subscription, delivery, delivery.error)
    else:
        delivery.next_attempt_at = again
    if subscription.enabled and uow.now - (subscription.failing_since or uow.now) > rules.GIVES_UP_AFTER:
        _stop(uow, subscription, f"its address has taken nothing for {rules.GIVES_UP_AFTER.days} days")


def _refusal(answer: Answer) -> str:
    told = " ".join(answer.text.split())[:300]
    return f"it answered {answer.status}" + (f": {told}" if told else "")


def _end(uow: UnitOfWork, subscription: EventSubscription, delivery: EventDelivery, reason: str) -> None:
    delivery.state, delivery.next_attempt_at, delivery.error = DeliveryState.DEAD, None, reason
    event_deliveries.labels("dead").inc()
    uow.emit(
        DeliveryFailed(
            organization_id=subscription.organization_id,
            subscription_id=str(subscription.id),
            delivery_id=str(delivery.id),
            message=f"An event could not be delivered to subscription “{subscription.name}”",
            reason=reason,
        )
    )


def _stop(uow: UnitOfWork, subscription: EventSubscription, reason: str) -> None:
    subscription.enabled, subscription.paused_reason = False, reason
    subscription.version += 1
    subscription.updated_at = uow.now
    uow.emit(
        SubscriptionStopped(
            organization_id=subscription.organization_id,
            subscription_id=str(subscription.id),
            message=f"Subscription “{subscription.name}” was paused: {reason}",
            reason=reason,
        )
    )


def _go_on(uow: UnitOfWork, subscription_id: UUID) -> None:
    subscription = uow.db.get(EventSubscription, subscription_id)
    at = queries.next_due(uow.db, subscription_id) if subscription and subscription.enabled else None
    if at is not None:
        begin(uow, subscription_id, max(at, uow.now))
