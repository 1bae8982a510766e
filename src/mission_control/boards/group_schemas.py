"""Wire shapes of board groups."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from mission_control.kernel.http.text import LongText, Name, OneLineName
from mission_control.kernel.schema import Schema

SLUG = "Part of an address; derived from the name when blank."


class BoardGroupCreate(Schema):
    name: OneLineName
    slug: Name = Field("", description=SLUG)
    description: LongText | None = None


class BoardGroupUpdate(Schema):
    """Fields left out stay as they are."""

    name: OneLineName | None = None
    slug: Name | None = Field(None, description=SLUG)
    description: LongText | None = None

    @model_validator(mode="after")
    def _null_only_where_it_means_something(self) -> Self:
        for name in ("name", "slug"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"cannot be null: {name}")
        return self

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class BoardGroupRead(Schema):
    """Boards whose agents know of each other's work."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    organization_id: UUID
    name: str
    slug: str
    description: str | None = None
    version: int
    created_at: datetime
    updated_at: datetime
