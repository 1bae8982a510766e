"""The memory of a board and its chat, for agents."""

from typing import Any, cast
from uuid import UUID

from mission_control.kernel.http.access import ANY_AGENT, Access
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router, Write
from mission_control.kernel.security.principals import AgentPrincipal
from mission_control.memory import service
from mission_control.memory.queries import MemoryFilter
from mission_control.memory.routes import MentionsMe, Since, Tag, page
from mission_control.memory.schemas import BoardMemoryCreate, BoardMemoryRead
from mission_control.memory.service import PeoplePause

router = Router(prefix="/api/v1/agent/boards/{board_id}/memory")
ALL_ROLES = ["agent", "agent-lead", "agent-worker", "agent-main"]


def _hints(intent: str, when: str) -> dict[str, Any]:
    return {"x-llm-intent": intent, "x-required-actor": "any_agent", "x-when-to-use": [when]}


@router.declare(
    "GET",
    "",
    access=Access(agent=ANY_AGENT, board="read"),
    tags=ALL_ROLES,
    openapi_extra=_hints(
        "agent_board_memory_discovery", "Read what the board has decided and said before starting on a task"
    ),
)
def list_board_memory(
    board_id: UUID,
    window: Paged,
    who: CurrentPrincipal,
    uow: Read,
    is_chat: bool | None = None,
    tag: Tag = None,
    since: Since = None,
    mentions_me: MentionsMe = False,
) -> Page[BoardMemoryRead]:
    """Notes and messages of a board, newest first."""
    mentioned = cast(AgentPrincipal, who).agent_id if mentions_me else None
    return page(uow, who, board_id, MemoryFilter(is_chat, tag, since, mentioned), window)


@router.declare(
    "POST",
    "",
    access=Access(agent=ANY_AGENT, board="write"),
    errors=(PeoplePause,),
    tags=ALL_ROLES,
    openapi_extra=_hints(
        "agent_board_memory_record", "Keep a decision or a handoff for others, or, with the tag chat, talk to the board"
    ),
)
def create_board_memory(board_id: UUID, body: BoardMemoryCreate, who: CurrentPrincipal, uow: Write) -> BoardMemoryRead:
    """Write a note; with the tag `chat`, a message to everybody on the board."""
    return BoardMemoryRead.model_validate(service.remember(uow, who, board_id, body))
