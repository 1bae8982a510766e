"""Wire shapes of organizations and members."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from mission_control.kernel.http.text import RequiredName
from mission_control.kernel.pausing import PausableRead
from mission_control.kernel.security.principals import Role


class OrganizationCreate(BaseModel):
    name: RequiredName


class OrganizationUpdate(BaseModel):
    """Fields left out stay as they are; so do those that are null."""

    name: RequiredName | None = None
    hide_member_emails: bool | None = Field(
        None, description="Whether members who are no administrators see no e-mail address but their own."
    )

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True)


class OrganizationActiveUpdate(BaseModel):
    organization_id: UUID


class OrganizationRead(PausableRead):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    hide_member_emails: bool
    created_at: datetime
    updated_at: datetime


class OrganizationListItem(BaseModel):
    id: UUID
    name: str
    role: Role
    is_active: bool
