"""Groups of boards."""

from typing import cast
from uuid import UUID

from mission_control.boards import group_queries, group_service
from mission_control.boards.group_schemas import BoardGroupCreate, BoardGroupRead, BoardGroupUpdate
from mission_control.boards.models import BoardGroup
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.security.principals import UserPrincipal

router = Router(prefix="/api/v1/board-groups", tags=["board-groups"])
READER = Access(user=UserLevel.MEMBER, board="read")
WRITER = Access(user=UserLevel.ADMIN, board="write")


@router.declare("GET", "", access=Access(user=UserLevel.MEMBER))
def list_board_groups(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[BoardGroupRead]:
    """Groups with a board that the caller may read, by name; administrators see those without boards too."""
    return Page[BoardGroupRead].of(group_service.listed(uow, who, window))


@router.declare("POST", "", access=Access(user=UserLevel.ADMIN), response_model=BoardGroupRead)
def create_board_group(body: BoardGroupCreate, who: CurrentPrincipal, uow: Write) -> BoardGroup:
    """Make a group. Boards join it by their `board_group_id`."""
    return group_service.create(uow, cast(UserPrincipal, who), body)


@router.declare("GET", "/{group_id}", access=READER, response_model=BoardGroupRead)
def get_board_group(group_id: UUID, who: CurrentPrincipal, uow: Read) -> BoardGroup:
    """One group, for who may read one of its boards."""
    return group_queries.get(uow.db, who, group_id)


@router.declare("PATCH", "/{group_id}", access=WRITER, errors=(StaleVersion,), response_model=BoardGroupRead)
def update_board_group(group_id: UUID, body: BoardGroupUpdate, who: CurrentPrincipal, uow: Write) -> BoardGroup:
    """Change a group's name, slug or description."""
    return group_service.update(uow, cast(UserPrincipal, who), group_id, body)


@router.declare("DELETE", "/{group_id}", access=WRITER)
def delete_board_group(group_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete a group. Its boards stay, without a group."""
    group_service.delete(uow, cast(UserPrincipal, who), group_id)
    return OkResponse()
