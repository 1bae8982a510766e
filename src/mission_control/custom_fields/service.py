"""Use cases of the definitions of custom fields."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import delete as delete_rows
from sqlalchemy.exc import IntegrityError

from mission_control.custom_fields import queries, rules
from mission_control.custom_fields.events import CustomFieldCreated, CustomFieldDeleted, CustomFieldUpdated
from mission_control.custom_fields.models import BoardCustomField, CustomField, FieldType
from mission_control.custom_fields.schemas import (
    TaskCustomFieldDefinitionCreate,
    TaskCustomFieldDefinitionRead,
    TaskCustomFieldDefinitionUpdate,
)
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Conflict, Unprocessable
from mission_control.kernel.security.principals import AgentPrincipal, Principal


class FieldKeyTaken(Conflict):
    code = "field_key_taken"


class FieldHasValues(Conflict):
    code = "field_has_values"


class UnfitDefinition(Unprocessable):
    """Type, pattern and default do not go together."""

    code = "unfit_field_definition"


class UnknownFieldBoards(Unprocessable):
    code = "unknown_field_boards"


def listed(uow: UnitOfWork, principal: Principal) -> list[TaskCustomFieldDefinitionRead]:
    fields = queries.of_organization(uow.db, principal.organization_id)
    boards = queries.boards_of(uow.db, [field.id for field in fields])
    shown = {board_id for ids in boards.values() for board_id in ids if _may_know(principal, board_id)}
    return [_shown(field, [one for one in boards.get(field.id, []) if one in shown]) for field in fields]


def _may_know(principal: Principal, board_id: UUID) -> bool:
    """Administrators bind fields to any board, also those that they do not read."""
    if isinstance(principal, AgentPrincipal):
        return board_id == principal.board_id
    return principal.role.is_admin or principal.can_read(board_id)


def create(
    uow: UnitOfWork, principal: Principal, body: TaskCustomFieldDefinitionCreate
) -> TaskCustomFieldDefinitionRead:
    """Raises FieldKeyTaken, UnfitDefinition and UnknownFieldBoards."""
    field = CustomField(
        organization_id=principal.organization_id,
        **body.model_dump(exclude={"board_ids", "label"}),
        label=body.label or body.field_key,
        created_at=uow.now,
        updated_at=uow.now,
    )
    _require_fit(field)
    _require_boards(uow, principal, body.board_ids)
    if queries.is_taken(uow.db, principal.organization_id, body.field_key):
        raise FieldKeyTaken(f"there is a field with the key {body.field_key} already")
    uow.db.add(field)
    _flush(uow)
    _bind(uow, field, body.board_ids)
    uow.emit(
        CustomFieldCreated(
            organization_id=field.organization_id,
            message=f"Custom field {field.label} was created",
            field_id=field.id,
            label=field.label,
        )
    )
    return _shown(field, body.board_ids)


def update(
    uow: UnitOfWork, principal: Principal, field_id: UUID, body: TaskCustomFieldDefinitionUpdate
) -> TaskCustomFieldDefinitionRead:
    """Change a definition; values that tasks have already stay as they are.

    Raises UnfitDefinition and UnknownFieldBoards.
    """
    field = queries.get_for_change(uow.db, principal.organization_id, field_id)
    label = field.label
    changes = {name: value for name, value in body.changes().items() if getattr(field, name) != value}
    before = {name: getattr(field, name) for name in changes}
    for name, value in changes.items():
        setattr(field, name, value)
    _require_fit(field)
    present = queries.boards_of(uow.db, [field.id]).get(field.id, [])
    wanted = sorted(body.board_ids, key=str) if body.board_ids is not None else present
    if wanted != present:
        _require_boards(uow, principal, wanted)
        _rebind(uow, field, set(present), set(wanted))
        before["board_ids"], changes["board_ids"] = present, wanted
    if changes:
        field.updated_at = uow.now
        uow.emit(
            CustomFieldUpdated(
                organization_id=field.organization_id,
                message=f"Custom field {label}: {', '.join(sorted(changes))} changed",
                field_id=field.id,
                before=before,
                after=changes,
            )
        )
    return _shown(field, wanted)


def delete(uow: UnitOfWork, principal: Principal, field_id: UUID) -> None:
    """Raises FieldHasValues: what people wrote does not vanish with a definition."""
    field = queries.get_for_change(uow.db, principal.organization_id, field_id)
    if queries.has_values(uow.db, field.id):
        raise FieldHasValues("tasks have values of this field; clear them, or hide the field instead")
    uow.emit(
        CustomFieldDeleted(
            organization_id=field.organization_id,
            message=f"Custom field {field.label} was deleted",
            field_id=field.id,
            label=field.label,
        )
    )
    uow.db.delete(field)


def _require_fit(field: CustomField) -> None:
    if field.validation_regex is not None and FieldType(field.field_type) not in rules.WITH_PATTERN:
        allowed = ", ".join(sorted(rules.WITH_PATTERN))
        raise UnfitDefinition(f"validation_regex: only fields of these types take a pattern: {allowed}")
    problem = rules.problem_of_value(field.default_value, field.field_type, field.validation_regex)
    if problem:
        raise UnfitDefinition(f"default_value: {problem}")


def _require_boards(uow: UnitOfWork, principal: Principal, board_ids: Collection[UUID]) -> None:
    if missing := queries.missing_boards(uow.db, principal.organization_id, board_ids):
        raise UnknownFieldBoards(
            {"message": "no such boards in this organization", "invalid_board_ids": [str(one) for one in missing]}
        )


def _bind(uow: UnitOfWork, field: CustomField, board_ids: Collection[UUID]) -> None:
    uow.db.add_all(BoardCustomField(board_id=one, field_id=field.id, created_at=uow.now) for one in board_ids)


def _rebind(uow: UnitOfWork, field: CustomField, present: set[UUID], wanted: set[UUID]) -> None:
    gone = present - wanted
    if gone:
        bound = (BoardCustomField.field_id == field.id) & BoardCustomField.board_id.in_(gone)
        uow.db.execute(delete_rows(BoardCustomField).where(bound))
    _bind(uow, field, wanted - present)


def _shown(field: CustomField, board_ids: Collection[UUID]) -> TaskCustomFieldDefinitionRead:
    columns: dict[str, Any] = {
        name: getattr(field, name) for name in TaskCustomFieldDefinitionRead.model_fields if name != "board_ids"
    }
    return TaskCustomFieldDefinitionRead(**columns, board_ids=list(board_ids))


def _flush(uow: UnitOfWork) -> None:
    try:
        uow.db.flush()
    except IntegrityError as error:
        raise FieldKeyTaken("another field took this key at the same moment; read again") from error
