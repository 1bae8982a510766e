"""Boards as the API shows them, with what keeps them from moving."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mission_control.boards.models import Board
from mission_control.boards.schemas import BoardRead
from mission_control.gateways.api import Gateway
from mission_control.kernel.pausing import Pause, PauseRead, Scope
from mission_control.organizations.api import Organization

OWN_FIELDS = frozenset(BoardRead.model_fields) - {"pauses"}


def pauses_of(db: Session, boards: Collection[Board]) -> dict[UUID, list[Pause]]:
    """Why boards are paused, the widest reason first; where none is, nothing is asked."""
    paused = [board.id for board in boards if board.is_paused]
    if not paused:
        return {}
    found = (
        select(Board, Gateway, Organization)
        .join(Organization, Organization.id == Board.organization_id)
        .outerjoin(Gateway, Gateway.id == Board.gateway_id)
        .where(Board.id.in_(paused))
    )
    return {
        board.id: [
            *Pause.of(Scope.ORGANIZATION, organization),
            *Pause.of(Scope.GATEWAY, gateway),
            *Pause.of(Scope.BOARD, board),
        ]
        for board, gateway, organization in db.execute(found)
    }


def read_models(db: Session, boards: Sequence[Board]) -> list[BoardRead]:
    pauses = pauses_of(db, boards)
    return [_read_model(board, pauses.get(board.id, [])) for board in boards]


def read_model(db: Session, board: Board) -> BoardRead:
    return read_models(db, [board])[0]


def _read_model(board: Board, pauses: list[Pause]) -> BoardRead:
    values = {name: getattr(board, name) for name in OWN_FIELDS}
    return BoardRead(**values, pauses=[PauseRead.model_validate(pause) for pause in pauses])
