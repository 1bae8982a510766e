"""Use cases of people."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mission_control.identity.events import UserUpdated
from mission_control.identity.models import User
from mission_control.identity.schemas import UserUpdate
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import UserPrincipal

LOCAL_USER = "local-auth-user"
LOCAL_EMAIL = "admin@home.local"
LOCAL_NAME = "Local User"


def is_local_user() -> ColumnElement[bool]:
    """Of a user: the one person of local mode."""
    return User.external_id == LOCAL_USER


def local_user(db: Session) -> User | None:
    """The one person of local mode; None before the first sign-in."""
    return db.scalar(select(User).where(is_local_user()))


def new_local_user(uow: UnitOfWork) -> User:
    user = User(external_id=LOCAL_USER, email=LOCAL_EMAIL, name=LOCAL_NAME, created_at=uow.now, updated_at=uow.now)
    uow.db.add(user)
    uow.db.flush()
    return user


def get(uow: UnitOfWork, principal: UserPrincipal) -> User:
    user = uow.db.get(User, principal.user_id)
    if user is None:
        raise NotFound
    return user


def update(uow: UnitOfWork, principal: UserPrincipal, body: UserUpdate) -> User:
    """Change the caller's own profile."""
    user = get(uow, principal)
    changes = {name: value for name, value in body.changes().items() if getattr(user, name) != value}
    if not changes:
        return user
    for name, value in changes.items():
        setattr(user, name, value)
    user.updated_at = uow.now
    uow.emit(
        UserUpdated(
            organization_id=principal.organization_id,
            message=f"{user.display_name} changed their profile",
            fields=sorted(changes),
        )
    )
    return user
