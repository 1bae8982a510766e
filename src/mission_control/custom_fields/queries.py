"""Every SELECT of custom fields; all start from an organization or from one of its boards."""

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mission_control.boards.api import Board
from mission_control.custom_fields.models import BoardCustomField, CustomField, CustomFieldValue
from mission_control.kernel.db.connections import connection_of
from mission_control.kernel.http.errors import NotFound

TaskIds = Collection[UUID] | Select[UUID]


def of_organization(db: Session, organization_id: UUID) -> list[CustomField]:
    fields = select(CustomField).where(CustomField.organization_id == organization_id)
    return list(db.scalars(fields.order_by(func.lower(CustomField.label), CustomField.created_at, CustomField.id)))


def get_for_change(db: Session, organization_id: UUID, field_id: UUID) -> CustomField:
    """The field, locked so that no task gets a value of it meanwhile; raises NotFound for one of another tenant too."""
    field = db.get(CustomField, field_id, with_for_update=True, populate_existing=True)
    if field is None or field.organization_id != organization_id:
        raise NotFound
    return field


def is_taken(db: Session, organization_id: UUID, field_key: str) -> bool:
    taken = select(CustomField.id).where(
        CustomField.organization_id == organization_id, CustomField.field_key == field_key
    )
    return db.scalar(taken) is not None


def has_values(db: Session, field_id: UUID) -> bool:
    return db.scalar(select(CustomFieldValue.task_id).where(CustomFieldValue.field_id == field_id).limit(1)) is not None


def boards_of(db: Session, field_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The boards of each field, in the order of their ids as text."""
    rows = db.execute(
        select(BoardCustomField.field_id, BoardCustomField.board_id).where(BoardCustomField.field_id.in_(field_ids))
    )
    found: dict[UUID, list[UUID]] = {}
    for field_id, board_id in rows:
        found.setdefault(field_id, []).append(board_id)
    return {field_id: sorted(board_ids, key=str) for field_id, board_ids in found.items()}


def missing_boards(db: Session, organization_id: UUID, board_ids: Collection[UUID]) -> list[UUID]:
    """Those of the ids that name no board of the organization."""
    boards = select(Board.id).where(Board.organization_id == organization_id, Board.id.in_(board_ids))
    known = set(db.scalars(boards))
    return [board_id for board_id in board_ids if board_id not in known]


_HELD = (
    select(*inspect(CustomField).columns)
    .join(BoardCustomField, BoardCustomField.field_id == CustomField.id)
    .where(BoardCustomField.board_id == bindparam("board"))
    .order_by(CustomField.id)
    .with_for_update(read=True, key_share=True, of=CustomField)
)
"""Made once, and of columns alone: each new task asks it."""


def held_for_writing(db: Session, board_id: UUID) -> dict[str, CustomField]:
    """The fields of a board by key, as rows to read; until the end of the transaction nobody can delete them."""
    found = connection_of(db).execute(_HELD, {"board": board_id})
    return {field.field_key: cast("CustomField", field) for field in found}


def defaults_by_board(db: Session, board_ids: Collection[UUID]) -> dict[UUID, dict[UUID, tuple[str, Any]]]:
    """(key, default) of the fields of each board."""
    rows = db.execute(
        select(BoardCustomField.board_id, CustomField.id, CustomField.field_key, CustomField.default_value)
        .join(CustomField, CustomField.id == BoardCustomField.field_id)
        .where(BoardCustomField.board_id.in_(board_ids))
        .order_by(CustomField.field_key)
    )
    found: dict[UUID, dict[UUID, tuple[str, Any]]] = {}
    for board_id, field_id, key, default in rows:
        found.setdefault(board_id, {})[field_id] = (key, default)
    return found


def values_of(db: Session, task_ids: TaskIds) -> dict[UUID, dict[UUID, Any]]:
    """What is stored for these tasks, by field."""
    rows = db.execute(
        select(CustomFieldValue.task_id, CustomFieldValue.field_id, CustomFieldValue.value).where(
            CustomFieldValue.task_id.in_(task_ids)
        )
    )
    found: dict[UUID, dict[UUID, Any]] = {}
    for task_id, field_id, value in rows:
        found.setdefault(task_id, {})[field_id] = value
    return found


def stored(db: Session, task_id: UUID) -> dict[UUID, CustomFieldValue]:
    values = db.scalars(select(CustomFieldValue).where(CustomFieldValue.task_id == task_id))
    return {value.field_id: value for value in values}


def has_fields(board_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Of something on a board: the board has custom fields."""
    bound = select(BoardCustomField.field_id).where(BoardCustomField.board_id == board_id)
    return exists(bound.correlate(board_id.class_))
