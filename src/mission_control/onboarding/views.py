"""Interviews in event streams."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.kernel.clock import utc_now
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.views import shows
from mission_control.onboarding import queries, reading


@shows(Topic.ONBOARDING)
def onboarding_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The interview that each event tells of; null when it was given up."""
    ids = {event.seq: UUID(event.payload["onboarding_id"]) for event in events}
    models = reading.read_models(db, queries.by_ids(db, set(ids.values())), utc_now())
    shown = {model.id: model.model_dump(mode="json") for model in models}
    return {seq: {"onboarding": shown.get(onboarding_id)} for seq, onboarding_id in ids.items()}
