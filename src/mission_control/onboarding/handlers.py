"""Interviews follow their boards."""

from mission_control.boards.api import Board
from mission_control.boards.events import BoardDeleted, BoardUpdated
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.onboarding import queries, rules, telling


@takes_part_in(BoardDeleted)
def forget(uow: UnitOfWork, event: BoardDeleted) -> None:
    """The interview goes with its board; the agent need not hear of it any more."""
    if event.board_id and (onboarding := queries.open_on(uow.db, event.board_id)):
        telling.take_back(uow, onboarding)


@takes_part_in(BoardUpdated)
def follow_to_gateway(uow: UnitOfWork, event: BoardUpdated) -> None:
    """Whoever is on the board's gateway leads its interview; while it waits for the person it is told later."""
    if "gateway_id" not in event.after or event.board_id is None:
        return
    onboarding = queries.open_on(uow.db, event.board_id)
    board = uow.db.get(Board, event.board_id)
    if onboarding and board and rules.turn(onboarding.status, onboarding.messages) == "agent":
        telling.tell_another(uow, board, onboarding)
