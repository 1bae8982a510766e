"""Approvals in event streams, with what has changed for their tasks."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents import api as agents
from mission_control.approvals import queries, reading
from mission_control.kernel.clock import utc_now
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.views import shows
from mission_control.tasks.api import cards_by_ids

COUNTED = ("approvals_count", "approvals_pending_count")


@shows(Topic.APPROVALS)
def approval_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The approval that each event is about (null when it is gone), its tasks, and what waits on the board."""
    ids = {UUID(event.payload["approval_id"]) for event in events}
    approvals = {str(item.id): item for item in reading.read_models(db, queries.by_ids(db, ids))}
    pending = queries.count_pending(db, {event.board_id for event in events if event.board_id})
    named = {UUID(task_id) for event in events for task_id in event.payload["task_ids"]}
    cards = {str(key): card.model_dump(mode="json") for key, card in cards_by_ids(db, named).items()} if named else {}
    asking = agents.by_ids(db, {event.agent_id for event in events if event.agent_id})
    askers = {it.id: it.model_dump(mode="json") for it in agents.read_models(db, asking.values(), utc_now())}
    shown = {}
    for event in events:
        approval = approvals.get(event.payload["approval_id"])
        tasks = [cards[task_id] for task_id in event.payload["task_ids"] if task_id in cards]
        shown[event.seq] = {
            "approval": approval.model_dump(mode="json") if approval else None,
            "pending_approvals_count": pending.get(event.board_id, 0) if event.board_id else 0,
            "tasks": tasks,
            # What it waits for, or waits for no more, is a part of its state.
            "agent": askers.get(event.agent_id) if event.agent_id else None,
            **_counts(tasks),
        }
    return shown


def _counts(tasks: list[JsonObject]) -> JsonObject:
    """As clients of the reference know it: an object for one task, a list for several, nothing for none."""
    counts = [{"task_id": task["id"], **{name: task[name] for name in COUNTED}} for task in tasks]
    if not counts:
        return {}
    return {"task_counts": counts[0] if len(counts) == 1 else counts}
