"""Approvals: a board's, and all that wait for the caller's decision."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Query

from mission_control.approvals import deciding, errors, reading, service
from mission_control.approvals.queries import ApprovalFilter
from mission_control.approvals.schemas import (
    ApprovalCreate,
    ApprovalDetail,
    ApprovalRead,
    ApprovalUpdate,
    DecisionResults,
    Decisions,
    Status,
)
from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router, Write
from mission_control.kernel.http.text import Storable
from mission_control.kernel.security.principals import UserPrincipal

router = Router(prefix="/api/v1", tags=["approvals"])
MEMBER = Access(user=UserLevel.MEMBER)
READER = Access(user=UserLevel.USER, agent=ANY_AGENT, board="read")
WRITER = Access(user=UserLevel.USER, agent=ANY_AGENT, board="write")
PEOPLE = Access(user=UserLevel.USER, board="write")
CREATE_ERRORS = (
    errors.AgentsOnlyAsk,
    errors.UnknownTasks,
    errors.UnknownAgent,
    errors.PendingAlready,
    errors.AsksInCircles,
)
ON_BOARD = "/boards/{board_id}/approvals"


async def _filter(
    status: Status | None = None,
    board_id: UUID | None = None,
    agent_id: UUID | None = None,
    action_type: Annotated[str | None, Storable] = None,
) -> ApprovalFilter:
    return ApprovalFilter(status, board_id, agent_id, None, action_type)


async def _board_filter(
    status: Status | None = None,
    task_id: Annotated[UUID | None, Query(description="Only those about this task.")] = None,
) -> ApprovalFilter:
    return ApprovalFilter(status, task_id=task_id)


OnBoard = Annotated[ApprovalFilter, Depends(_board_filter)]


@router.declare("GET", "/approvals", access=MEMBER)
def list_all_approvals(
    wanted: Annotated[ApprovalFilter, Depends(_filter)], window: Paged, who: CurrentPrincipal, uow: Read
) -> Page[ApprovalRead]:
    """Approvals of all boards of the active organization that the caller may read, newest first."""
    return Page[ApprovalRead].of(service.listed(uow, who, wanted, window))


@router.declare("POST", "/approvals/decisions", access=MEMBER)
def decide_approvals(body: Decisions, who: CurrentPrincipal, uow: Write) -> DecisionResults:
    """Decide several approvals at once, over all boards; each is decided or refused by itself, a rejection only with
    its reason."""
    return DecisionResults(results=deciding.decide_many(uow, cast(UserPrincipal, who), body))


@router.declare("GET", ON_BOARD, access=READER)
def list_approvals(
    board_id: UUID, wanted: OnBoard, window: Paged, who: CurrentPrincipal, uow: Read
) -> Page[ApprovalRead]:
    """Approvals of a board, newest first."""
    return Page[ApprovalRead].of(service.listed_on_board(uow, who, board_id, wanted, window))


@router.declare("POST", ON_BOARD, access=WRITER, errors=CREATE_ERRORS)
def create_approval(board_id: UUID, body: ApprovalCreate, who: CurrentPrincipal, uow: Write) -> ApprovalRead:
    """Ask for a decision. Of a task, one approval at a time is pending."""
    return reading.read_model(uow.db, service.create(uow, who, board_id, body))


@router.declare("GET", ON_BOARD + "/{approval_id}", access=READER)
def get_approval(board_id: UUID, approval_id: UUID, who: CurrentPrincipal, uow: Read) -> ApprovalDetail:
    """One approval with what helps to decide it: its tasks, and earlier decisions about the same kind of action."""
    return service.detail(uow, who, board_id, approval_id)


@router.declare(
    "PATCH",
    ON_BOARD + "/{approval_id}",
    access=PEOPLE,
    errors=(errors.AlreadyDecided, errors.ActedUpon, errors.PendingAlready, StaleVersion),
)
def update_approval(
    board_id: UUID, approval_id: UUID, body: ApprovalUpdate, who: CurrentPrincipal, uow: Write
) -> ApprovalRead:
    """Decide an approval, or reopen it with `pending`. A repeated decision changes nothing; another one is refused."""
    return reading.read_model(uow.db, deciding.update(uow, cast(UserPrincipal, who), board_id, approval_id, body))


@router.declare(
    "POST",
    ON_BOARD + "/{approval_id}/undo",
    access=PEOPLE,
    errors=(errors.ActedUpon, errors.NothingToUndo, errors.PendingAlready, StaleVersion),
)
def undo_approval(board_id: UUID, approval_id: UUID, who: CurrentPrincipal, uow: Write) -> ApprovalRead:
    """Take a decision back, as long as no agent has acted on it."""
    return reading.read_model(uow.db, deciding.undo(uow, cast(UserPrincipal, who), board_id, approval_id))
