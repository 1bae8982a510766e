"""Every SELECT of board groups; all start from what the principal may know about."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from mission_control.boards.models import Board, BoardGroup
from mission_control.boards.queries import visible_to as visible_boards
from mission_control.kernel.db.locks import locked
from mission_control.kernel.http.errors import Forbidden, NotFound
from mission_control.kernel.security.principals import Principal, UserPrincipal

_HAS_BOARDS = exists(select(Board.id).where(Board.board_group_id == BoardGroup.id).correlate(BoardGroup))


def visible_to(principal: Principal) -> Select[BoardGroup]:
    """Groups with a board that the principal may read; administrators see those without any board too."""
    groups = select(BoardGroup).where(BoardGroup.organization_id == principal.organization_id)
    if isinstance(principal, UserPrincipal) and principal.reads_all_boards:
        return groups
    of_boards = visible_boards(principal).where(Board.board_group_id.is_not(None))
    readable = BoardGroup.id.in_(of_boards.with_only_columns(Board.board_group_id))
    if isinstance(principal, UserPrincipal) and principal.role.is_admin:
        return groups.where(or_(readable, ~_HAS_BOARDS))
    return groups.where(readable)


def by_name(groups: Select[BoardGroup]) -> Select[BoardGroup]:
    return groups.order_by(func.lower(BoardGroup.name), BoardGroup.created_at.desc(), BoardGroup.id)


def ids(db: Session, principal: Principal) -> Sequence[UUID]:
    """Of the groups that the principal may know about."""
    return db.scalars(visible_to(principal).with_only_columns(BoardGroup.id)).all()


def get(db: Session, principal: Principal, group_id: UUID, *, lock: bool = False) -> BoardGroup:
    """Raises NotFound for groups of other tenants, Forbidden for those none of whose boards is shared."""
    group = of_tenant(db, principal, group_id, lock=lock)
    if group is None:
        raise NotFound
    if db.scalar(visible_to(principal).where(BoardGroup.id == group_id).with_only_columns(BoardGroup.id)) is None:
        raise Forbidden("you have no access to a board of this group")
    return group


def get_for_change(db: Session, principal: UserPrincipal, group_id: UUID) -> BoardGroup:
    """As `get`, locked, for someone who may write on a board of the group, or administers an empty one."""
    group = get(db, principal, group_id, lock=True)
    if not principal.all_boards_write:
        board_ids = db.scalars(select(Board.id).where(Board.board_group_id == group_id)).all()
        if board_ids and not any(principal.can_write(board_id) for board_id in board_ids):
            raise Forbidden("you may read this group but not change it")
        if not board_ids and not principal.role.is_admin:
            raise Forbidden("only administrators change a group without boards")
    return group


def of_tenant(db: Session, principal: Principal, group_id: UUID, *, lock: bool = False) -> BoardGroup | None:
    group = locked(db, BoardGroup, group_id) if lock else db.get(BoardGroup, group_id)
    return group if group and group.organization_id == principal.organization_id else None


def boards_of(db: Session, group_id: UUID) -> Sequence[Board]:
    """All boards of a group, locked."""
    boards = select(Board).where(Board.board_group_id == group_id).order_by(Board.id)
    return db.scalars(boards.with_for_update(key_share=True), execution_options={"populate_existing": True}).all()
