"""Tasks, for agents: finding, taking, doing, handing in."""

from typing import Any
from uuid import UUID

from mission_control.kernel.http.access import ANY_AGENT, LEAD, Access
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.tasks import claiming, errors, explaining, moving, reading, service
from mission_control.tasks.routes import Filtered, lease_seconds
from mission_control.tasks.schemas import (
    TaskCommentCreate,
    TaskCommentRead,
    TaskCreate,
    TaskExplanation,
    TaskFence,
    TaskRead,
    TaskRelease,
    TaskUpdate,
)

router = Router(prefix="/api/v1/agent/boards/{board_id}/tasks")
AGENT = Access(agent=ANY_AGENT, board="write")
LEAD_ONLY = Access(agent=LEAD, board="write")
WORKERS = ["agent", "agent-lead", "agent-worker"]
LEADS = ["agent", "agent-lead"]


def hints(intent: str, when: str, actor: str = "any_agent") -> dict[str, Any]:
    """What helps a model to choose the operation."""
    return {"x-llm-intent": intent, "x-required-actor": actor, "x-when-to-use": [when]}


@router.declare(
    "GET",
    "",
    access=AGENT,
    tags=WORKERS,
    errors=(errors.UnknownStatus,),
    openapi_extra=hints("agent_board_task_discovery", "See what is on the board; to get work, claim instead"),
)
def list_tasks(board_id: UUID, wanted: Filtered, window: Paged, who: CurrentPrincipal, uow: Read) -> Page[TaskRead]:
    """Tasks of a board, newest first."""
    return Page[TaskRead].of(service.listed(uow, who, board_id, wanted, window))


@router.declare(
    "POST",
    "",
    access=LEAD_ONLY,
    tags=LEADS,
    operation_id="agent_lead_create_task",
    errors=(errors.MoveRefused, errors.AssigneeElsewhere, errors.LeadMayNotBeAssigned),
    openapi_extra=hints("delegate_work", "Split the work of the board into tasks for its workers", "board_lead"),
)
def create_task(board_id: UUID, body: TaskCreate, who: CurrentPrincipal, uow: Write) -> TaskRead:
    """A lead makes a task on its board."""
    return reading.read_model(uow.db, service.create(uow, who, board_id, body, lease_seconds(uow)))


@router.declare(
    "GET",
    "/{task_id}",
    access=AGENT,
    tags=WORKERS,
    openapi_extra=hints("agent_task_lookup", "Read one task again, for example before writing to it"),
)
def get_task(board_id: UUID, task_id: UUID, who: CurrentPrincipal, uow: Read) -> TaskRead:
    """One task."""
    return reading.read_model(uow.db, service.get(uow, who, board_id, task_id))


@router.declare(
    "PATCH",
    "/{task_id}",
    access=AGENT,
    tags=WORKERS,
    errors=(*errors.MOVE_ERRORS, StaleVersion),
    openapi_extra=hints("agent_task_update", "Hand in work for review, finish it, or, as lead, assign and decide"),
)
def update_task(board_id: UUID, task_id: UUID, body: TaskUpdate, who: CurrentPrincipal, uow: Write) -> TaskRead:
    """Change or move a task. Workers move and comment; leads assign, plan and decide reviews."""
    return reading.read_model(uow.db, moving.update(uow, who, board_id, task_id, body, lease_seconds(uow)))


@router.declare(
    "DELETE",
    "/{task_id}",
    access=LEAD_ONLY,
    tags=WORKERS,
    errors=(StaleVersion,),
    openapi_extra=hints("agent_task_delete", "A task of the board was made by mistake", "board_lead"),
)
def delete_task(board_id: UUID, task_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """A lead deletes a task of its board."""
    service.delete(uow, who, board_id, task_id)
    return OkResponse()


@router.declare(
    "GET",
    "/{task_id}/comments",
    access=AGENT,
    tags=WORKERS,
    openapi_extra=hints("agent_task_comment_discovery", "Read what was said before working on a task"),
)
def list_task_comments(
    board_id: UUID, task_id: UUID, window: Paged, who: CurrentPrincipal, uow: Read
) -> Page[TaskCommentRead]:
    """What was said about a task, oldest first."""
    return Page[TaskCommentRead].of(service.comments(uow, who, board_id, task_id, window))


@router.declare(
    "POST",
    "/{task_id}/comments",
    access=AGENT,
    tags=WORKERS,
    errors=errors.COMMENT_ERRORS,
    openapi_extra=hints("agent_task_comment_create", "Report progress, evidence or a question on a task"),
)
def create_task_comment(
    board_id: UUID, task_id: UUID, body: TaskCommentCreate, who: CurrentPrincipal, uow: Write
) -> TaskCommentRead:
    """Say something about a task."""
    return TaskCommentRead.model_validate(service.comment(uow, who, board_id, task_id, body))


@router.declare(
    "GET",
    "/{task_id}/explain",
    access=AGENT,
    tags=WORKERS,
    openapi_extra=hints("agent_task_explain", "Find out why a move was refused, and what would be allowed"),
)
def explain_task(board_id: UUID, task_id: UUID, who: CurrentPrincipal, uow: Read) -> TaskExplanation:
    """Why a task does not move, what would move it, and which moves are open to the caller."""
    return explaining.explain(uow, who, board_id, task_id)


@router.declare(
    "POST",
    "/{task_id}/claim",
    access=AGENT,
    tags=WORKERS,
    errors=(errors.AlreadyClaimed, errors.MoveRefused),
    openapi_extra=hints("agent_task_claim", "Take one particular task and start on it"),
)
def claim_task(board_id: UUID, task_id: UUID, who: CurrentPrincipal, uow: Write) -> TaskRead:
    """Take this task: of all who try at once one gets it, the others are told who has it."""
    return reading.read_model(uow.db, claiming.claim(uow, who, board_id, task_id, lease_seconds(uow)))


@router.declare(
    "POST",
    "/{task_id}/renew",
    access=AGENT,
    tags=WORKERS,
    errors=(errors.StaleFence, errors.NotTheHolder),
    openapi_extra=hints("agent_task_renew", "Keep a task during a long job without other calls"),
)
def renew_task(board_id: UUID, task_id: UUID, body: TaskFence, who: CurrentPrincipal, uow: Write) -> TaskRead:
    """Keep a task for another lease; every other call of the holder does so too."""
    return reading.read_model(uow.db, claiming.renew(uow, who, board_id, task_id, body, lease_seconds(uow)))


@router.declare(
    "POST",
    "/{task_id}/release",
    access=AGENT,
    tags=WORKERS,
    errors=(errors.MoveRefused, errors.StaleFence, errors.NotTheHolder),
    openapi_extra=hints("agent_task_release", "Give a task back that the agent cannot do, with the reason"),
)
def release_task(board_id: UUID, task_id: UUID, body: TaskRelease, who: CurrentPrincipal, uow: Write) -> TaskRead:
    """Give a task back: it returns to the inbox with the reason."""
    return reading.read_model(uow.db, claiming.release(uow, who, board_id, task_id, body))
