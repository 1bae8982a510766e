"""Use cases of boards."""

from typing import Any
from uuid import UUID

from mission_control.boards import group_queries, queries
from mission_control.boards.emptying import empty_board
from mission_control.boards.events import BoardCreated, BoardDeleted, BoardPaused, BoardResumed, BoardUpdated
from mission_control.boards.models import Board, BoardAccessGrant, BoardGroup
from mission_control.boards.schemas import BoardCreate, BoardUpdate
from mission_control.gateways.api import named_by
from mission_control.kernel import pausing
from mission_control.kernel.db.locks import lock_again
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events import log
from mission_control.kernel.http.errors import Unprocessable
from mission_control.kernel.http.pagination import Found, Window, page_of
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import Principal, UserPrincipal


class UnknownGateway(Unprocessable):
    code = "unknown_gateway"


class UnknownBoardGroup(Unprocessable):
    code = "unknown_board_group"


class IncompleteGoal(Unprocessable):
    code = "incomplete_goal"


def listed(
    uow: UnitOfWork, principal: Principal, window: Window, *, gateway_id: UUID | None, board_group_id: UUID | None
) -> Found[Board]:
    boards = queries.by_name(queries.visible_to(principal))
    if gateway_id:
        boards = boards.where(Board.gateway_id == gateway_id)
    if board_group_id:
        boards = boards.where(Board.board_group_id == board_group_id)
    return page_of(uow.db, boards, window)


def newest(uow: UnitOfWork, principal: Principal, window: Window) -> Found[Board]:
    boards = queries.visible_to(principal).order_by(Board.created_at.desc(), Board.id)
    return page_of(uow.db, boards, window)


def create(uow: UnitOfWork, principal: UserPrincipal, body: BoardCreate) -> Board:
    """Make a board; a creator without the right to write all boards gets the right to write this one."""
    values = body.model_dump()
    _refuse_unknown(uow, principal, values)
    group = _joined(uow, principal, values)
    board = Board(
        organization_id=principal.organization_id, **values, created_at=uow.now, updated_at=uow.now, version=1
    )
    uow.db.add(board)
    uow.db.flush()
    if not principal.all_boards_write:
        uow.db.add(
            BoardAccessGrant(
                organization_member_id=principal.member_id,
                board_id=board.id,
                can_read=True,
                can_write=True,
                created_at=uow.now,
                updated_at=uow.now,
            )
        )
    uow.emit(
        BoardCreated(
            organization_id=board.organization_id,
            board_id=board.id,
            message=f"Board {board.name} was created" + (f" in the group {group.name}" if group else ""),
            name=board.name,
        )
    )
    return board


def update(uow: UnitOfWork, principal: UserPrincipal, board_id: UUID, body: BoardUpdate) -> Board:
    board = queries.get_for_change(uow.db, principal, board_id)
    require_version(uow, board)
    wanted = body.changes()
    _refuse_unknown(uow, principal, wanted)
    joined = _joined(uow, principal, wanted)
    changes = {name: value for name, value in wanted.items() if getattr(board, name) != value}
    before = {name: getattr(board, name) for name in changes}
    for name, value in changes.items():
        setattr(board, name, value)
    if wanted.get("board_type") == "goal" and not (board.objective and board.success_metrics):
        raise IncompleteGoal("a board of type goal needs an objective and success metrics")
    if changes:
        left = before.get("board_group_id")
        left_group = uow.db.get(BoardGroup, left) if left else None
        board.updated_at = uow.now
        board.version += 1
        uow.emit(
            BoardUpdated(
                organization_id=board.organization_id,
                board_id=board.id,
                message=_told(board, changes, joined, left_group),
                before=before,
                after=changes,
            )
        )
    return board


def pause(uow: UnitOfWork, principal: UserPrincipal, board_id: UUID, reason: str | None) -> Board:
    """Stop the agents of a board; one that is paused stays as it is."""
    board = queries.get_for_change(uow.db, principal, board_id)
    lock_again(uow.db, board)
    require_version(uow, board)
    if pausing.begin(uow, board, reason):
        board.version += 1
        message = pausing.told(f"Board {board.name}", reason)
        uow.emit(BoardPaused(**_place(board), message=message, reason=reason))
    return board


def resume(uow: UnitOfWork, principal: UserPrincipal, board_id: UUID) -> Board:
    board = queries.get_for_change(uow.db, principal, board_id)
    lock_again(uow.db, board)
    require_version(uow, board)
    if pausing.end(uow, board):
        board.version += 1
        uow.emit(BoardResumed(**_place(board), message=f"Board {board.name} was resumed"))
    return board


def delete(uow: UnitOfWork, principal: UserPrincipal, board_id: UUID) -> None:
    board = queries.get_for_change(uow.db, principal, board_id)
    uow.emit(
        BoardDeleted(
            organization_id=board.organization_id,
            board_id=board.id,
            message=f"Board {board.name} was deleted",
            name=board.name,
        )
    )
    log.forget_words_of_board(uow.db, board.id)
    empty_board(uow.db, board.id)
    uow.db.delete(board)


def _refuse_unknown(uow: UnitOfWork, principal: UserPrincipal, values: dict[str, Any]) -> None:
    if values.get("gateway_id") and named_by(uow.db, principal, values["gateway_id"]) is None:
        raise UnknownGateway("gateway_id: no such gateway; leave it out for a board of agents that speak HTTP")


def _joined(uow: UnitOfWork, principal: UserPrincipal, values: dict[str, Any]) -> BoardGroup | None:
    """The group that a board is to be in, locked: while it is deleted no board can join it unseen."""
    group_id = values.get("board_group_id")
    if group_id is None:
        return None
    group = group_queries.of_tenant(uow.db, principal, group_id, lock=True)
    if group is None:
        raise UnknownBoardGroup("board_group_id: no such board group")
    return group


def _told(board: Board, changes: dict[str, Any], joined: BoardGroup | None, left: BoardGroup | None) -> str:
    """What changed, in words; the groups that the board joined or left are named."""
    parts = []
    if fields := sorted(changes.keys() - {"board_group_id"}):
        parts.append(f"{', '.join(fields)} changed")
    if left:
        parts.append(f"left the group {left.name}")
    if joined and "board_group_id" in changes:
        parts.append(f"joined the group {joined.name}")
    return f"Board {board.name}: {'; '.join(parts)}"


def _place(board: Board) -> dict[str, Any]:
    return {"organization_id": board.organization_id, "board_id": board.id}
