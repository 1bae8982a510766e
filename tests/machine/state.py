"""What the board looks like from outside at one moment, and what must hold of it whatever was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.support.world import Json, ok
from tests.tasks.crew import Crew

# What a change of tasks is about; counts of comments and approvals have events of their own.
CONTENTS = ("title", "status", "assigned_agent_id", "depends_on_task_ids", "blocked_by_task_ids", "custom_field_values")
TASK_CHANGES = frozenset({"task.created", "task.updated", "task.status_changed", "task.deleted"})


@dataclass(frozen=True, slots=True)
class State:
    """Tasks and approvals by id, and the events of work on the board, newest first."""

    tasks: dict[str, Json]
    approvals: dict[str, Json]
    events: list[Json]

    def open_blockers(self, task_ids: Iterable[str]) -> list[str]:
        return [one for one in task_ids if one in self.tasks and self.tasks[one]["status"] != "done"]

    def approvals_of(self, task_id: str, status: str) -> list[Json]:
        return [it for it in self.approvals.values() if task_id in it["task_ids"] and it["status"] == status]

    def reaches(self, source: str, target: str) -> bool:
        """Whether `source` waits for `target`, over however many tasks."""
        seen, ahead = set(), [source]
        while ahead:
            here = ahead.pop()
            if here == target:
                return True
            if here not in seen and here in self.tasks:
                seen.add(here)
                ahead += self.tasks[here]["depends_on_task_ids"]
        return False


def read(crew: Crew) -> State:
    board = f"/api/v1/boards/{crew.board['id']}"
    cards = ok(crew.operator.get(f"{board}/snapshot"))["tasks"]
    approvals = ok(crew.operator.get(f"{board}/approvals", params={"limit": 200}))
    events = ok(crew.operator.get("/api/v1/activity", params={"board_id": crew.board["id"], "limit": 200}))
    assert approvals["total"] <= 200
    # That an agent was seen is told when it is noticed, whatever else happens.
    work = [event for event in events["items"] if not event["event_type"].startswith("agent.")]
    return State(_by_id(cards), _by_id(approvals["items"]), work)


def require_legal(state: State) -> None:
    """No state that the rules exclude, no cycle, no task with two owners, no count that is wrong."""
    for task in state.tasks.values():
        blockers = state.open_blockers(task["depends_on_task_ids"])
        is_done = task["status"] == "done"
        assert task["is_blocked"] is (bool(blockers) and not is_done), task
        assert is_done or (task["in_progress_at"] is not None) is (task["status"] == "in_progress"), task
        _require_one_owner(task)
        assert not any(state.reaches(one, task["id"]) for one in task["depends_on_task_ids"]), f"cycle: {task}"
        pending = state.approvals_of(task["id"], "pending")
        assert len(pending) <= 1, "two decisions about one task wait at once"
        counted = sum(task["id"] in approval["task_ids"] for approval in state.approvals.values())
        assert (task["approvals_count"], task["approvals_pending_count"]) == (counted, len(pending)), task
    for approval in state.approvals.values():
        assert (approval["status"] == "pending") is (approval["resolved_at"] is None), approval
        assert set(approval["task_ids"]) <= set(state.tasks), approval


def require_no_start_while_waiting(before: State, after: State) -> None:
    """Nobody starts or hands in what waits for others; a lead may let work wait that is under way."""
    for task_id, task in after.tasks.items():
        if after.open_blockers(task["depends_on_task_ids"]) and task["status"] in {"in_progress", "review"}:
            assert task_id in before.tasks, f"made as {task['status']}: {task}"
            assert before.tasks[task_id]["status"] == task["status"], f"moved though it waits: {task}"


def _require_one_owner(task: Json) -> None:
    """Whoever holds the lease is who it is assigned to, and only work in progress is held."""
    if task["lease"] is not None:
        assert task["status"] == "in_progress", task
        assert task["lease"]["agent_id"] == task["assigned_agent_id"], task


def require_told(before: State, after: State, actor: dict[str, Any]) -> None:
    """Every change of a task has exactly one event, and all that is new was done by who asked for it."""
    told, changed = _told(before, after, actor), _changed(before, after)
    assert told == changed, f"told of {told}, changed were {changed}"


def require_told_of_many(before: State, after: State, actor: dict[str, Any], meant: set[str]) -> None:
    """One request may change a task twice, as when one that it waits for is reopened: each change has its event."""
    told, changed = set(_told(before, after, actor)), set(_changed(before, after))
    assert changed <= told <= changed | meant, f"told of {told}, changed were {changed}, meant were {meant}"


def _told(before: State, after: State, actor: dict[str, Any]) -> list[str]:
    known = {event["id"] for event in before.events}
    new = [event for event in after.events if event["id"] not in known]
    assert len(new) < 200
    assert all(event["actor"] == actor for event in new), [(it["event_type"], it["actor"]) for it in new]
    return sorted(str(event["task_id"]) for event in new if event["event_type"] in TASK_CHANGES)


def _changed(before: State, after: State) -> list[str]:
    return sorted(
        task_id
        for task_id in before.tasks.keys() | after.tasks.keys()
        if _contents(before.tasks.get(task_id)) != _contents(after.tasks.get(task_id))
    )


def require_untouched(before: State, after: State) -> None:
    """A refusal leaves nothing behind, not even an event."""
    assert [event["id"] for event in after.events] == [event["id"] for event in before.events]
    assert after.tasks == before.tasks
    assert after.approvals == before.approvals


def _by_id(items: list[Json]) -> dict[str, Json]:
    """In the order they were made, so that a sequence that is run again meets the same ones."""
    return {item["id"]: item for item in sorted(items, key=lambda item: str(item["created_at"]))}


def _contents(task: Json | None) -> tuple[Any, ...] | None:
    """What its events tell of; work that was begun for an agent is taken up by it, and nothing else changes."""
    return (*(task[name] for name in CONTENTS), (task["lease"] or {}).get("claimed_at")) if task else None
