"""The organization that everybody of the provider joins, kept by its id: a name can be changed, or be another's."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mission_control.identity.api import User
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.logging import get_logger
from mission_control.organizations.api import Member, Organization, found
from mission_control.sign_in.models import SharedOrganization
from mission_control.sign_in.rules import OIDC_PREFIX

KEY = "oidc"

logger = get_logger(__name__)


def organization_of(uow: UnitOfWork, user: User, name: str) -> UUID | None:
    """The shared organization; the first person founds it under this name, as its owner whatever their role.

    None after it was deleted, until the settings name another: nobody is to own, by chance, what all will join.
    """
    kept = _kept(uow.db)
    if kept is None:
        try:
            with uow.savepoint():
                return _found(uow, user, SharedOrganization(key=KEY), name)
        except IntegrityError:
            # Somebody else, at the same moment, has founded it.
            kept = _kept(uow.db)
    if kept is None or kept.organization_id is not None:
        return kept.organization_id if kept else None
    if kept.name is None:
        return _of_before(uow, user, _locked(uow.db), name)
    if kept.name.lower() == name.lower():
        logger.warning("sign_in.shared_organization_deleted", name=kept.name)
        return None
    return _found(uow, user, _locked(uow.db), name)


def _kept(db: Session) -> SharedOrganization | None:
    # Read without a lock: every sign-in asks it, and it hardly ever changes.
    return db.get(SharedOrganization, KEY, populate_existing=True)


def _locked(db: Session) -> SharedOrganization:
    return db.get_one(SharedOrganization, KEY, populate_existing=True, with_for_update=True)


def _found(uow: UnitOfWork, user: User, kept: SharedOrganization, name: str) -> UUID:
    if kept.organization_id is not None:
        return kept.organization_id
    kept.name = name
    uow.db.add(kept)
    # Before the organization, so that who comes second waits here and founds nothing.
    uow.db.flush()
    kept.organization_id = user.active_organization_id = found(uow, user, name).id
    return kept.organization_id


def _of_before(uow: UnitOfWork, user: User, kept: SharedOrganization, name: str) -> UUID:
    """Of an installation that went by the name until now: the oldest one of it that has people of the provider."""
    people = select(Member.organization_id).join(User, User.id == Member.user_id)
    theirs = people.where(User.external_id.startswith(OIDC_PREFIX))
    same = select(Organization.id).where(func.lower(Organization.name) == name.lower(), Organization.id.in_(theirs))
    known = uow.db.scalar(same.order_by(Organization.created_at, Organization.id).limit(1))
    if known is None:
        return _found(uow, user, kept, name)
    kept.organization_id, kept.name = known, name
    return known
