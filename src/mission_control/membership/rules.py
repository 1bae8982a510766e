"""Who may do what to whom in an organization. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from mission_control.kernel.security.principals import Role

_EMAIL = re.compile(r"[^@\s<>\"(),:;\[\]\\]{1,64}@(?:[^@\s.<>\"(),:;\[\]\\]+\.)+[^@\s.<>\"(),:;\[\]\\]{2,}")

OWNERS_GIVE_OWNER = "only an owner gives or takes the role of owner"
OWNERS_REMOVE_OWNERS = "only an owner removes an owner"
OWNERS_SET_OWNERS_ACCESS = "only an owner changes what an owner may do on boards"
OWNERS_INVITE_OWNERS = "only an owner makes, renews or withdraws an invite for an owner"
LAST_OWNER = "an organization needs an owner: make somebody else one first, or delete the organization"


class Kind(StrEnum):
    OWNERS_ONLY = "owners_only"
    LAST_OWNER = "last_owner"


@dataclass(frozen=True, slots=True)
class Refusal:
    kind: Kind
    reason: str


def why_not_change_role(acting: Role, present: Role, wanted: Role, owners: int) -> Refusal | None:
    """The first reason that forbids it. Whoever acts is an administrator, so no other role can be above his own."""
    if present is wanted:
        return None
    if Role.OWNER in {present, wanted} and acting is not Role.OWNER:
        return Refusal(Kind.OWNERS_ONLY, OWNERS_GIVE_OWNER)
    return _why_not_without(present, owners)


def why_not_change_access(acting: Role, of: Role) -> Refusal | None:
    if of is Role.OWNER and acting is not Role.OWNER:
        return Refusal(Kind.OWNERS_ONLY, OWNERS_SET_OWNERS_ACCESS)
    return None


def why_not_remove(acting: Role, removed: Role, owners: int) -> Refusal | None:
    if removed is Role.OWNER and acting is not Role.OWNER:
        return Refusal(Kind.OWNERS_ONLY, OWNERS_REMOVE_OWNERS)
    return _why_not_without(removed, owners)


def why_not_leave(role: Role, owners: int) -> Refusal | None:
    return _why_not_without(role, owners)


def why_not_invite(acting: Role, *roles: Role) -> Refusal | None:
    """`roles` are that of the invite, and that of the one which it replaces."""
    if Role.OWNER in roles and acting is not Role.OWNER:
        return Refusal(Kind.OWNERS_ONLY, OWNERS_INVITE_OWNERS)
    return None


def _why_not_without(role: Role, owners: int) -> Refusal | None:
    return Refusal(Kind.LAST_OWNER, LAST_OWNER) if role is Role.OWNER and owners <= 1 else None


def higher(one: Role, other: Role) -> Role:
    order = (Role.MEMBER, Role.ADMIN, Role.OWNER)
    return max(one, other, key=order.index)


def normal_role(text: str) -> str:
    return text.strip().lower() or Role.MEMBER


def is_email(text: str) -> bool:
    """Whether it has the form of an address; whether somebody reads it, only a letter could tell."""
    return _EMAIL.fullmatch(text) is not None


def masked(email: str) -> str:
    """An address as events show it: they are read by members who may not see addresses."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"
