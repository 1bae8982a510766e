"""A group's boards with what is on them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.boards import api as boards
from mission_control.boards.api import Board, BoardGroup, BoardGroupRead
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import Principal
from mission_control.overview import group_queries
from mission_control.overview.group_schemas import (
    BoardGroupBoardSnapshot,
    BoardGroupSnapshot,
    BoardGroupTaskSummary,
)
from mission_control.tags import api as tags


def snapshot(
    uow: UnitOfWork, principal: Principal, group_id: UUID, *, per_board: int, include_done: bool
) -> BoardGroupSnapshot:
    group = boards.get_group(uow.db, principal, group_id)
    members = uow.db.scalars(group_queries.boards_of(principal, group_id)).all()
    return _snapshot(uow.db, group, members, per_board=per_board, include_done=include_done)


def around_board(
    uow: UnitOfWork, principal: Principal, board_id: UUID, *, include_self: bool, per_board: int, include_done: bool
) -> BoardGroupSnapshot:
    """The group of a board, without that board unless asked for; empty for a board without a group."""
    board = boards.get(uow.db, principal, board_id)
    group = uow.db.get(BoardGroup, board.board_group_id) if board.board_group_id else None
    if group is None:
        return BoardGroupSnapshot(group=None, boards=[])
    members = uow.db.scalars(group_queries.boards_of(principal, group.id)).all()
    shown = [member for member in members if include_self or member.id != board_id]
    return _snapshot(uow.db, group, shown, per_board=per_board, include_done=include_done)


def _snapshot(
    db: Session, group: BoardGroup, members: Sequence[Board], *, per_board: int, include_done: bool
) -> BoardGroupSnapshot:
    names = {board.id: board.name for board in members}
    counts: dict[UUID, dict[str, int]] = defaultdict(dict)
    tasks: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    if members:
        for board_id, status, count in group_queries.task_counts(db, list(names)):
            counts[board_id][status] = count
    if members and per_board:
        rows = group_queries.first_tasks(db, list(names), per_board=per_board, include_done=include_done)
        tagged = tags.of_tasks(db, [row.id for row in rows]) if rows else {}
        for row in rows:
            more = {"board_name": names[row.board_id], "tags": tagged.get(row.id, [])}
            tasks[row.board_id].append({**row._asdict(), **more})
    return BoardGroupSnapshot(
        group=BoardGroupRead.model_validate(group),
        boards=[
            BoardGroupBoardSnapshot(
                board=shown,
                task_counts=counts.get(board.id, {}),
                tasks=[BoardGroupTaskSummary.model_validate(task) for task in tasks.get(board.id, [])],
            )
            for board, shown in zip(members, boards.read_models(db, members), strict=True)
        ],
    )
