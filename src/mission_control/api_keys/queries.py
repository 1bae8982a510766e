"""Every SELECT of API keys."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from mission_control.api_keys.models import ApiKey
from mission_control.identity.api import SERVICE_PREFIX, User
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

MAKER, MAKERS_PLACE = aliased(User), aliased(Member)
"""Who has made a key, and as what they are in its organization now: either may be gone."""

Keys = Select[ApiKey, User, Member, Organization, User | None, str | None]


def _all() -> Keys:
    keys = select(ApiKey, User, Member, Organization, MAKER, MAKERS_PLACE.role)
    keys = keys.join(Member, Member.id == ApiKey.member_id).join(User, User.id == Member.user_id)
    keys = keys.join(Organization, Organization.id == ApiKey.organization_id)
    place = and_(MAKERS_PLACE.user_id == MAKER.id, MAKERS_PLACE.organization_id == ApiKey.organization_id)
    keys = keys.outerjoin(MAKER, MAKER.id == ApiKey.created_by_user_id).outerjoin(MAKERS_PLACE, place)
    return cast(Keys, keys.order_by(ApiKey.created_at.desc(), ApiKey.id))


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


def of_services_made_by(db: Session, organization_id: UUID, user_id: UUID, now: datetime) -> Sequence[ApiKey]:
    """Those that let somebody in, whatever becomes of their maker."""
    keys = select(ApiKey).join(Member, Member.id == ApiKey.member_id).join(User, User.id == Member.user_id)
    made = keys.where(ApiKey.organization_id == organization_id, ApiKey.created_by_user_id == user_id)
    usable = or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now)
    services = made.where(User.external_id.startswith(SERVICE_PREFIX), usable)
    return db.scalars(services.order_by(ApiKey.created_at, ApiKey.id)).all()


def count_of(db: Session, member_id: UUID) -> int:
    return db.scalar(select(func.count()).select_from(ApiKey).where(ApiKey.member_id == member_id)) or 0


def count_in(db: Session, organization_id: UUID) -> int:
    return db.scalar(select(func.count()).select_from(ApiKey).where(ApiKey.organization_id == organization_id)) or 0
