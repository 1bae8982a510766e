"""Tasks as the API shows them: a constant number of statements, however many there are.

Rows become dictionaries, and one call has them all checked and made into models: that is several times faster than
making each model, or a mapped object for each row.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Select
from sqlalchemy.orm import Session

from mission_control.boards.api import Board
from mission_control.custom_fields import api as custom_fields
from mission_control.kernel.db.expressions import as_id
from mission_control.kernel.http.pagination import Found, Window
from mission_control.tags import api as tags
from mission_control.tasks import cards, queries, wording
from mission_control.tasks.cards import CardRow, TaskFilter
from mission_control.tasks.models import Task, TaskStatus
from mission_control.tasks.queries import Dependency
from mission_control.tasks.schemas import TaskCardRead, TaskRead

_TASKS = TypeAdapter(list[TaskRead])
_CARDS = TypeAdapter(list[TaskCardRead])


def read_model(db: Session, task: Task) -> TaskRead:
    """One task that the session holds, with what this unit of work has changed about it."""
    return _TASKS.validate_python(_shown(db, cards.cards_by_ids(db, [task.id])))[0]


def page(
    db: Session, board: Board, wanted: TaskFilter, statuses: Collection[TaskStatus], window: Window
) -> Found[TaskRead]:
    found = cards.page_of_board(db, board, wanted, statuses, window)
    return found.shown_as(_TASKS.validate_python(_shown(db, found.rows)))


def cards_of_board(db: Session, board_id: UUID) -> list[TaskCardRead]:
    """All tasks of a board, newest first."""
    found = [_values(row) for row in cards.cards_of_board(db, board_id)]
    depends_on = queries.dependencies_on_board(db, board_id)
    # Said as a statement and not by ids, of which a database takes only so many.
    extras = _Extras(db, found, cards.ids_of_board(board_id))
    return _CARDS.validate_python([_card(values, depends_on, extras) for values in found])


def cards_by_ids(db: Session, ids: Iterable[UUID]) -> dict[UUID, TaskCardRead]:
    shown = _shown(db, cards.cards_by_ids(db, set(ids)))
    return {card.id: card for card in _CARDS.validate_python(shown)}


class _Extras:
    """The tags and custom fields of some tasks, asked for only where there are any."""

    def __init__(self, db: Session, found: list[dict[str, Any]], board: Select[UUID] | None = None) -> None:
        """`board` says which tasks these are; without it they are asked for by their ids."""
        boards = {as_id(values["id"]): as_id(values["board_id"]) for values in found if values["has_fields"]}
        tagged = any(values["has_tags"] for values in found)
        self.are_there = tagged or bool(boards)
        wanted = board if board is not None else [as_id(values["id"]) for values in found if self.are_there]
        self.tags = tags.of_tasks(db, wanted) if tagged else {}
        self.fields = custom_fields.of_tasks(db, boards, wanted) if boards else {}


def _shown(db: Session, rows: Iterable[CardRow]) -> list[dict[str, Any]]:
    found = [_values(row) for row in rows]
    waiting = [as_id(values["id"]) for values in found if values["has_dependencies"]]
    depends_on = queries.dependencies(db, waiting) if waiting else {}
    extras = _Extras(db, found)
    return [_card(values, depends_on, extras) for values in found]


def _values(row: CardRow) -> dict[str, Any]:
    return dict(zip(cards.CARD_KEYS, row, strict=False))  # a page's rows have their total behind


def _card(values: dict[str, Any], dependencies: dict[UUID, list[Dependency]], extras: _Extras) -> dict[str, Any]:
    shown = values | (_added(values, dependencies, extras) if dependencies or extras.are_there else _NOTHING_ADDED)
    shown["lease"] = _lease(values) if values["lease_agent_id"] else None
    if not shown["status_reason"]:
        shown["status_reason"] = _unsaid_reason(values)
    return shown


def _unsaid_reason(values: dict[str, Any]) -> str | None:
    if values["lease_agent_id"] and values["lease_claimed_at"] is None:
        return f"Started for {values['holder']}, who has not taken it up yet"
    if values["status"] == TaskStatus.DONE:
        return None
    return wording.why_once_more(values["sent_back"], values["approval_refused"])


_NOTHING_ADDED: dict[str, Any] = {
    "depends_on_task_ids": [],
    "blocked_by_task_ids": [],
    "is_blocked": False,
    "tag_ids": [],
    "tags": [],
    "custom_field_values": {},
}
"""For most tasks of most boards, in less time than it takes to look for it."""


def _added(values: dict[str, Any], dependencies: dict[UUID, list[Dependency]], extras: _Extras) -> dict[str, Any]:
    task_id = as_id(values["id"])
    task_tags, fields = extras.tags.get(task_id, []), extras.fields.get(task_id, {})
    depends_on = dependencies.get(task_id, [])
    open_ones = [item for item in depends_on if item.is_open] if values["status"] != TaskStatus.DONE else []
    waits_for = f"Waits for {wording.titles(tuple(item.title for item in open_ones))}" if open_ones else None
    return {
        "status_reason": waits_for or values["status_reason"],
        "depends_on_task_ids": [item.depends_on for item in depends_on],
        "blocked_by_task_ids": [item.depends_on for item in open_ones],
        "is_blocked": bool(open_ones),
        "tag_ids": [tag["id"] for tag in task_tags],
        "tags": task_tags,
        "custom_field_values": fields,
    }


def _lease(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "agent_id": values["lease_agent_id"],
        "agent_name": values["holder"] or "",
        "fence": values["fence"],
        "claimed_at": values["lease_claimed_at"],
        "expires_at": values["lease_expires_at"],
    }
