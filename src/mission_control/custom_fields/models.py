"""Fields that an organization adds to the tasks of some of its boards, and their values."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped


class FieldType(StrEnum):
    TEXT = "text"
    TEXT_LONG = "text_long"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "date_time"
    URL = "url"
    JSON = "json"


class Visibility(StrEnum):
    """Where a field is shown: always, when a task has a value, or to programs alone."""

    ALWAYS = "always"
    IF_SET = "if_set"
    HIDDEN = "hidden"


def _one_of(column: str, choices: type[FieldType] | type[Visibility]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(one)) for one in choices)})", name=column)


# Not the house's JsonDocument: PostgreSQL's jsonb writes 1e300 as a whole number of 301 digits.
_Value = JSON(none_as_null=True)


class CustomField(Identified, Timestamped, Base):
    """What the API calls the definition of a custom field."""

    __tablename__ = "custom_fields"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    field_key: Mapped[str]
    label: Mapped[str]
    field_type: Mapped[str]
    ui_visibility: Mapped[str]
    validation_regex: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    required: Mapped[bool]
    default_value: Mapped[Any | None] = mapped_column(_Value)

    __table_args__ = (
        UniqueConstraint("organization_id", "field_key"),
        _one_of("field_type", FieldType),
        _one_of("ui_visibility", Visibility),
    )


class BoardCustomField(Base):
    """The tasks of this board have this field."""

    __tablename__ = "board_custom_fields"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"), primary_key=True)
    field_id: Mapped[UUID] = mapped_column(
        ForeignKey("custom_fields.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime]


class CustomFieldValue(Timestamped, Base):
    """What a task has in a field; a task without a row shows the field's default."""

    __tablename__ = "custom_field_values"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True)
    field_id: Mapped[UUID] = mapped_column(
        ForeignKey("custom_fields.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    value: Mapped[Any] = mapped_column(_Value)
