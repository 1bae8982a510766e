"""Every SELECT of boards; all start from what the principal may know about."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from mission_control.boards.models import DEADLINES, Board, BoardAccessGrant
from mission_control.gateways.api import Use, uses_gateways
from mission_control.kernel.db.locks import by_id
from mission_control.kernel.http.errors import Forbidden, NotFound
from mission_control.kernel.security.principals import BoardGrant, Principal, UserPrincipal


@uses_gateways
def on_gateway(db: Session, gateway_id: UUID, limit: int) -> list[Use]:
    found = select(Board.id, Board.name).where(Board.gateway_id == gateway_id).order_by(Board.name, Board.id)
    return [Use("board", board_id, name) for board_id, name in db.execute(found.limit(limit))]


def visible_to(principal: Principal) -> Select[Board]:
    """Boards that the principal may read."""
    boards = select(Board).where(Board.organization_id == principal.organization_id)
    if not isinstance(principal, UserPrincipal):
        own = Board.id == principal.board_id if principal.board_id else Board.gateway_id == principal.gateway_id
        return boards.where(own)
    if principal.reads_all_boards:
        return boards
    if principal.key is not None:
        # The key may leave less than what is written down for its owner.
        return boards.where(Board.id.in_([it for it in principal.grants if principal.can_read(it)]))
    writes = BoardAccessGrant.can_write
    granted = select(BoardAccessGrant.board_id).where(
        BoardAccessGrant.organization_member_id == principal.member_id,
        writes if principal.only_to_write else or_(BoardAccessGrant.can_read, writes),
    )
    return boards.where(Board.id.in_(granted))


def by_name(boards: Select[Board]) -> Select[Board]:
    return boards.order_by(func.lower(Board.name), Board.created_at.desc(), Board.id)


def get(db: Session, principal: Principal, board_id: UUID) -> Board:
    """Raises NotFound for boards of other tenants, Forbidden for boards of the own one that are not shared."""
    board = by_id(db, Board, board_id)
    if board is None or board.organization_id != principal.organization_id:
        raise NotFound
    if not _may_read(principal, board):
        raise Forbidden("this board is not shared with you; ask an owner or admin of its organization")
    return board


def _may_read(principal: Principal, board: Board) -> bool:
    if isinstance(principal, UserPrincipal):
        return principal.can_read(board.id)
    return board.id == principal.board_id if principal.board_id else board.gateway_id == principal.gateway_id


def get_for_change(db: Session, principal: Principal, board_id: UUID) -> Board:
    """As `get`, for someone who wants to write; an agent may write on the boards that it may see."""
    board = get(db, principal, board_id)
    if isinstance(principal, UserPrincipal) and not principal.can_write(board_id):
        raise Forbidden("you may read this board but not change it")
    return board


def grants_of(db: Session, member_id: UUID) -> dict[UUID, BoardGrant]:
    """What a member without the all-boards flags may do, by board."""
    grants = db.scalars(select(BoardAccessGrant).where(BoardAccessGrant.organization_member_id == member_id))
    return {grant.board_id: BoardGrant(grant.can_read, grant.can_write) for grant in grants}


def with_deadlines(db: Session) -> Sequence[Board]:
    """Boards of all tenants that limit how long a task may rest, and go on; for what the product does by itself."""
    limited = or_(*(getattr(Board, name).is_not(None) for name in DEADLINES))
    return db.scalars(select(Board).where(limited, ~Board.is_paused).order_by(Board.id)).all()
