"""Boards that belong together, with what happens on each."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.errors import Unprocessable
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router
from mission_control.overview import group_service
from mission_control.overview.group_schemas import BoardGroupSnapshot

router = Router(prefix="/api/v1")
# Both operations have one name in the contract, and are told apart by their paths.
NAME = "get_board_group_snapshot"
MOST_TASKS = 2**31 - 1


@router.declare(
    "GET",
    "/board-groups/{group_id}/snapshot",
    access=Access(user=UserLevel.MEMBER, board="read"),
    tags=["board-groups"],
    name=NAME,
)
def get_group_snapshot(
    group_id: UUID, who: CurrentPrincipal, uow: Read, include_done: bool = False, per_board_task_limit: int = 5
) -> BoardGroupSnapshot:
    """The boards of a group that the caller may read, each with its counts and its first tasks."""
    # Not in the schema, where clients of the reference would call it tighter.
    if not 0 <= per_board_task_limit <= MOST_TASKS:
        raise Unprocessable(f"per_board_task_limit: write a number from 0 to {MOST_TASKS}")
    return group_service.snapshot(uow, who, group_id, per_board=per_board_task_limit, include_done=include_done)


@router.declare(
    "GET",
    "/boards/{board_id}/group-snapshot",
    access=Access(user=UserLevel.USER, agent=ANY_AGENT, board="read"),
    tags=["boards", "agent-lead", "agent-worker"],
    name=NAME,
)
def get_snapshot_around_board(
    board_id: UUID,
    who: CurrentPrincipal,
    uow: Read,
    include_self: bool = False,
    include_done: bool = False,
    per_board_task_limit: Annotated[int, Query(ge=0, le=100)] = 5,
) -> BoardGroupSnapshot:
    """What the other boards of a board's group are at: for an agent all of them, for a person those they may read."""
    return group_service.around_board(
        uow,
        who,
        board_id,
        include_self=include_self,
        per_board=per_board_task_limit,
        include_done=include_done,
    )
