"""Where somebody belongs who signs in: the account, what the provider says of it, and a first place."""

from uuid import UUID

from sqlalchemy import func, select

from mission_control.identity.api import User, known_as, new_user
from mission_control.kernel.db.locks import lock_again
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import ActorRef, KnownPerson, Role
from mission_control.membership.api import accept_waiting, admit
from mission_control.organizations.api import Organization, found, join, oldest_place_of


def place(uow: UnitOfWork, person: KnownPerson, organization: str) -> User:
    """Make sure that the account exists, is up to date and belongs somewhere; safe to repeat.

    `organization` is the name of the one that everybody with a role joins; empty for none.
    """
    user = known_as(uow.db, person.external_id) or new_user(uow, person.external_id, person.email, person.name)
    # Locked: two requests at once would each found an organization.
    lock_again(uow.db, user)
    uow.actor = ActorRef("user", user.id, user.display_name)
    if person.email and person.email != user.email:
        user.email, user.updated_at = person.email, uow.now
    if person.name and not user.name:
        user.name, user.updated_at = person.name, uow.now
    if person.role is not None and organization:
        _join_shared(uow, user, organization, person.role)
    if person.email and oldest_place_of(uow.db, user.id) is None:
        accept_waiting(uow, user)
    join(uow, person.external_id, email=None, name=None)
    return user


def _join_shared(uow: UnitOfWork, user: User, name: str, role: Role) -> None:
    """The first one founds it, and is its owner whatever the role: an organization needs one."""
    known = _named(uow, name)
    if known is None:
        user.active_organization_id = found(uow, user, name).id
        return
    admit(uow, known, user, role)


def _named(uow: UnitOfWork, name: str) -> UUID | None:
    same = select(Organization.id).where(func.lower(Organization.name) == name.lower())
    return uow.db.scalar(same.order_by(Organization.created_at, Organization.id).limit(1))
