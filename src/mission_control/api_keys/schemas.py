"""Wire shapes of API keys."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from mission_control.boards.api import Moment
from mission_control.kernel.http.text import RequiredName
from mission_control.kernel.schema import Schema

BoardIds = Annotated[list[UUID], Field(min_length=1, max_length=200)]


class Scope(StrEnum):
    """Each includes the ones before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


class ApiKeyCreate(Schema):
    name: RequiredName = Field(description="What the key is for, so that its use can be recognized.")
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=3)] = Field(
        default_factory=lambda: [Scope.READ],
        description="`read`, `write`, or `admin` for what administrators do; never more than its owner may.",
    )
    board_ids: BoardIds | None = Field(
        None, description="The only boards that the key reaches; left out, all that its owner reaches."
    )
    expires_at: Moment | None = Field(None, description="When the key ends by itself; left out, never.")

    @model_validator(mode="after")
    def _no_part_of_an_administrator(self) -> Self:
        if self.board_ids is not None and Scope.ADMIN in self.scopes:
            raise ValueError("scopes: what administrators do is about the organization; leave out board_ids, or admin")
        return self


class ServiceKeyCreate(ApiKeyCreate):
    """A key with a place of its own in the organization."""

    board_ids: BoardIds | None = Field(
        None, description="The only boards that the service reaches, from the first moment; left out, all."
    )
    role: Literal["admin", "member"] = Field("member", description="What the service is in the organization.")

    @model_validator(mode="after")
    def _administers_as_an_administrator(self) -> Self:
        if self.role == "member" and Scope.ADMIN in self.scopes:
            raise ValueError("role: only a service that is an admin can have the scope admin")
        return self


class ApiKeyRead(Schema):
    id: UUID
    organization_id: UUID
    organization_name: str
    name: str
    prefix: str = Field(description="The beginning of the key, to recognize it by.")
    kind: Literal["personal", "service"]
    owner_user_id: UUID
    owner_name: str
    role: str = Field(description="The owner's role now; the key is an administrator's with the scope admin only.")
    scopes: list[Scope]
    board_ids: list[UUID] | None
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To the minute.")
    created_at: datetime
    created_by_user_id: UUID | None = Field(description="Who made it; null where that account is gone.")
    created_by_name: str | None
    created_by_role: str | None = Field(
        description="The role that its maker has here now; null for none. The key of a service does not end with it."
    )


class ApiKeyCreated(ApiKeyRead):
    key: str = Field(description="The key itself, in this answer and nowhere else.")
