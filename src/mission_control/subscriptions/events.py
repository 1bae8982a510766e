"""What happens to subscriptions. No event holds a secret, or an address: some are as good as a password."""

from dataclasses import dataclass
from typing import ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class SubscriptionEvent(Event):
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    subscription_id: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionCreated(SubscriptionEvent):
    type: ClassVar[str] = "subscription.created"


@dataclass(frozen=True, kw_only=True)
class SubscriptionUpdated(SubscriptionEvent):
    type: ClassVar[str] = "subscription.updated"


@dataclass(frozen=True, kw_only=True)
class SecretRotated(SubscriptionEvent):
    type: ClassVar[str] = "subscription.secret_rotated"


@dataclass(frozen=True, kw_only=True)
class SubscriptionDeleted(SubscriptionEvent):
    type: ClassVar[str] = "subscription.deleted"


@dataclass(frozen=True, kw_only=True)
class SubscriptionTested(SubscriptionEvent):
    """Sent to the subscription whatever it wants."""

    type: ClassVar[str] = "subscription.tested"


@dataclass(frozen=True, kw_only=True)
class SubscriptionStopped(SubscriptionEvent):
    """The product has paused it."""

    type: ClassVar[str] = "subscription.stopped"

    reason: str


@dataclass(frozen=True, kw_only=True)
class DeliveryFailed(SubscriptionEvent):
    """An event could not be delivered, and is not tried again by itself."""

    type: ClassVar[str] = "subscription.delivery_failed"

    delivery_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReplayAsked(SubscriptionEvent):
    type: ClassVar[str] = "subscription.replay"

    delivery_id: str
