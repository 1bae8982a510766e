"""What happens to webhooks. No event holds a secret, or what was sent."""

from dataclasses import dataclass
from typing import Any, ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class WebhookEvent(Event):
    topic: ClassVar[Topic] = Topic.WEBHOOKS

    webhook_id: str


@dataclass(frozen=True, kw_only=True)
class WebhookCreated(WebhookEvent):
    type: ClassVar[str] = "webhook.created"


@dataclass(frozen=True, kw_only=True)
class WebhookUpdated(WebhookEvent):
    """Of a secret only whether there is one is told; `secret_changed` tells of a new one."""

    type: ClassVar[str] = "webhook.updated"

    before: dict[str, Any]
    after: dict[str, Any]
    secret_changed: bool


@dataclass(frozen=True, kw_only=True)
class WebhookDeleted(WebhookEvent):
    type: ClassVar[str] = "webhook.deleted"


@dataclass(frozen=True, kw_only=True)
class DeliveryEvent(WebhookEvent):
    payload_id: str


@dataclass(frozen=True, kw_only=True)
class DeliveryReceived(DeliveryEvent):
    type: ClassVar[str] = "webhook.received"

    is_test: bool


@dataclass(frozen=True, kw_only=True)
class DeliveryHandedOn(DeliveryEvent):
    """The event's agent lives on a gateway, and is woken for it: it is told when that has taken the message."""

    type: ClassVar[str] = "webhook.handed_on"

    attempt: int


@dataclass(frozen=True, kw_only=True)
class DeliveryTold(DeliveryEvent):
    """The event's agent is the one that is told; its stream shows what it is told."""

    type: ClassVar[str] = "webhook.told"


@dataclass(frozen=True, kw_only=True)
class DeliverySkipped(DeliveryEvent):
    type: ClassVar[str] = "webhook.skipped"

    reason: str


@dataclass(frozen=True, kw_only=True)
class DeliveryFailed(DeliveryEvent):
    type: ClassVar[str] = "webhook.failed"

    reason: str


@dataclass(frozen=True, kw_only=True)
class RedeliveryAsked(DeliveryEvent):
    type: ClassVar[str] = "webhook.redelivery"
