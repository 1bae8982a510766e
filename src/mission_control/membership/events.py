"""What happens to members and invites."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class MemberEvent(Event):
    """`user_id` is the person it is about: open streams of that person are checked anew."""

    topic: ClassVar[Topic] = Topic.ORGANIZATION

    user_id: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberRoleChanged(MemberEvent):
    type: ClassVar[str] = "member.role_changed"
    for_members: ClassVar[bool] = True

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class MemberAccessChanged(MemberEvent):
    type: ClassVar[str] = "member.access_changed"

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(MemberEvent):
    type: ClassVar[str] = "member.removed"
    for_members: ClassVar[bool] = True

    role: str


@dataclass(frozen=True, kw_only=True)
class MemberLeft(MemberEvent):
    """By their own will; `account_deleted` says that they are gone altogether."""

    type: ClassVar[str] = "member.left"
    for_members: ClassVar[bool] = True

    role: str
    account_deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class MemberJoined(MemberEvent):
    """By signing in, with the role that the identity provider says."""

    type: ClassVar[str] = "member.joined"
    for_members: ClassVar[bool] = True

    role: str


@dataclass(frozen=True, kw_only=True)
class InviteAccepted(MemberEvent):
    type: ClassVar[str] = "invite.accepted"

    invite_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class InviteEvent(Event):
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    invite_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class InviteCreated(InviteEvent):
    type: ClassVar[str] = "invite.created"

    replaced: bool
    """Whether it takes the place of one for the same address that was not accepted."""


@dataclass(frozen=True, kw_only=True)
class InviteRenewed(InviteEvent):
    type: ClassVar[str] = "invite.renewed"


@dataclass(frozen=True, kw_only=True)
class InviteWithdrawn(InviteEvent):
    type: ClassVar[str] = "invite.withdrawn"
