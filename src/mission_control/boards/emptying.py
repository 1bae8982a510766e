"""What boards hold in great numbers goes by few statements before they do; see `docs/decisions/0017`.

Left to the foreign keys, each row is looked for in every table that may refer to it, one after the other: that is three
times the work, and on SQLite nobody else writes meanwhile.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, delete, select
from sqlalchemy.orm import Session

from mission_control.boards.models import Board
from mission_control.organizations.api import Organization

_held: list[tuple[int, FromClause]] = []


def held_in_numbers(table: FromClause, *, order: int) -> None:
    """Register a table whose rows have their board and their organization; what refers to others goes before them."""
    _held.append((order, table))
    _held.sort(key=lambda entry: entry[0])


def empty_board(db: Session, board_id: UUID) -> None:
    """All of it in the transaction that deletes the board: nobody sees one that is half empty."""
    # As deleting does it, and not only then: who writes on the board holds it, and would wait for us and we for him.
    db.execute(select(Board.id).where(Board.id == board_id).with_for_update())
    _empty(db, lambda table: table.c.board_id == board_id)


def empty_organization(db: Session, organization_id: UUID) -> None:
    """The same for all boards of an organization, in the transaction that deletes it."""
    db.execute(select(Organization.id).where(Organization.id == organization_id).with_for_update())
    _empty(db, lambda table: table.c.organization_id == organization_id)


def _empty(db: Session, of: Callable[[FromClause], ColumnElement[bool]]) -> None:
    db.flush()
    for _, table in _held:
        db.execute(delete(table).where(of(table)))  # type: ignore[arg-type]
