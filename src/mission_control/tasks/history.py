"""The moves of tasks as rows of their own: what durations, throughput and work in progress are computed from."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, func, insert, select

from mission_control.kernel.db.connections import connection_of
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.pagination import Window, page_of_list
from mission_control.tasks.models import Task, TaskStatus, TaskTransition
from mission_control.tasks.schemas import TaskHistory, TaskStay

_MOVES = cast("Table", TaskTransition.__table__)
_MADE = insert(_MOVES)
# Asked for inside the INSERT: a move takes one statement more, not two.
_SINCE = select(func.max(_MOVES.c.at)).where(_MOVES.c.task_id == bindparam("moved_id")).scalar_subquery()
_MOVED = insert(_MOVES).values(since=_SINCE)


def made(uow: UnitOfWork, task: Task) -> None:
    """Of a task that the database has already."""
    connection_of(uow.db).execute(_MADE, _transition(uow, task))


def moved(
    uow: UnitOfWork,
    task: Task,
    *,
    from_status: str,
    work_started_at: datetime | None,
    worker_id: UUID | None,
    reason: str | None,
) -> None:
    """Record a move of a locked task, whose version is already the new one."""
    transition = _transition(uow, task) | {
        "from_status": from_status,
        "work_started_at": work_started_at if from_status == TaskStatus.IN_PROGRESS else None,
        "worker_id": worker_id,
        "reason": reason,
        "moved_id": task.id,
    }
    connection_of(uow.db).execute(_MOVED, transition)


def of(uow: UnitOfWork, task: Task, window: Window) -> TaskHistory:
    """Where a task has been, newest first."""
    moves = select(TaskTransition).where(TaskTransition.task_id == task.id).order_by(TaskTransition.number)
    stays = stays_of(uow.db.scalars(moves).all(), uow.now)[::-1]
    return TaskHistory.of(
        page_of_list(stays, window),
        seconds_by_status={
            status: sum(stay.seconds for stay in stays if stay.status is status) for status in TaskStatus
        },
    )


def stays_of(moves: Sequence[TaskTransition], now: datetime) -> list[TaskStay]:
    """The times between moves, oldest first; the last one lasts until now."""
    return [_stay(move, left.at if left else None, now) for move, left in pairwise([*moves, None]) if move]


def _stay(move: TaskTransition, left_at: datetime | None, now: datetime) -> TaskStay:
    return TaskStay(
        status=TaskStatus(move.to_status),
        entered_at=move.at,
        left_at=left_at,
        seconds=max(0.0, ((left_at or now) - move.at).total_seconds()),
        actor_kind=move.actor_kind,  # type: ignore[arg-type]
        agent_id=move.actor_id if move.actor_kind == "agent" else None,
        user_id=move.actor_id if move.actor_kind == "user" else None,
        actor_name=move.actor_name,
        reason=move.reason,
    )


def _transition(uow: UnitOfWork, task: Task) -> dict[str, Any]:
    return {
        "task_id": task.id,
        "number": task.version,
        "organization_id": task.organization_id,
        "board_id": task.board_id,
        "to_status": task.status,
        "at": uow.now,
        "actor_kind": uow.actor.kind,
        "actor_id": uow.actor.id,
        "actor_name": uow.actor.name,
    }
