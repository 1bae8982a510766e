"""Use cases of people."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mission_control.identity.events import InstallationAdminChanged, UserUpdated
from mission_control.identity.models import User
from mission_control.identity.schemas import UserUpdate
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import UserPrincipal

LOCAL_EMAIL = "admin@home.local"
LOCAL_NAME = "Local User"


def known_as(db: Session, external_id: str) -> User | None:
    """The person whom the sign-in mode knows by this name; None before the first sign-in."""
    return db.scalar(select(User).where(User.external_id == external_id))


def new_user(uow: UnitOfWork, external_id: str, email: str | None, name: str | None) -> User:
    user = User(external_id=external_id, email=email, name=name, created_at=uow.now, updated_at=uow.now)
    uow.db.add(user)
    uow.db.flush()
    return user


def installation_admins(db: Session) -> list[User]:
    """Those who were named; the person of local mode needs no naming."""
    return list(db.scalars(select(User).where(User.is_super_admin).order_by(User.email, User.id)))


def name_installation_admin(uow: UnitOfWork, email: str, *, runs_installation: bool) -> list[User]:
    """Let everybody who has signed in with this address see to the installation, or no more; answers who they are."""
    people = list(uow.db.scalars(select(User).where(func.lower(User.email) == email.strip().lower())))
    for user in people:
        if user.is_super_admin is runs_installation:
            continue
        user.is_super_admin, user.updated_at = runs_installation, uow.now
        if user.active_organization_id:
            may = "sees to the installation now" if runs_installation else "sees to the installation no more"
            uow.emit(
                InstallationAdminChanged(
                    organization_id=user.active_organization_id,
                    message=f"{user.display_name} {may}",
                    user_id=user.id,
                    runs_installation=runs_installation,
                )
            )
    return people


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
            user_id=user.id,
            fields=sorted(changes),
        )
    )
    return user
