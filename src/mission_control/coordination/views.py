"""Messages in event streams."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.coordination import queries
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.views import shows


@shows(Topic.MESSAGES)
def message_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """How the message that each event tells of stands; null when it is gone."""
    rows = queries.by_ids(db, {UUID(event.payload["message_id"]) for event in events})
    shown: dict[int, JsonObject] = {}
    for event in events:
        row = rows.get(UUID(event.payload["message_id"]))
        known = {"id": str(row[0].id), "kind": row[0].kind, "status": row[0].status} if row else None
        shown[event.seq] = {"agent_message": known}
    return shown
