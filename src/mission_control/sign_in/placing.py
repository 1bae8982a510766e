"""Where somebody belongs who signs in: the account, what the provider says of it, and a first place."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from mission_control.identity.api import User, known_as, new_user
from mission_control.kernel.db.locks import lock_again
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import ActorRef, KnownPerson
from mission_control.membership.api import accept_waiting, admit
from mission_control.organizations.api import join, oldest_place_of
from mission_control.sign_in import sharing

T = TypeVar("T")


def after_a_twin(transaction: Callable[[], T]) -> T:
    """Run a whole transaction that places somebody; again when another, at the same moment, has placed them first."""
    try:
        return transaction()
    except IntegrityError:
        return transaction()


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
        shared = sharing.organization_of(uow, user, organization)
        if shared is not None:
            admit(uow, shared, user, person.role, keeps_role=person.keeps_role)
    if person.email and oldest_place_of(uow.db, user.id) is None:
        accept_waiting(uow, user)
    join(uow, person.external_id, email=None, name=None)
    return user
