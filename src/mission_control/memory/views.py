"""Memory in event streams."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.views import shows
from mission_control.memory import queries
from mission_control.memory.models import BoardGroupMemory, BoardMemory
from mission_control.memory.schemas import BoardGroupMemoryRead, BoardMemoryRead


@shows(Topic.MEMORY)
def entry_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The entry that each event tells of (they share their id); null when it is gone."""
    entries = queries.by_ids(db, BoardMemory, [event.id for event in events])
    return _shown(events, {key: BoardMemoryRead.model_validate(entry) for key, entry in entries.items()})


@shows(Topic.GROUP_MEMORY)
def group_entry_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The same for what is kept and said in groups."""
    entries = queries.by_ids(db, BoardGroupMemory, [event.id for event in events])
    return _shown(events, {key: BoardGroupMemoryRead.model_validate(entry) for key, entry in entries.items()})


def _shown(
    events: Sequence[EventRow], entries: Mapping[UUID, BoardMemoryRead | BoardGroupMemoryRead]
) -> dict[int, JsonObject]:
    shown = {key: entry.model_dump(mode="json") for key, entry in entries.items()}
    return {event.seq: {"memory": shown.get(event.id)} for event in events}
