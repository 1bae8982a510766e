"""Agents in event streams."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from mission_control.agents import queries, reading
from mission_control.kernel.clock import utc_now
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.views import shows


@shows(Topic.AGENTS)
def agent_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The agent that each event is about; null when it is gone."""
    agents = queries.by_ids(db, {event.agent_id for event in events if event.agent_id})
    now = utc_now()
    shown = {read.id: read.model_dump(mode="json") for read in reading.read_models(db, agents.values(), now)}
    return {event.seq: {"agent": shown.get(event.agent_id) if event.agent_id else None} for event in events}
