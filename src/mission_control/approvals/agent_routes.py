"""Approvals, for agents: they ask, people decide."""

from typing import Any
from uuid import UUID

from mission_control.approvals import reading, service
from mission_control.approvals.routes import CREATE_ERRORS, OnBoard
from mission_control.approvals.schemas import ApprovalCreate, ApprovalRead
from mission_control.kernel.http.access import ANY_AGENT, Access
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router, Write

router = Router(prefix="/api/v1/agent/boards/{board_id}/approvals")
WORKERS = ["agent", "agent-lead", "agent-worker"]


def _hints(intent: str, when: str) -> dict[str, Any]:
    return {"x-llm-intent": intent, "x-required-actor": "any_agent", "x-when-to-use": [when]}


@router.declare(
    "GET",
    "",
    access=Access(agent=ANY_AGENT, board="read"),
    tags=WORKERS,
    openapi_extra=_hints("agent_board_approval_discovery", "See whether what was asked for has been decided, and why"),
)
def list_approvals(
    board_id: UUID, wanted: OnBoard, window: Paged, who: CurrentPrincipal, uow: Read
) -> Page[ApprovalRead]:
    """Approvals of a board, newest first."""
    return Page[ApprovalRead].of(service.listed_on_board(uow, who, board_id, wanted, window))


@router.declare(
    "POST",
    "",
    access=Access(agent=ANY_AGENT, board="write"),
    tags=WORKERS,
    errors=CREATE_ERRORS,
    openapi_extra=_hints(
        "agent_board_approval_request", "Before an action that is external, risky, or that the agent is not sure of"
    ),
)
def create_approval(board_id: UUID, body: ApprovalCreate, who: CurrentPrincipal, uow: Write) -> ApprovalRead:
    """Ask a person for a decision; of a task, one approval at a time is pending."""
    return reading.read_model(uow.db, service.create(uow, who, board_id, body))
