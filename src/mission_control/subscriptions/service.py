"""Use cases of subscriptions, for the administrators who keep them."""

import secrets
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.pagination import Found, Window, page_of
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import Principal, UserPrincipal
from mission_control.membership.api import boards_among
from mission_control.subscriptions import delivering, keepers, queries, rules
from mission_control.subscriptions.errors import (
    BadSubscriptionUrl,
    NeedsAllBoards,
    SubscriptionPaused,
    TooManySubscriptions,
    UnknownSubscriptionBoards,
)
from mission_control.subscriptions.events import (
    ReplayAsked,
    SecretRotated,
    SubscriptionCreated,
    SubscriptionDeleted,
    SubscriptionTested,
    SubscriptionUpdated,
)
from mission_control.subscriptions.models import DeliveryState, EventDelivery, EventSubscription
from mission_control.subscriptions.schemas import EventSubscriptionCreate, EventSubscriptionUpdate

MOST = 50
ANSWERED_FOR = frozenset({"url", "event_types", "board_ids"})


def listed(uow: UnitOfWork, principal: Principal, window: Window) -> Found[EventSubscription]:
    return page_of(uow.db, queries.of_organization(principal), window)


def deliveries(
    uow: UnitOfWork, principal: Principal, subscription_id: UUID, state: DeliveryState | None, window: Window
) -> Found[EventDelivery]:
    subscription = queries.get(uow.db, principal, subscription_id)
    return page_of(uow.db, queries.deliveries(subscription, state), window)


