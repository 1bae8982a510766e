"""An interview as it goes on, for clients of the narrower streams."""

from uuid import UUID

from fastapi import Request, Response

from mission_control.boards import api as boards
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.hub import Delivered
from mission_control.kernel.http.router import CurrentPrincipal, Edge, Router
from mission_control.kernel.http.streams import EventStream, Sees, StreamKind, frame, stream
from mission_control.kernel.security.principals import Principal
from mission_control.kernel.threads import in_thread
from mission_control.onboarding.routes import READER

router = Router(prefix="/api/v1/boards/{board_id}/onboarding", tags=["board-onboarding"])


def _frame(item: Delivered) -> bytes | None:
    shown = item.state.get("onboarding")
    return frame("onboarding", {"onboarding": shown}, item.seq) if shown else None


ONBOARDING = StreamKind("onboarding", _frame)


@router.declare("GET", "/stream", access=READER, response_class=EventStream)
async def stream_onboarding(
    board_id: UUID, request: Request, who: CurrentPrincipal, backend: Edge, since: str | None = None
) -> Response:
    """The interview with each change of it: events named `onboarding`."""

    def require(principal: Principal) -> None:
        with backend.database.read() as uow:
            boards.get(uow.db, principal, board_id)

    def sees(principal: Principal) -> Sees:
        admitted = boards.sees(principal)
        return lambda event: event.topic == Topic.ONBOARDING and event.board_id == board_id and admitted(event)

    await in_thread(require, who)
    return stream(request, backend, READER, ONBOARDING, since, sees, who, require)
