"""Tasks and comments in event streams."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.views import shows
from mission_control.tasks import queries, reading
from mission_control.tasks.schemas import TaskCommentRead


@shows(Topic.TASKS)
def task_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The task that each event is about; null when it is gone."""
    cards = reading.cards_by_ids(db, [event.task_id for event in events if event.task_id])
    shown = {task_id: card.model_dump(mode="json") for task_id, card in cards.items()}
    return {event.seq: {"task": shown.get(event.task_id) if event.task_id else None} for event in events}


@shows(Topic.COMMENTS)
def comment_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The comment that each event is (they share their id), and its task."""
    comments = queries.comments_by_ids(db, [event.id for event in events])
    tasks = task_of(db, events)
    return {
        event.seq: {**tasks[event.seq], "comment": _shown(comments[event.id]) if event.id in comments else None}
        for event in events
    }


def _shown(comment: object) -> JsonObject:
    return TaskCommentRead.model_validate(comment).model_dump(mode="json")
