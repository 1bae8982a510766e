"""Every SELECT of subscriptions. What people ask for starts from their organization."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from mission_control.boards.api import grants_of
from mission_control.identity.api import User
from mission_control.kernel.db.locks import locked
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import Principal, UserPrincipal
from mission_control.organizations.api import PLACE, Member, principal_at
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


# --- turns


def count_sending(db: Session, lost_before: datetime) -> int:
    out = EventSubscription.sending, EventSubscription.turn_at >= lost_before
    return db.scalar(select(func.count()).select_from(EventSubscription).where(*out)) or 0


def waiting(db: Session, now: datetime, lost_before: datetime, limit: int) -> Sequence[EventSubscription]:
    """Those that have something to do and no turn; failing ones come last, else who has waited longest comes first."""
    newest = select(func.max(EventRow.seq)).where(EventRow.organization_id == EventSubscription.organization_id)
    due = exists().where(
        EventDelivery.subscription_id == EventSubscription.id,
        EventDelivery.state == DeliveryState.PENDING,
        EventDelivery.next_attempt_at <= now,
    )
    may_send = or_(EventSubscription.retry_at.is_(None), EventSubscription.retry_at <= now)
    found = select(EventSubscription).where(
        EventSubscription.enabled,
        or_(~EventSubscription.sending, EventSubscription.turn_at < lost_before),
        or_(newest.scalar_subquery() > EventSubscription.position, and_(may_send, due)),
    )
    is_failing = case((EventSubscription.failures > 0, 1), else_=0)
    found = found.order_by(is_failing, EventSubscription.turn_at, EventSubscription.id).limit(limit)
    return db.scalars(found.with_for_update(key_share=True, skip_locked=True)).all()


# --- making deliveries


def newest_position(db: Session, organization_id: UUID) -> int:
    return db.scalar(select(func.max(EventRow.seq)).where(EventRow.organization_id == organization_id)) or 0


def events_after(db: Session, organization_id: UUID, position: int, limit: int) -> Sequence[EventRow]:
    found = select(EventRow).where(EventRow.organization_id == organization_id, EventRow.seq > position)
    return db.scalars(found.order_by(EventRow.seq).limit(limit)).all()


# --- delivering


def due(db: Session, subscription_id: UUID, now: datetime, limit: int) -> Sequence[UUID]:
    """Deliveries whose time has come, in the order of the log."""
    found = select(EventDelivery.id).where(*_pending(subscription_id), EventDelivery.next_attempt_at <= now)
    return db.scalars(found.order_by(EventDelivery.position).limit(limit)).all()


def make_due(db: Session, subscription_id: UUID, now: datetime) -> None:
    """Whatever waits for another attempt waits no longer."""
    waiting = update(EventDelivery).where(*_pending(subscription_id), EventDelivery.next_attempt_at > now)
    db.execute(waiting.values(next_attempt_at=now), execution_options={"synchronize_session": False})


def _pending(subscription_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return EventDelivery.subscription_id == subscription_id, EventDelivery.state == DeliveryState.PENDING


def event_at(db: Session, organization_id: UUID, position: int) -> EventRow | None:
    event = db.get(EventRow, position)
    return event if event is not None and event.organization_id == organization_id else None


# --- who answers for them


def keeper(db: Session, subscription: EventSubscription) -> UserPrincipal | None:
    """Who answers for a subscription, as he is in its organization at this moment, if he is there."""
    found = select(*PLACE).join(Member, Member.user_id == User.id)
    found = found.where(User.id == subscription.kept_by_user_id, Member.organization_id == subscription.organization_id)
    row = db.execute(found).one_or_none()
    if row is None:
        return None
    principal = principal_at(row)
    if principal.reads_all_boards:
        return principal
    return replace(principal, grants=grants_of(db, principal.member_id))


def names_of(db: Session, user_ids: Collection[UUID]) -> dict[UUID, str]:
    if not user_ids:
        return {}
    return {user.id: user.display_name for user in db.scalars(select(User).where(User.id.in_(user_ids)))}


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
