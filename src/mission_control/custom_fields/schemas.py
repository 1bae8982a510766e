"""Wire shapes of custom fields."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from mission_control.custom_fields.models import FieldType, Visibility
from mission_control.custom_fields.rules import TYPE_ALIASES, problem_of_pattern
from mission_control.kernel.http.text import AnyJson, LongText, RequiredName, Storable
from mission_control.kernel.schema import Schema

MAX_BOARDS = 500


def _type_by_any_name(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    name = value.strip().lower()
    return TYPE_ALIASES.get(name, name)


def _visibility_by_any_name(value: Any) -> Any:
    return value.strip().lower().replace(" ", "_") if isinstance(value, str) else value


def _checkable(value: str) -> str | None:
    if not value:
        return None
    if problem := problem_of_pattern(value):
        raise ValueError(problem)
    return value


def _some_boards(ids: list[UUID]) -> list[UUID]:
    unique = list(dict.fromkeys(ids))
    if not 1 <= len(unique) <= MAX_BOARDS:
        raise ValueError(f"write 1 to {MAX_BOARDS} boards")
    return unique


AnyType = Annotated[FieldType, BeforeValidator(_type_by_any_name)]
AnyVisibility = Annotated[Visibility, BeforeValidator(_visibility_by_any_name)]
Pattern = Annotated[str, StringConstraints(strip_whitespace=True), Storable, AfterValidator(_checkable)]
Boards = Annotated[list[UUID], AfterValidator(_some_boards)]


class TaskCustomFieldDefinitionCreate(Schema):
    """A new field of the tasks of some boards."""

    field_key: RequiredName = Field(description="What programs call it; it never changes.")
    label: RequiredName | None = Field(None, description="What people call it; the key when left out.")
    field_type: AnyType = FieldType.TEXT
    ui_visibility: AnyVisibility = Visibility.ALWAYS
    validation_regex: Pattern | None = Field(None, description="RE2 syntax; the whole value must match.")
    description: LongText | None = None
    required: bool = False
    default_value: AnyJson | None = None
    board_ids: Boards


class TaskCustomFieldDefinitionUpdate(Schema):
    """Fields left out stay as they are."""

    label: RequiredName | None = None
    field_type: AnyType | None = None
    ui_visibility: AnyVisibility | None = None
    validation_regex: Pattern | None = None
    description: LongText | None = None
    required: bool | None = None
    default_value: AnyJson | None = None
    board_ids: Boards | None = None

    @model_validator(mode="before")
    @classmethod
    def _keeps_its_key(cls, data: Any) -> Any:
        if isinstance(data, dict) and "field_key" in data:
            raise ValueError("a field keeps its key; make another field and delete this one")
        return data

    @model_validator(mode="after")
    def _something_that_means_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("write at least one field to change")
        for name in ("label", "field_type", "ui_visibility", "required"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"cannot be null: {name}")
        return self

    def changes(self) -> dict[str, Any]:
        """Columns to change; the boards are no column."""
        return self.model_dump(exclude_unset=True, exclude={"board_ids"})


class TaskCustomFieldDefinitionRead(Schema):
    id: UUID
    organization_id: UUID
    field_key: str
    label: str
    field_type: FieldType
    ui_visibility: Visibility
    validation_regex: str | None
    description: str | None
    required: bool
    default_value: Any | None
    board_ids: list[UUID]
    created_at: datetime
    updated_at: datetime
