"""Use cases of organizations, and which organization a person acts in."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from mission_control.identity.api import User, is_local_user, local_user, new_local_user
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Conflict, Forbidden, NotFound
from mission_control.kernel.security.principals import ActorRef, Role, UserPrincipal
from mission_control.organizations.events import OrganizationCreated
from mission_control.organizations.models import Member, Organization
from mission_control.organizations.schemas import OrganizationActiveUpdate, OrganizationCreate, OrganizationListItem

PERSONAL = "Personal"

# Made once: each call of a person asks it.
_LOCAL_USER_AND_PLACE = (
    select(User, Member)
    .join(Member, Member.user_id == User.id)
    .where(is_local_user())
    .order_by(case((Member.organization_id == User.active_organization_id, 0), else_=1), Member.created_at, Member.id)
    .limit(1)
)


class OrganizationNameTaken(Conflict):
    code = "organization_name_taken"


def principal_of_local_user(db: Session) -> UserPrincipal | None:
    """The person of local mode in the organization that is active, or in the oldest of his when that is his no more.

    None when `join_local_user` has work to do.
    """
    row = db.execute(_LOCAL_USER_AND_PLACE).one_or_none()
    return _principal(*row) if row else None


def join_local_user(uow: UnitOfWork) -> None:
    """Make sure that the person of local mode exists and acts in an organization; safe to repeat."""
    user = local_user(uow.db) or new_local_user(uow)
    uow.actor = ActorRef("user", user.id, user.display_name)
    oldest = uow.db.scalar(
        select(Member).where(Member.user_id == user.id).order_by(Member.created_at, Member.id).limit(1)
    )
    if user.active_organization_id and _membership(uow.db, user, user.active_organization_id):
        return
    user.active_organization_id = oldest.organization_id if oldest else _found(uow, user, PERSONAL).id


def create(uow: UnitOfWork, principal: UserPrincipal, body: OrganizationCreate) -> Organization:
    """Found an organization with the caller as owner; it becomes the active one.

    Raises OrganizationNameTaken when the caller belongs to one of that name already.
    """
    taken = select(Organization.id).join(Member, Member.organization_id == Organization.id)
    taken = taken.where(Member.user_id == principal.user_id, func.lower(Organization.name) == body.name.lower())
    if uow.db.scalar(taken.limit(1)):
        raise OrganizationNameTaken("you already belong to an organization of this name")
    user = _user(uow.db, principal)
    organization = _found(uow, user, body.name)
    user.active_organization_id = organization.id
    return organization


def activate(uow: UnitOfWork, principal: UserPrincipal, body: OrganizationActiveUpdate) -> Organization:
    """Choose the organization that requests without a board are about."""
    user = _user(uow.db, principal)
    if _membership(uow.db, user, body.organization_id) is None:
        raise Forbidden("you are not a member of this organization")
    user.active_organization_id = body.organization_id
    return get(uow.db, principal, body.organization_id)


def active(db: Session, principal: UserPrincipal) -> Organization:
    return get(db, principal, principal.organization_id)


def get(db: Session, principal: UserPrincipal, organization_id: object) -> Organization:
    """Raises NotFound for organizations that the caller does not belong to."""
    visible = select(Organization).join(Member, Member.organization_id == Organization.id)
    found = db.scalar(visible.where(Member.user_id == principal.user_id, Organization.id == organization_id))
    if found is None:
        raise NotFound
    return found


def list_mine(db: Session, principal: UserPrincipal) -> list[OrganizationListItem]:
    rows = db.execute(
        select(Organization, Member.role)
        .join(Member, Member.organization_id == Organization.id)
        .where(Member.user_id == principal.user_id)
        .order_by(func.lower(Organization.name), Organization.id)
    )
    return [
        OrganizationListItem(
            id=organization.id,
            name=organization.name,
            role=Role(role),
            is_active=organization.id == principal.organization_id,
        )
        for organization, role in rows
    ]


def _found(uow: UnitOfWork, user: User, name: str) -> Organization:
    organization = Organization(name=name, created_at=uow.now, updated_at=uow.now)
    uow.db.add(organization)
    uow.db.flush()
    uow.db.add(
        Member(
            organization_id=organization.id,
            user_id=user.id,
            role=Role.OWNER,
            all_boards_read=True,
            all_boards_write=True,
            created_at=uow.now,
            updated_at=uow.now,
        )
    )
    uow.emit(OrganizationCreated(organization_id=organization.id, message=f"{name} was founded", name=name))
    return organization


def _user(db: Session, principal: UserPrincipal) -> User:
    user = db.get(User, principal.user_id)
    if user is None:
        raise NotFound
    return user


def _membership(db: Session, user: User, organization_id: object) -> Member | None:
    return db.scalar(select(Member).where(Member.user_id == user.id, Member.organization_id == organization_id))


def _principal(user: User, member: Member) -> UserPrincipal:
    return UserPrincipal(
        user_id=user.id,
        name=user.display_name,
        organization_id=member.organization_id,
        member_id=member.id,
        role=Role(member.role),
        all_boards_read=member.all_boards_read,
        all_boards_write=member.all_boards_write,
    )
