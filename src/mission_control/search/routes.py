"""Search over everything that was written."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router
from mission_control.kernel.http.text import Storable
from mission_control.search import service
from mission_control.search.schemas import SearchHit

router = Router(prefix="/api/v1", tags=["search"])
MAX_QUERY = 500

Text = Annotated[
    str,
    Query(max_length=MAX_QUERY, description="Words; each finds what begins with it, all have to be there."),
    Storable,
]
Kinds = Annotated[
    str | None, Query(max_length=100, description="Comma list: task, comment, memory, chat. All if left out."), Storable
]


@router.declare("GET", "/search", access=Access(user=UserLevel.MEMBER), errors=(NotFound, service.UnknownKind))
def search(
    q: Text, window: Paged, who: CurrentPrincipal, uow: Read, kinds: Kinds = None, board_id: UUID | None = None
) -> Page[SearchHit]:
    """Tasks, comments, notes and messages of the boards and groups that the caller may read, the best first."""
    return service.search(uow, who, q, kinds, board_id, window)


@router.declare(
    "GET",
    "/agent/search",
    access=Access(agent=ANY_AGENT),
    errors=(NotFound, service.UnknownKind),
    tags=["agent", "agent-lead", "agent-worker", "agent-main"],
    openapi_extra={
        "x-llm-intent": "agent_search",
        "x-required-actor": "any_agent",
        "x-when-to-use": ["Find out whether something was done, decided or said before"],
    },
)
def search_as_agent(
    q: Text, window: Paged, who: CurrentPrincipal, uow: Read, kinds: Kinds = None, board_id: UUID | None = None
) -> Page[SearchHit]:
    """Tasks, comments, notes and messages of the caller's board and of its group, the best first."""
    return service.search(uow, who, q, kinds, board_id, window)