def create(uow: UnitOfWork, principal: Principal, body: EventSubscriptionCreate) -> tuple[EventSubscription, str]:
    """The subscription and its secret. It is told of what happens from now on."""
    if queries.count_in(uow.db, principal.organization_id) >= MOST:
        raise TooManySubscriptions(f"there are {MOST} subscriptions here, as many as there may be; delete one first")
    board_ids = _boards(uow, principal, body.board_ids)
    secret = rules.new_secret(secrets.token_bytes(rules.SECRET_BYTES))
    subscription = EventSubscription(
        organization_id=principal.organization_id,
        kept_by_user_id=cast(UserPrincipal, principal).user_id,
        name=body.name,
        url=_checked(uow, body.url),
        sealed_secret=_sealed(uow, secret),
        event_types=list(dict.fromkeys(body.event_types)),
        board_ids=board_ids,
        enabled=True,
        failures=0,
        sending=False,
        turn_at=uow.now,
        position=queries.newest_position(uow.db, principal.organization_id),
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(subscription)
    uow.db.flush()
    uow.emit(SubscriptionCreated(**place(subscription), message=f"{named(subscription)} was made"))
    return subscription, secret


def update(
    uow: UnitOfWork, principal: Principal, subscription_id: UUID, body: EventSubscriptionUpdate
) -> EventSubscription:
    """Change it. Whoever says what is told, or where, answers for it from then on, as who resumes it does."""
    subscription = queries.get(uow.db, principal, subscription_id, lock=True)
    require_version(uow, subscription)
    wanted = body.model_dump(exclude_unset=True)
    if "url" in wanted:
        wanted["url"] = _checked(uow, wanted["url"])
    if "board_ids" in wanted:
        wanted["board_ids"] = _boards(uow, principal, body.board_ids)
    changes = {name: value for name, value in wanted.items() if getattr(subscription, name) != value}
    if not changes:
        return subscription
    for name, value in changes.items():
        setattr(subscription, name, value)
    if changes.get("enabled") or changes.keys() & ANSWERED_FOR:
        _answer_for(uow, cast(UserPrincipal, principal), subscription)
    if changes.get("enabled") or "url" in changes:
        _begin_anew(uow, subscription)
    _changed(uow, subscription)
    told = f"{named(subscription)}: {', '.join(sorted(changes))} changed"
    if list(changes) == ["enabled"]:
        told = f"{named(subscription)} was {'resumed' if subscription.enabled else 'paused'}"
    uow.emit(SubscriptionUpdated(**place(subscription), message=told))
    delivering.start(uow)
    return subscription


def _answer_for(uow: UnitOfWork, acting: UserPrincipal, subscription: EventSubscription) -> None:
    if subscription.board_ids is None and not acting.reads_all_boards:
        raise NeedsAllBoards("this is told of all boards; name those that you can read in board_ids")
    if keepers.unreadable(uow, acting, list(map(UUID, subscription.board_ids or ()))):
        raise UnknownSubscriptionBoards("board_ids: name the boards that you can read; not all of these are")
    subscription.kept_by_user_id = acting.user_id


def _begin_anew(uow: UnitOfWork, subscription: EventSubscription) -> None:
    """What was true of the address before is so no longer."""
    subscription.paused_reason = subscription.failing_since = None
    subscription.last_failure = subscription.retry_at = None
    subscription.failures = 0
    queries.make_due(uow.db, subscription.id, uow.now)


def rotate_secret(uow: UnitOfWork, principal: Principal, subscription_id: UUID) -> tuple[EventSubscription, str]:
    """Another secret. For a day deliveries are signed with the one before too: receivers can change over."""
    subscription = queries.get(uow.db, principal, subscription_id, lock=True)
    secret = rules.new_secret(secrets.token_bytes(rules.SECRET_BYTES))
    subscription.sealed_former_secret = subscription.sealed_secret
    subscription.former_until = uow.now + rules.FORMER_SECRET_HOLDS
    subscription.sealed_secret = _sealed(uow, secret)
    _changed(uow, subscription)
    uow.emit(SecretRotated(**place(subscription), message=f"{named(subscription)} has another secret"))
    return subscription, secret


def delete(uow: UnitOfWork, principal: Principal, subscription_id: UUID) -> None:
    subscription = queries.get(uow.db, principal, subscription_id, lock=True)
    require_version(uow, subscription)
    uow.emit(SubscriptionDeleted(**place(subscription), message=f"{named(subscription)} was deleted"))
    uow.db.delete(subscription)


def send_test(uow: UnitOfWork, principal: Principal, subscription_id: UUID) -> EventSubscription:
    """An event of its own, which goes the way of every other. Raises SubscriptionPaused."""
    subscription = _going_on(uow, principal, subscription_id)
    subscription.retry_at = None
    uow.emit(SubscriptionTested(**place(subscription), message=f"A test of {named(subscription, begins=False)}"))
    # Written already, it is seen by who looks for something to send.
    uow.append_events()
    delivering.start(uow)
    return subscription


def replay(uow: UnitOfWork, principal: Principal, subscription_id: UUID, delivery_id: UUID) -> EventDelivery:
    """Have an event sent again, as often as any. Raises SubscriptionPaused."""
    subscription = _going_on(uow, principal, subscription_id)
    delivery = queries.delivery(uow.db, subscription, delivery_id, lock=True)
    subscription.retry_at = None
    if delivery.state == DeliveryState.PENDING:
        delivery.next_attempt_at = uow.now
    else:
        delivery.state, delivery.attempts, delivery.next_attempt_at = DeliveryState.PENDING, 0, uow.now
        told = f"A delivery to {named(subscription, begins=False)} is sent again"
        uow.emit(ReplayAsked(**place(subscription), message=told, delivery_id=str(delivery.id)))
    delivering.start(uow)
    return delivery


def place(subscription: EventSubscription) -> dict[str, Any]:
    """What every event of a subscription has."""
    return {"organization_id": subscription.organization_id, "subscription_id": str(subscription.id)}


def named(subscription: EventSubscription, *, begins: bool = True) -> str:
    return f"{'Subscription' if begins else 'subscription'} “{subscription.name}”"


def _going_on(uow: UnitOfWork, principal: Principal, subscription_id: UUID) -> EventSubscription:
    subscription = queries.get(uow.db, principal, subscription_id, lock=True)
    if not subscription.enabled:
        raise SubscriptionPaused("this subscription is paused; resume it first")
    return subscription


def _changed(uow: UnitOfWork, subscription: EventSubscription) -> None:
    subscription.version += 1
    subscription.updated_at = uow.now


def _checked(uow: UnitOfWork, url: str) -> str:
    allow_private = environment_of(uow.db).settings.subscription_allow_private_addresses
    try:
        return rules.checked_url(url, allow_private=allow_private)
    except rules.BadUrl as error:
        raise BadSubscriptionUrl(f"url: {error}") from error


def _boards(uow: UnitOfWork, principal: Principal, board_ids: Sequence[UUID] | None) -> list[str] | None:
    """Nobody has sent elsewhere what he may not read himself."""
    acting = cast(UserPrincipal, principal)
    if board_ids is None:
        if not acting.reads_all_boards:
            raise NeedsAllBoards("name the boards that you can read in board_ids; you cannot read all of them")
        return None
    named_ids = set(board_ids)
    if named_ids - boards_among(uow.db, acting, named_ids) or not all(map(acting.can_read, named_ids)):
        raise UnknownSubscriptionBoards("board_ids: name boards of this organization that you can read")
    return [str(it) for it in dict.fromkeys(board_ids)]


def _sealed(uow: UnitOfWork, secret: str) -> str:
    return environment_of(uow.db).secrets.encrypt(secret)
