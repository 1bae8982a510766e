"""Wire shapes of organizations and members."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from mission_control.kernel.http.text import RequiredName
from mission_control.kernel.security.principals import Role


class OrganizationCreate(BaseModel):
    name: RequiredName


class OrganizationActiveUpdate(BaseModel):
    organization_id: UUID


class OrganizationRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    created_at: datetime
    updated_at: datetime


class OrganizationListItem(BaseModel):
    id: UUID
    name: str
    role: Role
    is_active: bool
