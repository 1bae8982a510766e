"""The values of custom fields on tasks: what is taken, what is stored, and what is read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.custom_fields import queries, rules
from mission_control.custom_fields.models import CustomField, CustomFieldValue
from mission_control.custom_fields.queries import TaskIds
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Unprocessable


class UnknownCustomField(Unprocessable):
    code = "unknown_custom_field"


class InvalidCustomFieldValue(Unprocessable):
    code = "invalid_custom_field_value"


class MissingCustomField(Unprocessable):
    code = "missing_custom_field"


VALUE_ERRORS = (UnknownCustomField, InvalidCustomFieldValue, MissingCustomField)

Shown = dict[UUID, dict[str, Any]]


def write_new(uow: UnitOfWork, board_id: UUID, task_id: UUID, given: Mapping[str, Any]) -> None:
    """Store what a new task has in the fields of its board: what is given, else the defaults.

    Stored defaults stay with the task when the definition gets another one later. Raises VALUE_ERRORS.
    """
    fields = queries.held_for_writing(uow.db, board_id)
    _require_known(fields, given)
    values = {key: given.get(key, field.default_value) for key, field in fields.items()}
    _require_complete(fields, values)
    uow.db.add_all(
        CustomFieldValue(task_id=task_id, field_id=fields[key].id, value=value, created_at=uow.now, updated_at=uow.now)
        for key, value in values.items()
        if value is not None
    )


def require_fit(uow: UnitOfWork, board_id: UUID, given: Mapping[str, Any]) -> None:
    """Raises VALUE_ERRORS where no task of the board could be made with what is given."""
    fields = queries.held_for_writing(uow.db, board_id)
    _require_known(fields, given)
    _require_complete(fields, {key: given.get(key, field.default_value) for key, field in fields.items()})


def remaining(uow: UnitOfWork, board_id: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given for fields that the board still has."""
    fields = queries.held_for_writing(uow.db, board_id) if given else {}
    return {key: value for key, value in given.items() if key in fields}


def write_changed(
    uow: UnitOfWork, board_id: UUID, task_id: UUID, given: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Store what is given, null taking a value away; answers before and after by the label of the field.

    Raises VALUE_ERRORS.
    """
    fields = queries.held_for_writing(uow.db, board_id)
    _require_known(fields, given)
    stored = queries.stored(uow.db, task_id) if fields else {}
    present = {
        key: stored[field.id].value if field.id in stored else field.default_value for key, field in fields.items()
    }
    _require_complete(fields, {**present, **given})
    changed: dict[str, tuple[Any, Any]] = {}
    for key, value in given.items():
        field = fields[key]
        _store(uow, task_id, field, stored.get(field.id), value)
        changed[field.label] = (present[key], field.default_value if value is None else value)
    return changed


def of_tasks(db: Session, boards: Mapping[UUID, UUID], task_ids: TaskIds) -> Shown:
    """What each task shows in every field of its board: its value, else the default. `boards` is by task."""
    fields = queries.defaults_by_board(db, set(boards.values()))
    stored = queries.values_of(db, task_ids) if fields else {}
    return {
        task_id: {
            key: stored.get(task_id, {}).get(field_id, default)
            for field_id, (key, default) in fields.get(board_id, {}).items()
        }
        for task_id, board_id in boards.items()
    }


def _store(uow: UnitOfWork, task_id: UUID, field: CustomField, row: CustomFieldValue | None, value: Any) -> None:
    if value is None:
        if row is not None:
            uow.db.delete(row)
    elif row is None:
        uow.db.add(
            CustomFieldValue(task_id=task_id, field_id=field.id, value=value, created_at=uow.now, updated_at=uow.now)
        )
    elif row.value != value:
        row.value, row.updated_at = value, uow.now


def _require_known(fields: Mapping[str, CustomField], given: Mapping[str, Any]) -> None:
    if unknown := sorted(given.keys() - fields.keys()):
        raise UnknownCustomField({"message": "no such fields on this board", "unknown_field_keys": unknown})
    for key, value in given.items():
        field = fields[key]
        reason = rules.problem_of_value(value, field.field_type, field.validation_regex)
        if reason:
            raise InvalidCustomFieldValue(
                {
                    "message": f"{field.label}: {reason}",
                    "field_key": key,
                    "field_type": field.field_type,
                    "reason": reason,
                }
            )


def _require_complete(fields: Mapping[str, CustomField], values: Mapping[str, Any]) -> None:
    missing = sorted(key for key, field in fields.items() if field.required and values.get(key) is None)
    if missing:
        labels = ", ".join(fields[key].label for key in missing)
        raise MissingCustomField({"message": f"these fields are required: {labels}", "missing_field_keys": missing})
