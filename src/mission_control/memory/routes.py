"""The memory of a board and its chat."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from mission_control.boards.api import Moment
from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.pagination import Page, Paged, Window
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.http.text import Storable
from mission_control.memory import service
from mission_control.memory.queries import MemoryFilter
from mission_control.memory.schemas import BoardMemoryCreate, BoardMemoryRead
from mission_control.memory.service import PeoplePause

router = Router(prefix="/api/v1/boards/{board_id}/memory", tags=["board-memory"])
READER = Access(user=UserLevel.USER, agent=ANY_AGENT, board="read")
WRITER = Access(user=UserLevel.USER, agent=ANY_AGENT, board="write")
EDITOR = Access(user=UserLevel.USER, board="write")

Tag = Annotated[str | None, Storable, Query(max_length=200, description="Only entries with this tag.")]
MentionsMe = Annotated[bool, Query(description="Only messages that call the caller.")]
Since = Annotated[Moment | None, Query(description="Only what was written at or after this time.")]


@router.declare("GET", "", access=READER)
def list_board_memory(
    board_id: UUID,
    window: Paged,
    who: CurrentPrincipal,
    uow: Read,
    is_chat: bool | None = None,
    tag: Tag = None,
    since: Since = None,
) -> Page[BoardMemoryRead]:
    """Notes and messages of a board, newest first; `is_chat` chooses the one or the other."""
    return page(uow, who, board_id, MemoryFilter(is_chat, tag, since), window)


@router.declare("POST", "", access=WRITER, errors=(PeoplePause,))
def create_board_memory(board_id: UUID, body: BoardMemoryCreate, who: CurrentPrincipal, uow: Write) -> BoardMemoryRead:
    """Write a note; with the tag `chat`, a message to everybody on the board. `/pause` and `/resume` there do that."""
    return BoardMemoryRead.model_validate(service.remember(uow, who, board_id, body))


@router.declare("DELETE", "/{memory_id}", access=EDITOR)
def delete_board_memory(board_id: UUID, memory_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete a note or a message; nothing of what it said is kept."""
    service.forget(uow, who, board_id, memory_id)
    return OkResponse()


def page(
    uow: Read, who: CurrentPrincipal, board_id: UUID, wanted: MemoryFilter, window: Window
) -> Page[BoardMemoryRead]:
    return Page[BoardMemoryRead].of(service.listed(uow, who, board_id, wanted, window))
