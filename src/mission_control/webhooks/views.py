"""Deliveries in event streams."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.views import shows
from mission_control.webhooks import queries
from mission_control.webhooks.rules import Place


@shows(Topic.WEBHOOKS)
def delivery_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """What an agent is told of a delivery, and what has become of it; null when it is kept no longer."""
    about = {event.seq: UUID(event.payload["payload_id"]) for event in events if "payload_id" in event.payload}
    found = queries.notices(db, set(about.values())) if about else {}
    return {position: {"webhook_delivery": _shown(found.get(key))} for position, key in about.items()}


def _shown(found: queries.Notice | None) -> JsonObject | None:
    if found is None:
        return None
    payload, text = found
    return {
        "payload_id": str(payload.id),
        "webhook_id": str(payload.webhook_id),
        "board_id": str(payload.board_id),
        "delivery_status": payload.delivery_status,
        "told_agent_id": payload.told_agent_id and str(payload.told_agent_id),
        "path": Place(payload.board_id, payload.webhook_id, payload.id).path,
        "notice": text,
    }
