"""Many tasks as lists and boards show them: a row for each, with the names of those whom it concerns."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from mission_control.agents.api import Agent
from mission_control.boards.api import Board
from mission_control.custom_fields.api import has_fields
from mission_control.kernel.db.connections import connection_of
from mission_control.kernel.db.expressions import as_id, as_stored, as_time
from mission_control.kernel.http import cursors
from mission_control.kernel.http.pagination import Found, Window
from mission_control.tags.api import is_tagged
from mission_control.tasks.models import Task, TaskDependency, TaskStatus

CardRow = Row[*tuple[Any, ...]]

_ASSIGNEE = aliased(Agent)
_HOLDER = aliased(Agent)
_CARD_COLUMNS = (
    as_stored(Task.id),
    as_stored(Task.board_id),
    Task.title,
    Task.description,
    Task.status,
    Task.status_reason,
    Task.priority,
    as_stored(Task.due_at),
    as_stored(Task.assigned_agent_id),
    as_stored(Task.created_by_user_id),
    as_stored(Task.created_by_agent_id),
    as_stored(Task.template_id),
    Task.template_name,
    as_stored(Task.in_progress_at),
    Task.comments_count,
    as_stored(Task.nudged_at),
    as_stored(Task.escalated_at),
    Task.approvals_count,
    Task.approvals_pending_count,
    Task.approval_refused,
    Task.sent_back,
    Task.fence,
    as_stored(Task.lease_agent_id),
    as_stored(Task.lease_claimed_at),
    as_stored(Task.lease_expires_at),
    Task.version,
    as_stored(Task.created_at),
    as_stored(Task.updated_at),
)
_HAS_DEPENDENCIES = exists(select(TaskDependency.task_id).where(TaskDependency.task_id == Task.id).correlate(Task))
_CARDS: Select[*tuple[Any, ...]] = (
    select(
        *_CARD_COLUMNS,
        _ASSIGNEE.name.label("assignee"),
        _HOLDER.name.label("holder"),
        _HAS_DEPENDENCIES.label("has_dependencies"),
        is_tagged(Task.id).label("has_tags"),
        has_fields(Task.board_id).label("has_fields"),
    )
    .outerjoin(_ASSIGNEE, _ASSIGNEE.id == Task.assigned_agent_id)
    .outerjoin(_HOLDER, _HOLDER.id == Task.lease_agent_id)
    .order_by(Task.created_at.desc(), Task.id.desc())
)
CARD_KEYS = tuple(_CARDS.selected_columns.keys())

_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "board": Task.board_id == bindparam("board"),
    "statuses": Task.status.in_(bindparam("statuses", expanding=True)),
    "assignee": Task.assigned_agent_id == bindparam("assignee"),
    "unassigned": Task.assigned_agent_id.is_(None),
    "tag": is_tagged(Task.id, bindparam("tag")),
}
_KEYS = cursors.keys_of(_CARDS)
_AFTER = cursors.beyond(_KEYS, [bindparam(f"after_{number}") for number in range(len(_KEYS))])
_OF_BOARD = _CARDS.where(_CONDITIONS["board"])
_OF_ID = _CARDS.where(Task.id == bindparam("task"))
_OF_IDS = _CARDS.where(Task.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks of a board are asked for; what is not given does not narrow it."""

    status: str | None
    """Comma list of statuses."""
    assigned_agent_id: UUID | None
    unassigned: bool
    tag_id: UUID | None = None


def page_of_board(
    db: Session, board: Board, wanted: TaskFilter, statuses: Collection[TaskStatus], window: Window
) -> Found[CardRow]:
    """The tasks of a page, newest first, and how many match in all, in one statement."""
    narrowed_by = {
        "board": board.id,
        "statuses": list(statuses),
        "assignee": wanted.assigned_agent_id,
        "unassigned": wanted.unassigned,
        "tag": wanted.tag_id,
    }
    given = {name: value for name, value in narrowed_by.items() if value}
    page, count = _statements(tuple(given), is_continued=window.after is not None)
    place = _named(cursors.values_of(_KEYS, window.after)) if window.after is not None else {"offset": window.offset}
    rows = _rows(db, page, given | place | {"limit": window.limit + 1})
    is_first = window.after is None and window.offset == 0
    total = rows[0].total if rows else 0 if is_first else db.scalar(count, given) or 0
    if len(rows) <= window.limit:
        return Found(rows, total, window, None)
    last = rows[window.limit - 1]
    next_cursor = cursors.encode(cursors.as_place([as_time(last.created_at), as_id(last.id)]))
    return Found(rows[: window.limit], total, window, next_cursor)


def _named(values: Sequence[Any]) -> dict[str, Any]:
    return {f"after_{number}": value for number, value in enumerate(values)}


@cache
def _statements(names: tuple[str, ...], *, is_continued: bool) -> tuple[Select[*tuple[Any, ...]], Select[int]]:
    """A page and its count. Made once for each choice of conditions, for that takes as long as the database does."""
    conditions = [_CONDITIONS[name] for name in names]
    count = select(func.count()).select_from(Task).where(*conditions)
    total = count.correlate(None).scalar_subquery().label("total")
    page = _CARDS.add_columns(total).where(*conditions)
    page = page.limit(bindparam("limit"))
    return page.where(_AFTER) if is_continued else page.offset(bindparam("offset")), count


def ids_of_board(board_id: UUID) -> Select[UUID]:
    return select(Task.id).where(Task.board_id == board_id)


def cards_of_board(db: Session, board_id: UUID) -> Sequence[CardRow]:
    return _rows(db, _OF_BOARD, {"board": board_id})


def cards_by_ids(db: Session, ids: Collection[UUID]) -> Sequence[CardRow]:
    if len(ids) == 1:
        # Mostly it is one, and a statement with a list is written anew each time.
        return _rows(db, _OF_ID, {"task": next(iter(ids))})
    return _rows(db, _OF_IDS, {"ids": list(ids)})


def _rows(db: Session, cards: Select[*tuple[Any, ...]], values: dict[str, Any]) -> Sequence[CardRow]:
    """Straight from the connection: columns need nothing of what a session does for objects."""
    db.flush()
    return connection_of(db).execute(cards, values).all()
