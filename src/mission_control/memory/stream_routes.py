"""Notes and messages as they are written, for clients of the narrower streams."""

from uuid import UUID

from fastapi import Request, Response

from mission_control.boards import api as boards
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.hub import Delivered
from mission_control.kernel.http.router import CurrentPrincipal, Edge, Router
from mission_control.kernel.http.streams import EventStream, Sees, StreamKind, frame, stream
from mission_control.kernel.security.principals import Principal
from mission_control.kernel.threads import in_thread
from mission_control.memory.events import ChatMessagePosted, MemoryCreated, MemoryDeleted
from mission_control.memory.routes import READER

router = Router(prefix="/api/v1/boards/{board_id}/memory", tags=["board-memory"])


def _memory_frame(item: Delivered) -> bytes | None:
    if item.event.type == MemoryDeleted.type:
        # A name of its own: clients of the reference know no deletions.
        return frame("memory.deleted", {"id": item.event.payload["memory_id"]}, item.seq)
    entry = item.state.get("memory")
    return frame("memory", {"memory": entry}, item.seq) if entry else None


MEMORY = StreamKind("memory", _memory_frame)


@router.declare("GET", "/stream", access=READER, response_class=EventStream)
async def stream_board_memory(
    board_id: UUID,
    request: Request,
    who: CurrentPrincipal,
    backend: Edge,
    since: str | None = None,
    is_chat: bool | None = None,
) -> Response:
    """Notes and messages as they are written: events named `memory`, and `memory.deleted`."""
    types = _types(is_chat)

    def require(principal: Principal) -> None:
        with backend.database.read() as uow:
            boards.get(uow.db, principal, board_id)

    def sees(principal: Principal) -> Sees:
        admitted = boards.sees(principal)
        return lambda event: (
            event.topic == Topic.MEMORY and event.board_id == board_id and event.type in types and admitted(event)
        )

    await in_thread(require, who)
    return stream(request, backend, READER, MEMORY, since, sees, who, require)


def _types(is_chat: bool | None) -> frozenset[str]:
    told = {True: ChatMessagePosted.type, False: MemoryCreated.type}
    chosen = told.values() if is_chat is None else [told[is_chat]]
    return frozenset({*chosen, MemoryDeleted.type})
