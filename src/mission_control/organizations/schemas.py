"""Wire shapes of organizations and members."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from mission_control.kernel.http.text import RequiredName
from mission_control.kernel.pausing import PausableRead
from mission_control.kernel.schema import Schema
from mission_control.kernel.security.principals import Role
from mission_control.organizations.rules import trusted_source

MAX_SOURCES = 50
TrustedSource = Annotated[str, StringConstraints(max_length=500), AfterValidator(trusted_source)]


class OrganizationCreate(Schema):
    name: RequiredName


class OrganizationUpdate(Schema):
    """Fields left out stay as they are; so do those that are null."""

    name: RequiredName | None = None
    hide_member_emails: bool | None = Field(
        None, description="Whether members who are no administrators see no e-mail address but their own."
    )

    skills_need_second_admin: bool | None = Field(
        None,
        description="Whether another administrator has to agree before a skill from elsewhere is installed, as long as "
        "there is another. For owners to decide.",
    )
    trusted_skill_sources: list[TrustedSource] | None = Field(
        None,
        max_length=MAX_SOURCES,
        description="Beginnings of addresses whose skills are your own, as `https://github.com/acme`. Of owners.",
    )

    def changes(self) -> dict[str, Any]:
        changed = self.model_dump(exclude_none=True)
        if self.trusted_skill_sources is not None:
            changed["trusted_skill_sources"] = list(dict.fromkeys(self.trusted_skill_sources))
        return changed


class OrganizationActiveUpdate(Schema):
    organization_id: UUID


class OrganizationRead(PausableRead):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    hide_member_emails: bool
    skills_need_second_admin: bool
    trusted_skill_sources: list[str]
    created_at: datetime
    updated_at: datetime


class OrganizationListItem(Schema):
    id: UUID
    name: str
    role: Role
    is_active: bool
    owner_name: str | None = Field(
        None, description="Whose it is, or its first owner: the first organization of each person is called alike."
    )
