"""What must hold between the tables and the log, whenever one looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mission_control.kernel.events.log import EventRow
from mission_control.tasks.models import Task, TaskComment
from tests.faults.load import Write

CHANGES = {"task.updated", "task.status_changed"}


def contradictions(db: Session) -> list[str]:
    """Changes without an event and events without their change, among tasks and comments."""
    history: dict[UUID, list[EventRow]] = defaultdict(list)
    for event in db.scalars(select(EventRow).where(EventRow.topic.in_(["tasks", "comments"])).order_by(EventRow.seq)):
        assert event.task_id is not None
        history[event.task_id].append(event)
    tasks = {task.id: task for task in db.scalars(select(Task))}
    comments: dict[UUID, set[UUID]] = defaultdict(set)
    for comment in db.scalars(select(TaskComment)):
        comments[comment.task_id].add(comment.id)
    found = [f"task {key} is in no event" for key in tasks.keys() - history.keys()]
    for key, events in history.items():
        found += [f"task {key}: {what}" for what in _of_task(events, tasks.get(key), comments[key])]
    return found


def _of_task(events: Sequence[EventRow], task: Task | None, comments: set[UUID]) -> Iterator[str]:
    types = [event.type for event in events]
    if types[0] != "task.created" or types.count("task.created") != 1:
        yield f"does not begin with its creation: {types}"
    if "task.deleted" in types:
        if types.index("task.deleted") != len(types) - 1:
            yield f"goes on after its deletion: {types}"
        if task is not None or comments:
            yield "was deleted and is still there"
        return
    if task is None:
        yield f"is gone without an event: {types}"
        return
    told: dict[str, Any] = {"status": events[0].payload["status"], "fence": 0}
    for event in events:
        told |= _told_by(event)
    expected = told | {
        "version": 1 + sum(kind in CHANGES for kind in types),
        "comments_count": types.count("task.comment"),
    }
    stored = {name: getattr(task, name) for name in expected}
    if stored != expected:
        yield f"is {stored} and the log tells {expected}"
    if comments != {event.id for event in events if event.type == "task.comment"}:
        yield "has other comments than the log tells"


def _told_by(event: EventRow) -> dict[str, Any]:
    if event.type == "task.updated":
        return {name: value for name, value in event.payload["after"].items() if name == "title"}
    if event.type == "task.status_changed":
        title = {name: values[1] for name, values in event.payload["changes"].items() if name == "title"}
        return {"status": event.payload["after"], "fence": event.payload["fence"], **title}
    return {}


def not_once(db: Session, writes: Sequence[Write]) -> list[str]:
    """Acknowledged writes that did not take effect, or did so more than once."""
    effects: dict[str, list[EventRow]] = defaultdict(list)
    for event in db.scalars(select(EventRow).where(EventRow.type.startswith("task."))):
        if event.request_id:
            effects[event.request_id].append(event)
    return [
        f"{write.name} ({write.answer}): {[event.type for event in effects[write.name]]}"
        for write in writes
        if not _is_effect(write, effects[write.name])
    ]


def _is_effect(write: Write, events: Sequence[EventRow]) -> bool:
    """Whether these are exactly the events that the answer promised."""
    answer = write.answer
    if write.kind == "move":
        # To where the task is already, nothing happens.
        return len(events) <= 1 and all(_says(event, "after", answer["status"]) for event in events)
    if write.kind == "claim" and answer["task"] is None:
        return not events
    if len(events) != 1:
        return False
    [event] = events
    if write.kind == "create":
        return (event.type, str(event.task_id)) == ("task.created", answer["id"])
    if write.kind == "edit":
        return event.type == "task.updated" and _says(event, "after", {"title": answer["title"]})
    if write.kind == "say":
        return (event.type, str(event.id)) == ("task.comment", answer["id"])
    if write.kind == "claim":
        task = answer["task"]
        return str(event.task_id) == task["id"] and _says(event, "fence", task["lease"]["fence"])
    return event.type == "task.deleted"


def _says(event: EventRow, name: str, value: Any) -> bool:
    """What was told of a task that was deleted later has lost its words."""
    return not event.payload or bool(event.payload[name] == value)
