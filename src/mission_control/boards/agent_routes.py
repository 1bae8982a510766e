"""Boards, for agents."""

from typing import Any
from uuid import UUID

from mission_control.boards import queries, reading, service
from mission_control.boards.schemas import BoardRead
from mission_control.kernel.http.access import ANY_AGENT, Access
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router

router = Router(prefix="/api/v1/agent/boards")
AGENT = Access(agent=ANY_AGENT)
ALL_ROLES = ["agent", "agent-lead", "agent-worker", "agent-main"]


def _hints(intent: str, when: str) -> dict[str, Any]:
    return {"x-llm-intent": intent, "x-required-actor": "any_agent", "x-when-to-use": [when]}


@router.declare(
    "GET",
    "",
    access=AGENT,
    tags=ALL_ROLES,
    openapi_extra=_hints("agent_board_discovery", "Find out which boards the agent may work on"),
)
def list_boards(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[BoardRead]:
    """The caller's board; for a gateway's main agent, the boards of its gateway."""
    found = service.newest(uow, who, window)
    return Page[BoardRead].of(found.shown_as(reading.read_models(uow.db, found.rows)))


@router.declare(
    "GET",
    "/{board_id}",
    access=Access(agent=ANY_AGENT, board="read"),
    tags=ALL_ROLES,
    openapi_extra=_hints("agent_board_lookup", "Read a board's purpose and rules before working on its tasks"),
)
def get_board(board_id: UUID, who: CurrentPrincipal, uow: Read) -> BoardRead:
    """One board with its rules."""
    return reading.read_model(uow.db, queries.get(uow.db, who, board_id))
