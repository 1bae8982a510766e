"""Tasks as the API shows them: a constant number of statements, however many there are.

Rows become dictionaries, and one call has them all checked and made into models: that is several times faster than
making each model, or a mapped object for each row.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from mission_control.kernel.http.pagination import Window
from mission_control.tasks import queries, rules
from mission_control.tasks.models import Task, TaskStatus
from mission_control.tasks.queries import CardRow, Dependency
from mission_control.tasks.schemas import TaskCardRead, TaskRead

_TASKS = TypeAdapter(list[TaskRead])
_CARDS = TypeAdapter(list[TaskCardRead])


def read_model(db: Session, task: Task) -> TaskRead:
    return TaskRead.model_validate(_shown(db, queries.cards_by_ids(db, [task.id]))[0])


def page(db: Session, conditions: list[ColumnElement[bool]], window: Window) -> tuple[list[TaskRead], int]:
    rows, total = queries.page_of_cards(db, conditions, window)
    return _TASKS.validate_python(_shown(db, rows)), total


def cards_of_board(db: Session, board_id: UUID) -> list[TaskCardRead]:
    """All tasks of a board, newest first."""
    depends_on = queries.dependencies_on_board(db, board_id)
    return _CARDS.validate_python([_card(row, depends_on) for row in queries.cards_of_board(db, board_id)])


def cards_by_ids(db: Session, ids: Iterable[UUID]) -> dict[UUID, TaskCardRead]:
    shown = _shown(db, queries.cards_by_ids(db, set(ids)))
    return {card.id: card for card in _CARDS.validate_python(shown)}


def _shown(db: Session, rows: Iterable[CardRow]) -> list[dict[str, Any]]:
    found = list(rows)
    depends_on = queries.dependencies(db, [row.id for row in found]) if found else {}
    return [_card(row, depends_on) for row in found]


def _card(row: CardRow, dependencies: dict[UUID, list[Dependency]]) -> dict[str, Any]:
    depends_on = dependencies.get(row.id, [])
    open_ones = [item for item in depends_on if item.is_open] if row.status != TaskStatus.DONE else []
    waits = f"Waits for {rules.titles(tuple(item.title for item in open_ones))}" if open_ones else None
    return {
        **row._asdict(),
        "status_reason": waits or row.status_reason,
        "depends_on_task_ids": [item.depends_on for item in depends_on],
        "blocked_by_task_ids": [item.depends_on for item in open_ones],
        "is_blocked": bool(open_ones),
        "tag_ids": [],
        "tags": [],
        "custom_field_values": {},
        "approvals_count": 0,
        "approvals_pending_count": 0,
        "lease": _lease(row) if row.lease_agent_id else None,
    }


def _lease(row: CardRow) -> dict[str, Any]:
    return {
        "agent_id": row.lease_agent_id,
        "agent_name": row.holder or "",
        "fence": row.fence,
        "claimed_at": row.lease_claimed_at,
        "expires_at": row.lease_expires_at,
    }
