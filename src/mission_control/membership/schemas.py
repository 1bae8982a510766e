"""Wire shapes of members, their access, invites, and what a deletion takes with it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from mission_control.kernel.http.text import PlainText, Storable
from mission_control.kernel.schema import Schema
from mission_control.kernel.security.principals import Role
from mission_control.membership.rules import is_email, normal_role


def _role(value: Any) -> Any:
    return normal_role(value) if isinstance(value, str) else value


def _email(value: str) -> str:
    if not is_email(value):
        raise ValueError("write an e-mail address such as ada@example.org")
    return value


WantedRole = Annotated[
    Role,
    BeforeValidator(_role),
    # Published as text, which it may be in any case and with spaces around it.
    WithJsonSchema({"type": "string", "description": "owner, admin or member; blank means member."}),
]
Email = Annotated[
    str,
    StringConstraints(max_length=254, strip_whitespace=True, to_lower=True),
    Storable,
    AfterValidator(_email),
]


class OrganizationUserRead(Schema):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    email: str | None = None
    name: str | None = None
    preferred_name: str | None = None
    is_service: bool = Field(False, description="Whether it is a program with a place of its own, not a person.")


class OrganizationBoardAccessRead(Schema):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    board_id: UUID
    can_read: bool
    can_write: bool
    created_at: datetime
    updated_at: datetime


class OrganizationMemberRead(Schema):
    id: UUID
    organization_id: UUID
    user_id: UUID
    role: Role
    all_boards_read: bool
    all_boards_write: bool
    created_at: datetime
    updated_at: datetime
    user: OrganizationUserRead | None = None
    board_access: list[OrganizationBoardAccessRead] = Field(
        default_factory=list,
        description="Of others, members who are no administrators see the boards that they may read themselves.",
    )


class OrganizationMemberUpdate(Schema):
    role: WantedRole | None = Field(None, description="Left out: nothing changes.")


class OrganizationBoardAccessSpec(Schema):
    board_id: UUID
    can_read: bool = True
    can_write: bool = False


class AccessWanted(Schema):
    """With one of the flags the list is not needed, and not kept. Of a board named twice, the last counts."""

    all_boards_read: bool = False
    all_boards_write: bool = False
    board_access: list[OrganizationBoardAccessSpec] = Field(default_factory=list)

    def by_board(self) -> dict[UUID, OrganizationBoardAccessSpec]:
        everywhere = self.all_boards_read or self.all_boards_write
        return {} if everywhere else {spec.board_id: spec for spec in self.board_access}


class OrganizationMemberAccessUpdate(AccessWanted):
    pass


class OrganizationInviteCreate(AccessWanted):
    invited_email: Email
    role: WantedRole = Role.MEMBER


class OrganizationInviteAccept(Schema):
    token: PlainText


class OrganizationInviteRead(Schema):
    id: UUID
    organization_id: UUID
    invited_email: str
    role: Role
    all_boards_read: bool
    all_boards_write: bool
    token: str = Field(description="Of the link; shown in the answers that make one, empty everywhere else.")
    created_by_user_id: UUID | None = None
    accepted_by_user_id: UUID | None = None
    accepted_at: datetime | None = None
    expires_at: datetime
    created_at: datetime
    updated_at: datetime
    board_access: list[OrganizationBoardAccessRead] = Field(default_factory=list)


class InvitePreview(Schema):
    """What its link says of an invite, before it is accepted."""

    organization_id: UUID
    organization_name: str
    invited_by_name: str | None = Field(None, description="Who has made the invite.")
    invited_email: str
    role: Role
    all_boards_read: bool
    all_boards_write: bool
    boards: int = Field(description="How many boards it opens, where it does not open all of them.")
    expires_at: datetime
    is_for_caller: bool = Field(description="False when the caller has another e-mail address.")
    is_member: bool = Field(description="Whether the caller belongs to the organization already.")


class RunningAgent(Schema):
    """An agent that shows signs of life."""

    id: UUID
    name: str
    board_id: UUID | None
    status: str
    status_reason: str


class OrganizationDeletionPreview(Schema):
    """What goes with an organization, counted by what it is."""

    organization_id: UUID
    name: str
    counts: dict[str, int]
    other_members: int = Field(description="People besides the caller who lose it.")
    running_agents: list[RunningAgent] = Field(description="As long as there are any, only `force` deletes.")


class AccountDeletionPreview(Schema):
    deleted: list[OrganizationDeletionPreview] = Field(description="Organizations that nobody else belongs to.")
    left: list[str] = Field(description="Names of organizations that go on without the caller.")
    blocking: list[str] = Field(
        description="Names of organizations whose last owner the caller is, and others belong to: these forbid it."
    )
