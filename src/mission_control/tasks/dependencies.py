"""What a task waits for: setting it, and what follows for those who wait."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete

from mission_control.boards.api import Board
from mission_control.kernel.db.locks import lock_again
from mission_control.kernel.db.session import UnitOfWork
from mission_control.tasks import queries
from mission_control.tasks.changes import Change, place, put, stir
from mission_control.tasks.errors import DependencyCycle, DependsOnItself, UnknownReference
from mission_control.tasks.events import TaskUpdated
from mission_control.tasks.models import Task, TaskDependency, TaskStatus
from mission_control.tasks.queries import Dependency
from mission_control.tasks.wording import called


def of(uow: UnitOfWork, task: Task) -> list[Dependency]:
    return queries.dependencies(uow.db, [task.id]).get(task.id, [])


def open_ones(task: Task, depends_on: Sequence[Dependency]) -> list[Dependency]:
    """Those that a task still waits for; a task that is done waits for nothing."""
    return [] if task.status == TaskStatus.DONE else [item for item in depends_on if item.is_open]


def set_for(uow: UnitOfWork, board: Board, task: Task, wanted: Sequence[UUID]) -> None:
    """Replace what a task depends on.

    Raises DependsOnItself, UnknownReference for tasks that are not of the board, and DependencyCycle.
    """
    if task.id in wanted:
        raise DependsOnItself("a task cannot wait for itself")
    _require_on_board(uow, board, wanted)
    if wanted:
        # One at a time on a board: two requests could each close half of a circle.
        lock_again(uow.db, board)
        if queries.reaches(uow.db, wanted, task.id):
            raise DependencyCycle("these dependencies would make the task wait for itself")
    uow.db.execute(delete(TaskDependency).where(TaskDependency.task_id == task.id))
    _add(uow, task, wanted)


def set_for_new(uow: UnitOfWork, board: Board, task: Task, wanted: Sequence[UUID]) -> None:
    """Have a task that nobody knows yet wait for others: that closes no circle. Raises UnknownReference."""
    _require_on_board(uow, board, wanted)
    _add(uow, task, wanted)


def _require_on_board(uow: UnitOfWork, board: Board, wanted: Sequence[UUID]) -> None:
    if missing := queries.missing_on_board(uow.db, board, wanted):
        raise UnknownReference(
            {"message": "no such tasks on this board", "missing_task_ids": [str(task_id) for task_id in missing]}
        )


def _add(uow: UnitOfWork, task: Task, wanted: Sequence[UUID]) -> None:
    uow.db.add_all(
        TaskDependency(task_id=task.id, depends_on_task_id=other, position=position, created_at=uow.now)
        for position, other in enumerate(wanted)
    )
    uow.db.flush()


def reconcile(uow: UnitOfWork, task: Task, agent_id: UUID | None, *, finished: bool) -> None:
    """Tell those who wait for a task that it is done, or pull them back because it is not any more."""
    for waiting in queries.dependents(uow.db, task.id):
        if waiting.status == TaskStatus.DONE:
            continue
        if not finished and _has_begun(waiting):
            _pull_back(uow, waiting, _reopened(task, waiting), agent_id)
        else:
            _tell_waiting(uow, waiting, task, agent_id)


def forget(uow: UnitOfWork, task: Task, agent_id: UUID | None) -> None:
    """A task goes away: those who waited for it do not any more."""
    waiting = queries.dependents(uow.db, task.id)
    uow.db.execute(delete(TaskDependency).where(TaskDependency.depends_on_task_id == task.id))
    for dependent in waiting:
        _tell_waiting(uow, dependent, task, agent_id)


def _has_begun(task: Task) -> bool:
    return task.status != TaskStatus.INBOX or task.assigned_agent_id is not None or task.in_progress_at is not None


def _reopened(cause: Task, waiting: Task) -> str:
    """The one move that passes a pending approval by, and says so."""
    held = "; its approval still waits for a decision" if waiting.approvals_pending_count else ""
    return f"“{cause.title}” was reopened, and this task waits for it{held}"


def _pull_back(uow: UnitOfWork, task: Task, reason: str, agent_id: UUID | None) -> None:
    change = Change(task)
    put(task, TaskStatus.INBOX, uow.now)
    task.assigned_agent_id = None
    task.status_reason = reason
    change.finish(uow, agent_id, reason)


def _tell_waiting(uow: UnitOfWork, waiting: Task, cause: Task, agent_id: UUID | None) -> None:
    waiting.version += 1
    waiting.updated_at = uow.now
    stir(waiting, uow.now)
    uow.emit(
        TaskUpdated(
            **place(waiting, agent_id),
            message=f"{called(waiting.title)} waits for “{called(cause.title)}”, which has changed",
            before={},
            after={"dependency": str(cause.id)},
        )
    )
