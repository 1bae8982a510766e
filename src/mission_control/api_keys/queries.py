"""Every SELECT of API keys."""

from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from mission_control.api_keys.models import ApiKey
from mission_control.identity.api import User
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.organizations.api import PLACE, Member, Organization

# Made once: each call by a key asks it.
BY_ID = (
    select(ApiKey, *PLACE)
    .join(Member, Member.id == ApiKey.member_id)
    .join(User, User.id == Member.user_id)
    .where(ApiKey.id == bindparam("key_id"))
)

Keys = Select[ApiKey, User, Member, Organization]


def _all() -> Keys:
    keys = select(ApiKey, User, Member, Organization).join(Member, Member.id == ApiKey.member_id)
    keys = keys.join(User, User.id == Member.user_id).join(Organization, Organization.id == ApiKey.organization_id)
    return keys.order_by(ApiKey.created_at.desc(), ApiKey.id)


def maker_of(db: Session, key_id: UUID) -> UUID | None:
    """Who has made a key; None where that account is gone."""
    return db.scalar(select(ApiKey.created_by_user_id).where(ApiKey.id == key_id))


def mine(principal: UserPrincipal) -> Keys:
    """The caller's own in the organization."""
    return of_organization(principal).where(Member.user_id == principal.user_id)


def of_organization(principal: UserPrincipal) -> Keys:
    """Services' and members' keys."""
    return _all().where(ApiKey.organization_id == principal.organization_id)


def one_of(db: Session, keys: Keys, key_id: UUID) -> tuple[ApiKey, User, Member]:
    row = db.execute(keys.where(ApiKey.id == key_id)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


def count_of(db: Session, member_id: UUID) -> int:
    return db.scalar(select(func.count()).select_from(ApiKey).where(ApiKey.member_id == member_id)) or 0


def count_in(db: Session, organization_id: UUID) -> int:
    return db.scalar(select(func.count()).select_from(ApiKey).where(ApiKey.organization_id == organization_id)) or 0
