"""Memory in event streams."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.views import shows
from mission_control.memory import queries
from mission_control.memory.schemas import BoardMemoryRead


@shows(Topic.MEMORY)
def entry_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The entry that each event tells of (they share their id); null when it is gone."""
    entries = queries.by_ids(db, [event.id for event in events])
    shown = {
        entry_id: BoardMemoryRead.model_validate(entry).model_dump(mode="json") for entry_id, entry in entries.items()
    }
    return {event.seq: {"memory": shown.get(event.id)} for event in events}
