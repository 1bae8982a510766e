"""What is kept and said in a board group as it is written, for clients of the narrower streams."""

from collections.abc import Callable
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.orm import Session

from mission_control.boards import api as boards
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.hub import Delivered
from mission_control.kernel.http.access import Access
from mission_control.kernel.http.router import Backend, CurrentPrincipal, Edge, Router
from mission_control.kernel.http.streams import EventStream, Sees, StreamKind, frame, stream
from mission_control.kernel.security.principals import Principal
from mission_control.kernel.threads import in_thread
from mission_control.memory.events import GroupChatMessagePosted, GroupMemoryCreated, GroupMemoryDeleted
from mission_control.memory.group_routes import AGENT_TAGS, GROUP_READER, READER, TAG, hints

router = Router(prefix="/api/v1")
# Both have the name of what they stream in the contract, and are told apart by their paths.
GroupOf = Callable[[Session, Principal], UUID | None]


def _memory_frame(item: Delivered) -> bytes | None:
    if item.event.type == GroupMemoryDeleted.type:
        # A name of its own: clients of the reference know no deletions.
        return frame("memory.deleted", {"id": item.event.payload["memory_id"]}, item.seq)
    entry = item.state.get("memory")
    return frame("memory", {"memory": entry}, item.seq) if entry else None


GROUP_MEMORY = StreamKind("group_memory", _memory_frame)


@router.declare(
    "GET", "/board-groups/{group_id}/memory/stream", access=GROUP_READER, response_class=EventStream, tags=[TAG]
)
async def stream_board_group_memory(
    group_id: UUID,
    request: Request,
    who: CurrentPrincipal,
    backend: Edge,
    since: str | None = None,
    is_chat: bool | None = None,
) -> Response:
    """Notes and messages of a group as they are written: events named `memory`, and `memory.deleted`."""

    def group(db: Session, principal: Principal) -> UUID:
        return boards.get_group(db, principal, group_id).id

    return await _stream(request, backend, GROUP_READER, since, is_chat, group, who)


@router.declare(
    "GET",
    "/boards/{board_id}/group-memory/stream",
    access=READER,
    response_class=EventStream,
    tags=AGENT_TAGS,
    openapi_extra=hints("agent_board_group_memory_stream", "Hear at once what is said to the boards of the group"),
)
async def stream_board_group_memory_for_board(
    board_id: UUID,
    request: Request,
    who: CurrentPrincipal,
    backend: Edge,
    since: str | None = None,
    is_chat: bool | None = None,
) -> Response:
    """The same for the group that a board is in; silent as long as it is in none."""

    def group(db: Session, principal: Principal) -> UUID | None:
        return boards.get(db, principal, board_id).board_group_id

    return await _stream(request, backend, READER, since, is_chat, group, who)


async def _stream(
    request: Request,
    backend: Backend,
    access: Access,
    since: str | None,
    is_chat: bool | None,
    group: GroupOf,
    who: Principal,
) -> Response:
    types = _types(is_chat)
    present: UUID | None = None

    def require(principal: Principal) -> None:
        nonlocal present
        # Asked again while the stream is open: a board may have moved to another group.
        with backend.database.read() as uow:
            present = group(uow.db, principal)

    def sees(principal: Principal) -> Sees:
        admitted, wanted = boards.sees(principal), str(present)
        return lambda event: (
            event.topic == Topic.GROUP_MEMORY
            and event.payload["board_group_id"] == wanted
            and event.type in types
            and admitted(event)
        )

    await in_thread(require, who)
    return stream(request, backend, access, GROUP_MEMORY, since, sees, who, require)


def _types(is_chat: bool | None) -> frozenset[str]:
    told = {True: GroupChatMessagePosted.type, False: GroupMemoryCreated.type}
    chosen = told.values() if is_chat is None else [told[is_chat]]
    return frozenset({*chosen, GroupMemoryDeleted.type})
