"""Wire shapes of tags."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from mission_control.kernel.http.text import LongText, RequiredName, ShortText
from mission_control.kernel.schema import Schema
from mission_control.tags.rules import DEFAULT_COLOR, color_of

Color = Annotated[str, AfterValidator(color_of)]


class TagCreate(Schema):
    """A new tag of the active organization."""

    name: RequiredName
    slug: ShortText | None = Field(None, description="Made from the name when left out or blank.")
    color: Color = Field(DEFAULT_COLOR, description="Six hexadecimal digits, with or without `#`.")
    description: LongText | None = None


class TagUpdate(Schema):
    """Fields left out stay as they are; a blank slug is made from the name anew."""

    name: RequiredName | None = None
    slug: ShortText | None = None
    color: Color | None = None
    description: LongText | None = None

    @model_validator(mode="after")
    def _something_that_means_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("write at least one field to change")
        for name in ("name", "color"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"cannot be null: {name}")
        return self

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class TagRef(Schema):
    """A tag as tasks carry it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    slug: str
    color: str


class TagRead(TagRef):
    organization_id: UUID
    description: str | None
    task_count: int = Field(description="Tasks of the whole organization that carry it.")
    created_at: datetime
    updated_at: datetime
