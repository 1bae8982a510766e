"""Every SELECT of interviews. Callers have checked that the principal may see the board; all start from it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mission_control.agents.api import Agent
from mission_control.boards.api import Board
from mission_control.boards.api import visible_to as visible_boards
from mission_control.kernel.security.principals import Principal
from mission_control.onboarding import rules
from mission_control.onboarding.errors import NotStarted
from mission_control.onboarding.models import BoardOnboarding, Status


def newest(db: Session, board: Board) -> BoardOnboarding:
    """Raises NotStarted."""
    found = _newest(db, board.id, lock=False)
    if found is None:
        raise NotStarted
    return found


def newest_for_change(db: Session, board: Board) -> BoardOnboarding:
    """As `newest`, locked: what two say at once is both kept."""
    found = _newest(db, board.id, lock=True)
    if found is None:
        raise NotStarted
    return found


def open_on(db: Session, board_id: UUID) -> BoardOnboarding | None:
    """The interview that is not confirmed, locked."""
    found = _newest(db, board_id, lock=True)
    return found if found and found.status != Status.CONFIRMED else None


def waiting_for_people(db: Session, principal: Principal, limit: int) -> list[tuple[BoardOnboarding, str]]:
    """Interviews whose question or draft waits, with the names of their boards; the longest first."""
    boards = visible_boards(principal).with_only_columns(Board.id)
    found = select(BoardOnboarding, Board.name).join(Board, Board.id == BoardOnboarding.board_id)
    found = found.where(BoardOnboarding.status != Status.CONFIRMED, BoardOnboarding.board_id.in_(boards))
    rows = db.execute(found.order_by(BoardOnboarding.updated_at, BoardOnboarding.id).limit(limit))
    return [(row[0], row[1]) for row in rows if rules.turn(row[0].status, row[0].messages) == "person"]


def by_ids(db: Session, ids: Collection[UUID]) -> list[BoardOnboarding]:
    return list(db.scalars(select(BoardOnboarding).where(BoardOnboarding.id.in_(ids))))


def boards_of(db: Session, onboardings: Collection[BoardOnboarding]) -> dict[UUID, Board]:
    ids = {it.board_id for it in onboardings}
    return {board.id: board for board in db.scalars(select(Board).where(Board.id.in_(ids)))}


def main_agents(db: Session, gateway_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The main agent of each gateway."""
    found = select(Agent.gateway_id, Agent.id).where(Agent.gateway_id.in_(gateway_ids), Agent.board_id.is_(None))
    return {row[0]: row[1] for row in db.execute(found)}


def _newest(db: Session, board_id: UUID, *, lock: bool) -> BoardOnboarding | None:
    found = select(BoardOnboarding).where(BoardOnboarding.board_id == board_id)
    found = found.order_by(BoardOnboarding.updated_at.desc(), BoardOnboarding.id).limit(1)
    if lock:
        found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.scalar(found)
