"""One change of many tasks. Each is judged on its own, by the rules of a single change."""

from uuid import UUID

from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import ApiError
from mission_control.kernel.security.principals import Principal
from mission_control.tags import api as tags
from mission_control.tasks import moving, queries, reading, service
from mission_control.tasks.schemas import TaskBulkResult, TaskBulkUpdate, TaskRefused, TaskUpdate


def change(
    uow: UnitOfWork, principal: Principal, board_id: UUID, body: TaskBulkUpdate, lease_seconds: int
) -> TaskBulkResult:
    """Change or delete tasks of a board, telling of each that was refused why; raises only what concerns the board."""
    board = boards.get_for_change(uow.db, principal, board_id)
    done: list[UUID] = []
    refused: list[TaskRefused] = []
    # In one order everywhere, so that two such requests do not wait for each other.
    for task_id in sorted(body.task_ids):
        try:
            with uow.savepoint():
                if body.delete:
                    service.delete(uow, principal, board_id, task_id)
                else:
                    single = _single(uow, board, task_id, body)
                    moving.update(uow, principal, board_id, task_id, single, lease_seconds)
        except ApiError as error:
            refused.append(TaskRefused(task_id=task_id, code=error.code, message=_words(error)))
        else:
            done.append(task_id)
    updated = {} if body.delete else reading.cards_by_ids(uow.db, done)
    return TaskBulkResult(
        updated=[updated[task_id] for task_id in body.task_ids if task_id in updated],
        deleted_ids=done if body.delete else [],
        refused=refused,
    )


def _single(uow: UnitOfWork, board: Board, task_id: UUID, body: TaskBulkUpdate) -> TaskUpdate:
    """The same change, as a request about this task alone would say it."""
    edits = body.edits
    if body.add_tag_ids or body.remove_tag_ids:
        # Locked before its tags are read: another request may be adding one.
        queries.get(uow.db, board, task_id, lock=True)
        present = [tag["id"] for tag in tags.of_tasks(uow.db, [task_id]).get(task_id, [])]
        kept = [tag_id for tag_id in present if tag_id not in body.remove_tag_ids]
        edits["tag_ids"] = kept + [tag_id for tag_id in body.add_tag_ids if tag_id not in present]
    return TaskUpdate.model_validate(edits)


def _words(error: ApiError) -> str:
    return str(error.detail["message"]) if isinstance(error.detail, dict) else error.detail
