"""What follows from an attempt: it was taken, it is tried again, it is given up, or the subscription ends."""

from typing import TYPE_CHECKING
from uuid import UUID

from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.metrics import event_deliveries
from mission_control.subscriptions import queries, rules
from mission_control.subscriptions.events import DeliveryFailed, SubscriptionStopped
from mission_control.subscriptions.models import DeliveryState, EventDelivery, EventSubscription

if TYPE_CHECKING:
    from mission_control.kernel.http.outgoing import Answer


def note(uow: UnitOfWork, subscription_id: UUID, delivery_id: UUID, answer: "Answer | str") -> bool:
    """Write down how an attempt went; a text says why there is no answer. Answers whether the turn goes on: it ends
    where others have waited long enough for an answer, and where there is more to send than when it began.
    """
    subscription = locked(uow.db, EventSubscription, subscription_id)
    delivery = locked(uow.db, EventDelivery, delivery_id)
    if delivery is None or subscription is None:
        return subscription is not None
    delivery.attempts += 1
    delivery.attempted_at = uow.now
    delivery.status_code = None if isinstance(answer, str) else answer.status
    if not isinstance(answer, str) and answer.is_success:
        return not _taken(uow, subscription, delivery)
    _failed(uow, subscription, delivery, answer)
    return not isinstance(answer, str)


def _taken(uow: UnitOfWork, subscription: EventSubscription, delivery: EventDelivery) -> bool:
    """Answers whether the address was away and is back: what failed meanwhile need not wait for hours then."""
    delivery.state, delivery.next_attempt_at, delivery.error = DeliveryState.DELIVERED, None, None
    delivery.delivered_at = subscription.delivered_at = uow.now
    event_deliveries.labels("delivered").inc()
    is_back = subscription.failures >= rules.FAILURES_AT_ONCE
    subscription.failures, subscription.failing_since, subscription.retry_at = 0, None, None
    subscription.last_failure = None
    if is_back:
        uow.db.flush()
        queries.make_due(uow.db, subscription.id, uow.now)
    return is_back


def _failed(uow: UnitOfWork, subscription: EventSubscription, delivery: EventDelivery, answer: "Answer | str") -> None:
    event_deliveries.labels("failed").inc()
    asked = None if isinstance(answer, str) else rules.asked_pause(answer.retry_after)
    subscription.failures += 1
    subscription.failing_since = subscription.failing_since or uow.now
    subscription.retry_at = rules.next_turn(subscription.failures, uow.now, asked)
    delivery.error = answer if isinstance(answer, str) else _refusal(answer)
    subscription.last_failure = f"{delivery.error}. {rules.cure_of(delivery.status_code)}"
    again = rules.next_attempt(delivery.attempts, uow.now, asked)
    if delivery.status_code == rules.GONE:
        give_up(uow, subscription, delivery, delivery.error)
        stop(uow, subscription, "its address answered 410 Gone: it wants no more events")
    elif again is None:
        give_up(uow, subscription, delivery, delivery.error)
    else:
        delivery.next_attempt_at = again
    if subscription.enabled and uow.now - subscription.failing_since > rules.GIVES_UP_AFTER:
        stop(uow, subscription, f"its address has taken nothing for {rules.GIVES_UP_AFTER.days} days")


def _refusal(answer: "Answer") -> str:
    told = " ".join(answer.text.split())[:300]
    return f"it answered {answer.status}" + (f": {told}" if told else "")


def give_up(uow: UnitOfWork, subscription: EventSubscription, delivery: EventDelivery, reason: str) -> None:
    """It is not tried again by itself; a person may have it replayed."""
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


def stop(uow: UnitOfWork, subscription: EventSubscription, reason: str) -> None:
    """Paused by the product itself; nothing of what happens from now on is lost."""
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
