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
from mission_control.kernel.http.pagination import Found, Window
from mission_control.tags import api as tags
from mission_control.tasks import cards, queries, rules
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

    def __init__(self, db: Session, found: list[dict[str, Any]], task_ids: Collection[UUID] | Select[UUID]) -> None:
        boards = {values["id"]: values["board_id"] for values in found if values["has_fields"]}
        tagged = any(values["has_tags"] for values in found)
        self.tags = tags.of_tasks(db, task_ids) if tagged else {}
        self.fields = custom_fields.of_tasks(db, boards, task_ids) if boards else {}


def _shown(db: Session, rows: Iterable[CardRow]) -> list[dict[str, Any]]:
    found = [_values(row) for row in rows]
    waiting = [values["id"] for values in found if values["has_dependencies"]]
    depends_on = queries.dependencies(db, waiting) if waiting else {}
    extras = _Extras(db, found, [values["id"] for values in found])
    return [_card(values, depends_on, extras) for values in found]


def _values(row: CardRow) -> dict[str, Any]:
    return dict(zip(cards.CARD_KEYS, row, strict=False))  # a page's rows have their total behind


def _card(values: dict[str, Any], dependencies: dict[UUID, list[Dependency]], extras: _Extras) -> dict[str, Any]:
    # Most boards have none of these, and to look up an id costs a call.
    task_tags = extras.tags.get(values["id"], []) if extras.tags else []
    depends_on = dependencies.get(values["id"], []) if dependencies else []
    open_ones = [item for item in depends_on if item.is_open] if values["status"] != TaskStatus.DONE else []
    if open_ones:
        values["status_reason"] = f"Waits for {rules.titles(tuple(item.title for item in open_ones))}"
    elif values["lease_agent_id"] and values["lease_claimed_at"] is None and not values["status_reason"]:
        values["status_reason"] = f"Started for {values['holder']}, who has not taken it up yet"
    elif not values["status_reason"] and values["status"] != TaskStatus.DONE:
        values["status_reason"] = rules.why_once_more(values["sent_back"], values["approval_refused"])
    return values | {
        "depends_on_task_ids": [item.depends_on for item in depends_on],
        "blocked_by_task_ids": [item.depends_on for item in open_ones],
        "is_blocked": bool(open_ones),
        "tag_ids": [tag["id"] for tag in task_tags],
        "tags": task_tags,
        "custom_field_values": extras.fields.get(values["id"], {}) if extras.fields else {},
        "lease": _lease(values) if values["lease_agent_id"] else None,
    }


def _lease(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "agent_id": values["lease_agent_id"],
        "agent_name": values["holder"] or "",
        "fence": values["fence"],
        "claimed_at": values["lease_claimed_at"],
        "expires_at": values["lease_expires_at"],
    }
