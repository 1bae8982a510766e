"""The memory of a board group and its chat: by the group, and, also for agents, by one of its boards."""

from typing import Any, cast
from uuid import UUID

from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.memory import group_service
from mission_control.memory.group_service import BoardGroupRequired
from mission_control.memory.models import BoardGroupMemory
from mission_control.memory.queries import MemoryFilter
from mission_control.memory.routes import Since, Tag
from mission_control.memory.schemas import BoardGroupMemoryCreate, BoardGroupMemoryRead

router = Router(prefix="/api/v1")
TAG = "board-group-memory"
AGENT_TAGS = [TAG, "agent-lead", "agent-worker"]
GROUP_READER = Access(user=UserLevel.MEMBER, board="read")
GROUP_WRITER = Access(user=UserLevel.MEMBER, board="write")
READER = Access(user=UserLevel.USER, agent=ANY_AGENT, board="read")
WRITER = Access(user=UserLevel.USER, agent=ANY_AGENT, board="write")


def hints(intent: str, when: str) -> dict[str, Any]:
    return {"x-llm-intent": intent, "x-required-actor": "any_agent", "x-when-to-use": [when]}


@router.declare("GET", "/board-groups/{group_id}/memory", access=GROUP_READER, tags=[TAG])
def list_board_group_memory(
    group_id: UUID,
    window: Paged,
    who: CurrentPrincipal,
    uow: Read,
    is_chat: bool | None = None,
    tag: Tag = None,
    since: Since = None,
) -> Page[BoardGroupMemoryRead]:
    """Notes and messages of a group, newest first; `is_chat` chooses the one or the other."""
    wanted = MemoryFilter(is_chat, tag, since)
    return Page[BoardGroupMemoryRead].of(group_service.listed(uow, who, group_id, wanted, window))


@router.declare("POST", "/board-groups/{group_id}/memory", access=GROUP_WRITER, tags=[TAG])
def create_board_group_memory(
    group_id: UUID, body: BoardGroupMemoryCreate, who: CurrentPrincipal, uow: Write
) -> BoardGroupMemoryRead:
    """Write a note for all boards of a group; with the tag `chat`, a message to everybody on them."""
    return _shown(group_service.remember(uow, cast(UserPrincipal, who), group_id, body))


@router.declare("DELETE", "/board-groups/{group_id}/memory/{group_memory_id}", access=GROUP_WRITER, tags=[TAG])
def delete_board_group_memory(group_id: UUID, group_memory_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete a note or a message; nothing of what it said is kept."""
    group_service.forget(uow, cast(UserPrincipal, who), group_id, group_memory_id)
    return OkResponse()


@router.declare(
    "GET",
    "/boards/{board_id}/group-memory",
    access=READER,
    tags=AGENT_TAGS,
    openapi_extra=hints(
        "agent_board_group_memory_discovery", "Read what the boards of the group have decided and said together"
    ),
)
def list_board_group_memory_for_board(
    board_id: UUID,
    window: Paged,
    who: CurrentPrincipal,
    uow: Read,
    is_chat: bool | None = None,
    tag: Tag = None,
    since: Since = None,
) -> Page[BoardGroupMemoryRead]:
    """Notes and messages of a board's group, newest first; none for a board that is in no group."""
    wanted = MemoryFilter(is_chat, tag, since)
    return Page[BoardGroupMemoryRead].of(group_service.listed_around(uow, who, board_id, wanted, window))


@router.declare(
    "POST",
    "/boards/{board_id}/group-memory",
    access=WRITER,
    tags=AGENT_TAGS,
    errors=(BoardGroupRequired,),
    openapi_extra=hints(
        "agent_board_group_memory_record",
        "Keep something for all boards of the group, or, with the tag chat or broadcast, tell it to them",
    ),
)
def create_board_group_memory_for_board(
    board_id: UUID, body: BoardGroupMemoryCreate, who: CurrentPrincipal, uow: Write
) -> BoardGroupMemoryRead:
    """Write a note for a board's group; with the tag `chat`, a message to everybody on its boards."""
    return _shown(group_service.remember_around(uow, who, board_id, body))


def _shown(entry: BoardGroupMemory) -> BoardGroupMemoryRead:
    return BoardGroupMemoryRead.model_validate(entry)
