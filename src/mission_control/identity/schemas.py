"""Wire shapes of people."""

from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import ConfigDict, Field, field_validator

from mission_control.kernel.http.text import LongText, ShortLine, ShortName, ShortText
from mission_control.kernel.schema import Schema


class UserRead(Schema):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    clerk_user_id: str = Field(validation_alias="external_id", description="The name that the sign-in mode uses.")
    email: str | None = None
    name: str | None = None
    preferred_name: str | None = None
    pronouns: str | None = None
    timezone: str | None = None
    notes: str | None = None
    context: str | None = None
    is_super_admin: bool


class UserUpdate(Schema):
    """Fields left out stay as they are; null clears."""

    name: ShortName | None = None
    preferred_name: ShortName | None = None
    pronouns: ShortLine | None = None
    timezone: ShortText | None = None
    notes: LongText | None = None
    context: LongText | None = None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value and value not in available_timezones():
            raise ValueError("write a name of the IANA list such as Europe/Vienna")
        return value

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)
