"""Every SELECT of boards; all start from what the principal may know about."""

from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from mission_control.boards.models import Board, BoardAccessGrant
from mission_control.kernel.http.errors import Forbidden, NotFound
from mission_control.kernel.security.principals import Principal, UserPrincipal


def visible_to(principal: Principal) -> Select[Board]:
    """Boards that the principal may read."""
    boards = select(Board).where(Board.organization_id == principal.organization_id)
    if not isinstance(principal, UserPrincipal):
        own = Board.id == principal.board_id if principal.board_id else Board.gateway_id == principal.gateway_id
        return boards.where(own)
    if principal.reads_all_boards:
        return boards
    granted = select(BoardAccessGrant.board_id).where(
        BoardAccessGrant.organization_member_id == principal.member_id,
        or_(BoardAccessGrant.can_read, BoardAccessGrant.can_write),
    )
    return boards.where(Board.id.in_(granted))


def by_name(boards: Select[Board]) -> Select[Board]:
    return boards.order_by(func.lower(Board.name), Board.created_at.desc(), Board.id)


def get(db: Session, principal: Principal, board_id: UUID) -> Board:
    """Raises NotFound for boards of other tenants, Forbidden for boards of the own one that are not shared."""
    board = db.get(Board, board_id)
    if board is None or board.organization_id != principal.organization_id:
        raise NotFound
    if db.scalar(visible_to(principal).where(Board.id == board_id).with_only_columns(Board.id)) is None:
        raise Forbidden("you have no access to this board")
    return board


def get_for_change(db: Session, principal: UserPrincipal, board_id: UUID) -> Board:
    """As `get`, for someone who wants to write."""
    board = get(db, principal, board_id)
    if principal.all_boards_write:
        return board
    writable = select(BoardAccessGrant.id).where(
        BoardAccessGrant.organization_member_id == principal.member_id,
        BoardAccessGrant.board_id == board_id,
        BoardAccessGrant.can_write,
    )
    if db.scalar(writable) is None:
        raise Forbidden("you may read this board but not change it")
    return board
