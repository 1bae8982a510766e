"""Tasks, for people and, where it says so, for agents too."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.http.text import Storable
from mission_control.tasks import bulk, claiming, errors, explaining, history, moving, reading, service
from mission_control.tasks.cards import TaskFilter
from mission_control.tasks.schemas import (
    BlockedTaskError,
    TaskBulkResult,
    TaskBulkUpdate,
    TaskCommentCreate,
    TaskCommentRead,
    TaskCreate,
    TaskExplanation,
    TaskHistory,
    TaskRead,
    TaskRelease,
    TaskUpdate,
)

router = Router(prefix="/api/v1/boards/{board_id}/tasks", tags=["tasks"])
READER = Access(user=UserLevel.USER, agent=ANY_AGENT, board="read")
WRITER = Access(user=UserLevel.USER, agent=ANY_AGENT, board="write")
PEOPLE = Access(user=UserLevel.USER, board="write")
BLOCKED = {409: {"model": BlockedTaskError, "description": "A rule of the board or another task forbids it."}}


async def _task_filter(
    status: Annotated[str | None, Storable, Query(description="Comma list of statuses.")] = None,
    assigned_agent_id: UUID | None = None,
    unassigned: bool | None = None,
    tag_id: Annotated[UUID | None, Query(description="Only tasks that carry this tag.")] = None,
) -> TaskFilter:
    return TaskFilter(status, assigned_agent_id, bool(unassigned), tag_id)


Filtered = Annotated[TaskFilter, Depends(_task_filter)]


@router.declare("GET", "", access=READER, errors=(errors.UnknownStatus,))
def list_tasks(board_id: UUID, wanted: Filtered, window: Paged, who: CurrentPrincipal, uow: Read) -> Page[TaskRead]:
    """Tasks of a board, newest first."""
    return Page[TaskRead].of(service.listed(uow, who, board_id, wanted, window))


@router.declare("POST", "", access=PEOPLE, responses=BLOCKED)
def create_task(board_id: UUID, body: TaskCreate, who: CurrentPrincipal, uow: Write) -> TaskRead:
    """Make a task on a board."""
    return reading.read_model(uow.db, service.create(uow, who, board_id, body, lease_seconds(uow)))


@router.declare("POST", "/bulk", access=PEOPLE)
def change_tasks(board_id: UUID, body: TaskBulkUpdate, who: CurrentPrincipal, uow: Write) -> TaskBulkResult:
    """Change or delete up to 200 tasks of a board. Each is judged on its own; a refusal does not undo the others."""
    return bulk.change(uow, who, board_id, body, lease_seconds(uow))


@router.declare("GET", "/{task_id}", access=READER)
def get_task(board_id: UUID, task_id: UUID, who: CurrentPrincipal, uow: Read) -> TaskRead:
    """One task."""
    return reading.read_model(uow.db, service.get(uow, who, board_id, task_id))


@router.declare("PATCH", "/{task_id}", access=WRITER, errors=(StaleVersion,), responses=BLOCKED)
def update_task(board_id: UUID, task_id: UUID, body: TaskUpdate, who: CurrentPrincipal, uow: Write) -> TaskRead:
    """Change or move a task. What may be changed depends on the caller; a refusal names the rule."""
    return reading.read_model(uow.db, moving.update(uow, who, board_id, task_id, body, lease_seconds(uow)))


@router.declare("DELETE", "/{task_id}", access=PEOPLE, errors=(StaleVersion,))
def delete_task(board_id: UUID, task_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete a task with its comments; tasks that waited for it do not any more."""
    service.delete(uow, who, board_id, task_id)
    return OkResponse()


@router.declare("GET", "/{task_id}/comments", access=READER)
def list_task_comments(
    board_id: UUID, task_id: UUID, window: Paged, who: CurrentPrincipal, uow: Read
) -> Page[TaskCommentRead]:
    """What was said about a task, oldest first."""
    return Page[TaskCommentRead].of(service.comments(uow, who, board_id, task_id, window))


@router.declare(
    "POST",
    "/{task_id}/comments",
    access=WRITER,
    errors=(errors.StaleFence, errors.LeadMayNotComment, errors.CommentsGoInCircles),
)
def create_task_comment(
    board_id: UUID, task_id: UUID, body: TaskCommentCreate, who: CurrentPrincipal, uow: Write
) -> TaskCommentRead:
    """Say something about a task."""
    return TaskCommentRead.model_validate(service.comment(uow, who, board_id, task_id, body))


@router.declare("GET", "/{task_id}/explain", access=READER)
def explain_task(board_id: UUID, task_id: UUID, who: CurrentPrincipal, uow: Read) -> TaskExplanation:
    """Why a task does not move, what would move it, and which moves are open to the caller."""
    return explaining.explain(uow, who, board_id, task_id)


@router.declare("GET", "/{task_id}/history", access=READER)
def get_task_history(board_id: UUID, task_id: UUID, window: Paged, who: CurrentPrincipal, uow: Read) -> TaskHistory:
    """The statuses that a task has been in, how long, and who moved it."""
    return history.of(uow, service.get(uow, who, board_id, task_id), window)


@router.declare(
    "POST", "/{task_id}/release", access=WRITER, errors=(errors.MoveRefused, errors.StaleFence, errors.NotTheHolder)
)
def release_task(board_id: UUID, task_id: UUID, body: TaskRelease, who: CurrentPrincipal, uow: Write) -> TaskRead:
    """Take a task back from the agent that holds it, or give it back: it returns to the inbox with the reason."""
    return reading.read_model(uow.db, claiming.release(uow, who, board_id, task_id, body))


def lease_seconds(uow: Read) -> int:
    return environment_of(uow.db).settings.task_lease_seconds
