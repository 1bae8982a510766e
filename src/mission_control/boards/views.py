"""Boards and their groups in event streams."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mission_control.boards import reading
from mission_control.boards.group_schemas import BoardGroupRead
from mission_control.boards.models import Board, BoardGroup
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.views import shows


@shows(Topic.BOARDS)
def board_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The board that each event is about; null when it is gone."""
    ids = {event.board_id for event in events if event.board_id}
    boards = db.scalars(select(Board).where(Board.id.in_(ids))).all()
    shown = {board.id: board.model_dump(mode="json") for board in reading.read_models(db, boards)}
    return {event.seq: {"board": shown.get(event.board_id) if event.board_id else None} for event in events}


@shows(Topic.BOARD_GROUPS)
def group_of(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The group that each event is about; null when it is gone."""
    ids = {event.seq: UUID(event.payload["group_id"]) for event in events}
    groups = db.scalars(select(BoardGroup).where(BoardGroup.id.in_(ids.values())))
    shown = {group.id: BoardGroupRead.model_validate(group).model_dump(mode="json") for group in groups}
    return {seq: {"board_group": shown.get(group_id)} for seq, group_id in ids.items()}
