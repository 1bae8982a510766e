"""Subscriptions to what happens in an organization, for its administrators."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.subscriptions import queries, reading, service
from mission_control.subscriptions.errors import (
    BadSubscriptionUrl,
    NeedsAllBoards,
    SubscriptionPaused,
    TooManySubscriptions,
    UnknownSubscriptionBoards,
)
from mission_control.subscriptions.models import DeliveryState
from mission_control.subscriptions.schemas import (
    EventDeliveryRead,
    EventSubscriptionCreate,
    EventSubscriptionCreated,
    EventSubscriptionRead,
    EventSubscriptionUpdate,
)

router = Router(prefix="/api/v1/event-subscriptions", tags=["event-subscriptions"])
ADMIN = Access(user=UserLevel.ADMIN)
REFUSALS = (BadSubscriptionUrl, UnknownSubscriptionBoards, NeedsAllBoards)


@router.declare("GET", "", access=ADMIN)
def list_event_subscriptions(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[EventSubscriptionRead]:
    """Addresses that are told of events, newest first; never with their secrets."""
    found = service.listed(uow, who, window)
    return Page[EventSubscriptionRead].of(found.shown_as(reading.reads(uow, found.rows)))


@router.declare("POST", "", access=ADMIN, errors=(*REFUSALS, TooManySubscriptions))
def create_event_subscription(
    body: EventSubscriptionCreate, who: CurrentPrincipal, uow: Write
) -> EventSubscriptionCreated:
    """Have an address told of events from now on; the secret that they are signed with is shown once."""
    subscription, secret = service.create(uow, who, body)
    return reading.read_with_secret(uow, subscription, secret)


@router.declare("GET", "/{subscription_id}", access=ADMIN)
def get_event_subscription(subscription_id: UUID, who: CurrentPrincipal, uow: Read) -> EventSubscriptionRead:
    """One subscription."""
    return reading.read(uow, queries.get(uow.db, who, subscription_id))


@router.declare("PATCH", "/{subscription_id}", access=ADMIN, errors=(*REFUSALS, StaleVersion))
def update_event_subscription(
    subscription_id: UUID, body: EventSubscriptionUpdate, who: CurrentPrincipal, uow: Write
) -> EventSubscriptionRead:
    """Change, pause or resume a subscription."""
    return reading.read(uow, service.update(uow, who, subscription_id, body))


@router.declare("DELETE", "/{subscription_id}", access=ADMIN, errors=(StaleVersion,))
def delete_event_subscription(subscription_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete a subscription with the record of its deliveries."""
    service.delete(uow, who, subscription_id)
    return OkResponse()


@router.declare("POST", "/{subscription_id}/rotate-secret", access=ADMIN)
def rotate_event_subscription_secret(
    subscription_id: UUID, who: CurrentPrincipal, uow: Write
) -> EventSubscriptionCreated:
    """Another secret, shown once; for a day deliveries are signed with the former one too."""
    subscription, secret = service.rotate_secret(uow, who, subscription_id)
    return reading.read_with_secret(uow, subscription, secret)


@router.declare("POST", "/{subscription_id}/test", access=ADMIN, status_code=202, errors=(SubscriptionPaused,))
def test_event_subscription(subscription_id: UUID, who: CurrentPrincipal, uow: Write) -> EventSubscriptionRead:
    """Send an event that says it is a test."""
    return reading.read(uow, service.send_test(uow, who, subscription_id))


@router.declare("GET", "/{subscription_id}/deliveries", access=ADMIN)
def list_event_deliveries(
    subscription_id: UUID,
    window: Paged,
    who: CurrentPrincipal,
    uow: Read,
    state: Annotated[DeliveryState | None, Query()] = None,
) -> Page[EventDeliveryRead]:
    """What has been sent and what waits, newest first."""
    return Page[EventDeliveryRead].of(service.deliveries(uow, who, subscription_id, state, window))


@router.declare(
    "POST",
    "/{subscription_id}/deliveries/{event_delivery_id}/replay",
    access=ADMIN,
    status_code=202,
    errors=(SubscriptionPaused,),
)
def replay_event_delivery(
    subscription_id: UUID, event_delivery_id: UUID, who: CurrentPrincipal, uow: Write
) -> EventDeliveryRead:
    """Send an event again."""
    return EventDeliveryRead.model_validate(service.replay(uow, who, subscription_id, event_delivery_id))
