"""Every SELECT of subscriptions. What people ask for starts from their organization."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from mission_control.kernel.db.locks import locked
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import Principal
from mission_control.subscriptions.models import DeliveryState, EventDelivery, EventSubscription

Counts = dict[UUID, dict[str, int]]


def of_organization(principal: Principal) -> Select[EventSubscription]:
    mine = select(EventSubscription).where(EventSubscription.organization_id == principal.organization_id)
    return mine.order_by(EventSubscription.created_at.desc(), EventSubscription.id)


def count_in(db: Session, organization_id: UUID) -> int:
    mine = EventSubscription.organization_id == organization_id
    return db.scalar(select(func.count()).select_from(EventSubscription).where(mine)) or 0


def get(db: Session, principal: Principal, subscription_id: UUID, *, lock: bool = False) -> EventSubscription:
    """Raises NotFound for one of another organization too."""
    found = locked(db, EventSubscription, subscription_id) if lock else db.get(EventSubscription, subscription_id)
    if found is None or found.organization_id != principal.organization_id:
        raise NotFound
    return found


def counts(db: Session, subscription_ids: Sequence[UUID]) -> Counts:
    """How many deliveries are in each state that is not the end of them."""
    states = (DeliveryState.PENDING, DeliveryState.DEAD)
    rows = select(EventDelivery.subscription_id, EventDelivery.state, func.count())
    rows = rows.where(EventDelivery.subscription_id.in_(subscription_ids), EventDelivery.state.in_(states))
    found: Counts = {}
    for subscription_id, state, number in db.execute(rows.group_by(EventDelivery.subscription_id, EventDelivery.state)):
        found.setdefault(subscription_id, {})[state] = number
    return found


def deliveries(subscription: EventSubscription, state: DeliveryState | None) -> Select[EventDelivery]:
    found = select(EventDelivery).where(EventDelivery.subscription_id == subscription.id)
    if state:
        found = found.where(EventDelivery.state == state)
    return found.order_by(EventDelivery.created_at.desc(), EventDelivery.position.desc())


def delivery(db: Session, subscription: EventSubscription, delivery_id: UUID, *, lock: bool = False) -> EventDelivery:
    """Raises NotFound for one of another subscription too."""
    found = locked(db, EventDelivery, delivery_id) if lock else db.get(EventDelivery, delivery_id)
    if found is None or found.subscription_id != subscription.id:
        raise NotFound
    return found


# --- making deliveries


def behind(db: Session, limit: int) -> Sequence[EventSubscription]:
    """Those that go on and whose organization's log has grown."""
    newest = select(func.max(EventRow.seq)).where(EventRow.organization_id == EventSubscription.organization_id)
    found = select(EventSubscription).where(
        EventSubscription.enabled, newest.scalar_subquery() > EventSubscription.position
    )
    return db.scalars(found.order_by(EventSubscription.position).limit(limit).with_for_update(skip_locked=True)).all()


def newest_position(db: Session, organization_id: UUID) -> int:
    return db.scalar(select(func.max(EventRow.seq)).where(EventRow.organization_id == organization_id)) or 0


def events_after(db: Session, organization_id: UUID, position: int, limit: int) -> Sequence[EventRow]:
    found = select(EventRow).where(EventRow.organization_id == organization_id, EventRow.seq > position)
    return db.scalars(found.order_by(EventRow.seq).limit(limit)).all()


# --- delivering


def due(db: Session, subscription_id: UUID, now: datetime, limit: int) -> Sequence[EventDelivery]:
    found = _pending(select(EventDelivery), subscription_id).where(EventDelivery.next_attempt_at <= now)
    return db.scalars(found.order_by(EventDelivery.next_attempt_at, EventDelivery.position).limit(limit)).all()


def next_due(db: Session, subscription_id: UUID) -> datetime | None:
    found: datetime | None = db.scalar(_pending(select(func.min(EventDelivery.next_attempt_at)), subscription_id))
    return found


def overdue(db: Session, moment: datetime) -> Sequence[UUID]:
    """Subscriptions that go on and have deliveries that were due before this moment."""
    late = select(EventDelivery.subscription_id).join(
        EventSubscription, EventSubscription.id == EventDelivery.subscription_id
    )
    late = late.where(EventDelivery.state == DeliveryState.PENDING, EventDelivery.next_attempt_at < moment)
    return db.scalars(late.where(EventSubscription.enabled).distinct()).all()


def _pending(found: Select[Any], subscription_id: UUID) -> Select[Any]:
    mine = EventDelivery.subscription_id == subscription_id
    return found.where(mine, EventDelivery.state == DeliveryState.PENDING)


def event_at(db: Session, organization_id: UUID, position: int) -> EventRow | None:
    event = db.get(EventRow, position)
    return event if event is not None and event.organization_id == organization_id else None


# --- retention


def drop_before(db: Session, moment: datetime, limit: int) -> int:
    """Forget deliveries that have come to their end."""
    old = select(EventDelivery.id).where(
        EventDelivery.created_at < moment, EventDelivery.state != DeliveryState.PENDING
    )
    gone = db.scalars(old.order_by(EventDelivery.created_at).limit(limit)).all()
    if gone:
        db.execute(delete(EventDelivery).where(EventDelivery.id.in_(gone)))
    return len(gone)
