"""Summaries: what needs a person, and a whole board in one answer."""

from typing import cast
from uuid import UUID

from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.overview import service
from mission_control.overview.schemas import BoardSnapshot, OverviewRead

router = Router(prefix="/api/v1")


@router.declare("GET", "/overview", access=Access(user=UserLevel.MEMBER), tags=["overview"])
def get_overview(who: CurrentPrincipal, uow: Read) -> OverviewRead:
    """What waits for a person on the boards that the caller may read, with the fleet and the day's flow."""
    return service.overview(uow, cast(UserPrincipal, who))


@router.declare(
    "GET",
    "/boards/{board_id}/snapshot",
    access=Access(user=UserLevel.USER, agent=ANY_AGENT, board="read"),
    tags=["boards"],
)
def get_board_snapshot(board_id: UUID, who: CurrentPrincipal, uow: Read) -> BoardSnapshot:
    """A board with all its tasks and agents, newest first."""
    return service.snapshot(uow, who, board_id)
