"""Which organization a person acts in, and as what."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, case, select
from sqlalchemy.orm import Session

from mission_control.identity.api import User, runs_installation, shown_name
from mission_control.kernel.db.connections import connection_of
from mission_control.kernel.http.errors import Forbidden
from mission_control.kernel.security.principals import Role, UserPrincipal
from mission_control.organizations.models import Member

NOT_A_MEMBER = "you are not a member of this organization"

PLACE = (
    User.id.label("user_id"),
    User.external_id,
    User.email,
    User.name,
    User.preferred_name,
    User.is_super_admin,
    Member.id.label("member_id"),
    Member.organization_id,
    Member.role,
    Member.all_boards_read,
    Member.all_boards_write,
)
"""What `principal_at` needs of a person and a membership. Columns alone: each call of a person asks for them."""

# Made once, for the same reason.
_PLACES = select(*PLACE).join(Member, Member.user_id == User.id).where(User.external_id == bindparam("external_id"))
_ACTIVE_PLACE = _PLACES.order_by(
    case((Member.organization_id == User.active_organization_id, 0), else_=1), Member.created_at, Member.id
).limit(1)
_NAMED_PLACE = _PLACES.where(Member.organization_id == bindparam("organization_id"))


def principal_of(db: Session, external_id: str) -> UserPrincipal | None:
    """The person of this name in the active organization, or in the oldest when the active one is not his any more.

    None when `join` has work to do.
    """
    row = connection_of(db).execute(_ACTIVE_PLACE, {"external_id": external_id}).one_or_none()
    return principal_at(row) if row is not None else None


def principal_in(db: Session, external_id: str, organization: str) -> UserPrincipal:
    """The person of this name in the organization with this id; Forbidden when that is none of his."""
    try:
        place = UUID(organization)
    except ValueError:
        raise Forbidden(NOT_A_MEMBER) from None
    row = connection_of(db).execute(_NAMED_PLACE, {"external_id": external_id, "organization_id": place}).one_or_none()
    if row is None:
        raise Forbidden(NOT_A_MEMBER)
    return principal_at(row)


def principal_at(row: Row[*tuple[Any, ...]]) -> UserPrincipal:
    """The person of a row that has the columns of `PLACE`."""
    return UserPrincipal(
        user_id=row.user_id,
        name=shown_name(row.preferred_name, row.name, row.email),
        organization_id=row.organization_id,
        member_id=row.member_id,
        role=Role(row.role),
        all_boards_read=row.all_boards_read,
        all_boards_write=row.all_boards_write,
        runs_installation=runs_installation(row.external_id, is_super_admin=row.is_super_admin),
    )


def oldest_place_of(db: Session, user_id: UUID) -> UUID | None:
    """The organization that somebody has belonged to for the longest time."""
    mine = select(Member.organization_id).where(Member.user_id == user_id)
    return db.scalar(mine.order_by(Member.created_at, Member.id).limit(1))
