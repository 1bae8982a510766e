"""Boards."""

from typing import cast
from uuid import UUID

from mission_control.boards import queries, reading, service
from mission_control.boards.schemas import BoardCreate, BoardRead, BoardUpdate
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.pausing import PauseRequest
from mission_control.kernel.security.principals import UserPrincipal

router = Router(prefix="/api/v1/boards", tags=["boards"])
MEMBER = Access(user=UserLevel.MEMBER)
ADMIN = Access(user=UserLevel.ADMIN)
READER = Access(user=UserLevel.USER, board="read")
WRITER = Access(user=UserLevel.USER, board="write")


@router.declare("GET", "", access=MEMBER)
def list_boards(
    window: Paged,
    who: CurrentPrincipal,
    uow: Read,
    gateway_id: UUID | None = None,
    board_group_id: UUID | None = None,
) -> Page[BoardRead]:
    """Boards of the active organization that the caller may read, by name."""
    found = service.listed(uow, who, window, gateway_id=gateway_id, board_group_id=board_group_id)
    return Page[BoardRead].of(found.shown_as(reading.read_models(uow.db, found.rows)))


@router.declare("POST", "", access=ADMIN)
def create_board(body: BoardCreate, who: CurrentPrincipal, uow: Write) -> BoardRead:
    """Make a board. Done needs an approval there unless `require_approval_for_done` is switched off."""
    return reading.read_model(uow.db, service.create(uow, cast(UserPrincipal, who), body))


@router.declare("GET", "/{board_id}", access=READER)
def get_board(board_id: UUID, who: CurrentPrincipal, uow: Read) -> BoardRead:
    """One board with its rules."""
    return reading.read_model(uow.db, queries.get(uow.db, who, board_id))


@router.declare("PATCH", "/{board_id}", access=WRITER, errors=(StaleVersion,))
def update_board(board_id: UUID, body: BoardUpdate, who: CurrentPrincipal, uow: Write) -> BoardRead:
    """Change a board or its rules."""
    return reading.read_model(uow.db, service.update(uow, cast(UserPrincipal, who), board_id, body))


@router.declare("POST", "/{board_id}/pause", access=WRITER, errors=(StaleVersion,))
def pause_board(board_id: UUID, body: PauseRequest, who: CurrentPrincipal, uow: Write) -> BoardRead:
    """Stop the agents of a board until it is resumed: what runs is stopped, and nobody is woken."""
    return reading.read_model(uow.db, service.pause(uow, cast(UserPrincipal, who), board_id, body.reason))


@router.declare("POST", "/{board_id}/resume", access=WRITER, errors=(StaleVersion,))
def resume_board(board_id: UUID, who: CurrentPrincipal, uow: Write) -> BoardRead:
    """Let the agents of a board go on; each is told once what has waited for it."""
    return reading.read_model(uow.db, service.resume(uow, cast(UserPrincipal, who), board_id))


@router.declare("DELETE", "/{board_id}", access=WRITER, response_model=OkResponse)
def delete_board(board_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete a board and everything on it."""
    service.delete(uow, cast(UserPrincipal, who), board_id)
    return OkResponse()
