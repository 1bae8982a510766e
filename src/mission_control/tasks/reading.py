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

from mission_control.agents.api import Agent
from mission_control.kernel.http.pagination import Window
from mission_control.tasks import queries, rules
from mission_control.tasks.models import Task, TaskStatus
from mission_control.tasks.queries import CardRow, Dependency
from mission_control.tasks.schemas import TaskCardRead, TaskRead

_TASKS = TypeAdapter(list[TaskRead])
_CARDS = TypeAdapter(list[TaskCardRead])


def read_model(db: Session, task: Task) -> TaskRead:
    """One task that the session holds."""
    values = {name: getattr(task, name) for name in queries.CARD_FIELDS}
    values |= {"assignee": _name(db, task.assigned_agent_id), "holder": _name(db, task.lease_agent_id)}
    return TaskRead.model_validate(_card(values, queries.dependencies(db, [task.id])))


def page(db: Session, conditions: list[ColumnElement[bool]], window: Window) -> tuple[list[TaskRead], int]:
    rows, total = queries.page_of_cards(db, conditions, window)
    return _TASKS.validate_python(_shown(db, rows)), total


def cards_of_board(db: Session, board_id: UUID) -> list[TaskCardRead]:
    """All tasks of a board, newest first."""
    depends_on = queries.dependencies_on_board(db, board_id)
    return _CARDS.validate_python([_card(_values(row), depends_on) for row in queries.cards_of_board(db, board_id)])


def cards_by_ids(db: Session, ids: Iterable[UUID]) -> dict[UUID, TaskCardRead]:
    shown = _shown(db, queries.cards_by_ids(db, set(ids)))
    return {card.id: card for card in _CARDS.validate_python(shown)}


def _shown(db: Session, rows: Iterable[CardRow]) -> list[dict[str, Any]]:
    cards = [_values(row) for row in rows]
    waiting = [values["id"] for values in cards if values["has_dependencies"]]
    depends_on = queries.dependencies(db, waiting) if waiting else {}
    return [_card(values, depends_on) for values in cards]


def _values(row: CardRow) -> dict[str, Any]:
    return dict(zip(queries.CARD_KEYS, row, strict=False))  # a page's rows have their total behind


def _card(values: dict[str, Any], dependencies: dict[UUID, list[Dependency]]) -> dict[str, Any]:
    depends_on = dependencies.get(values["id"], [])
    open_ones = [item for item in depends_on if item.is_open] if values["status"] != TaskStatus.DONE else []
    if open_ones:
        values["status_reason"] = f"Waits for {rules.titles(tuple(item.title for item in open_ones))}"
    return values | {
        "depends_on_task_ids": [item.depends_on for item in depends_on],
        "blocked_by_task_ids": [item.depends_on for item in open_ones],
        "is_blocked": bool(open_ones),
        "tag_ids": [],
        "tags": [],
        "custom_field_values": {},
        "approvals_count": 0,
        "approvals_pending_count": 0,
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


def _name(db: Session, agent_id: UUID | None) -> str | None:
    agent = db.get(Agent, agent_id) if agent_id else None
    return agent.name if agent else None
