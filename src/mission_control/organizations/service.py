"""Use cases of organizations."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from mission_control.identity.api import (
    User,
    known_as,
    new_user,
)
from mission_control.kernel import pausing
from mission_control.kernel.db.locks import lock_again, locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Conflict, Forbidden, NotFound
from mission_control.kernel.security.principals import ActorRef, Role, UserPrincipal
from mission_control.organizations.events import (
    OrganizationCreated,
    OrganizationPaused,
    OrganizationResumed,
    OrganizationUpdated,
)
from mission_control.organizations.models import Member, Organization
from mission_control.organizations.places import NOT_A_MEMBER, oldest_place_of
from mission_control.organizations.schemas import (
    OrganizationActiveUpdate,
    OrganizationCreate,
    OrganizationListItem,
    OrganizationUpdate,
)

PERSONAL = "Personal"

MAX_ORGANIZATIONS = 200
"""How many one person may belong to before founding another."""

FOR_OWNERS = {"skills_need_second_admin", "trusted_skill_sources"}
"""What an administrator alone must not change: it is what makes him ask another one."""


class OrganizationNameTaken(Conflict):
    code = "organization_name_taken"


class TooManyOrganizations(Conflict):
    code = "too_many_organizations"


def join(uow: UnitOfWork, external_id: str, *, email: str | None, name: str | None) -> None:
    """Make sure that the person exists and acts in an organization; safe to repeat."""
    user = known_as(uow.db, external_id) or new_user(uow, external_id, email, name)
    # Locked: two requests at once would each found an organization.
    lock_again(uow.db, user)
    uow.actor = ActorRef("user", user.id, user.display_name)
    if user.active_organization_id and _membership(uow.db, user, user.active_organization_id):
        return
    user.active_organization_id = oldest_place_of(uow.db, user.id) or found(uow, user, PERSONAL).id


def create(uow: UnitOfWork, principal: UserPrincipal, body: OrganizationCreate) -> Organization:
    """Found an organization with the caller as owner; it becomes the active one.

    Raises OrganizationNameTaken when the caller belongs to one of that name already, and TooManyOrganizations.
    """
    user = _locked_user(uow.db, principal)
    _refuse_taken(uow.db, user, body.name)
    count = uow.db.scalar(select(func.count()).where(Member.user_id == user.id)) or 0
    if count >= MAX_ORGANIZATIONS:
        raise TooManyOrganizations(f"you belong to {count} organizations; leave or delete one before founding another")
    organization = found(uow, user, body.name)
    user.active_organization_id = organization.id
    return organization


def update(uow: UnitOfWork, principal: UserPrincipal, body: OrganizationUpdate) -> Organization:
    """Rename the active organization, or change what it shows to whom and whom it trusts.

    Raises OrganizationNameTaken, and Forbidden for what only an owner decides.
    """
    user = _locked_user(uow.db, principal)
    organization = active(uow.db, principal)
    lock_again(uow.db, organization)
    changes = {name: value for name, value in body.changes().items() if getattr(organization, name) != value}
    if not changes:
        return organization
    if changes.keys() & FOR_OWNERS and principal.role is not Role.OWNER:
        raise Forbidden("only an owner decides whose skills are trusted")
    if "name" in changes:
        _refuse_taken(uow.db, user, changes["name"], but=organization.id)
    before = {name: getattr(organization, name) for name in changes}
    for name, value in changes.items():
        setattr(organization, name, value)
    organization.updated_at = uow.now
    uow.emit(
        OrganizationUpdated(
            organization_id=organization.id,
            message=_told(organization, before),
            before=before,
            after=changes,
        )
    )
    return organization


def pause(uow: UnitOfWork, principal: UserPrincipal, reason: str | None) -> Organization:
    """Stop all agents of the active organization; one that is paused stays as it is."""
    return begin_pause(uow, active(uow.db, principal), reason)


def begin_pause(uow: UnitOfWork, organization: Organization, reason: str | None) -> Organization:
    """As `pause`, for whoever needs no membership: an operator beside the database."""
    lock_again(uow.db, organization)
    if pausing.begin(uow, organization, reason):
        message = pausing.told(organization.name, reason)
        uow.emit(OrganizationPaused(organization_id=organization.id, message=message, reason=reason))
    return organization


def resume(uow: UnitOfWork, principal: UserPrincipal) -> Organization:
    return end_pause(uow, active(uow.db, principal))


def end_pause(uow: UnitOfWork, organization: Organization) -> Organization:
    lock_again(uow.db, organization)
    if pausing.end(uow, organization):
        message = f"{organization.name} was resumed"
        uow.emit(OrganizationResumed(organization_id=organization.id, message=message))
    return organization


def activate(uow: UnitOfWork, principal: UserPrincipal, body: OrganizationActiveUpdate) -> Organization:
    """Choose the organization that requests without a board are about."""
    user = _locked_user(uow.db, principal)
    if _membership(uow.db, user, body.organization_id) is None:
        raise Forbidden(NOT_A_MEMBER)
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
    mine = select(Organization, Member.role).join(Member, Member.organization_id == Organization.id)
    mine = mine.where(Member.user_id == principal.user_id)
    if principal.key is not None:
        # A key belongs to one organization, and tells of no other.
        mine = mine.where(Organization.id == principal.organization_id)
    rows = db.execute(mine.order_by(func.lower(Organization.name), Organization.id)).all()
    owners = _first_owners(db, [organization.id for organization, _ in rows])
    return [
        OrganizationListItem(
            id=organization.id,
            name=organization.name,
            role=Role(role),
            is_active=organization.id == principal.organization_id,
            owner_name=owners.get(organization.id),
        )
        for organization, role in rows
    ]


def _first_owners(db: Session, organization_ids: Collection[UUID]) -> dict[UUID, str]:
    owners = select(Member.organization_id, User).join(User, User.id == Member.user_id)
    owners = owners.where(Member.organization_id.in_(organization_ids), Member.role == Role.OWNER)
    newest_first = db.execute(owners.order_by(Member.created_at.desc(), Member.id))
    return {organization_id: user.display_name for organization_id, user in newest_first}


def found(uow: UnitOfWork, user: User, name: str) -> Organization:
    """Found an organization of this name with the user as its owner."""
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


def _locked_user(db: Session, principal: UserPrincipal) -> User:
    """The caller, locked: what one person founds and names is decided one after the other."""
    user = locked(db, User, principal.user_id)
    if user is None:
        raise NotFound
    return user


def _refuse_taken(db: Session, user: User, name: str, but: UUID | None = None) -> None:
    taken = select(Organization.id).join(Member, Member.organization_id == Organization.id)
    taken = taken.where(Member.user_id == user.id, func.lower(Organization.name) == name.lower())
    if db.scalar(taken.where(Organization.id != but if but else true()).limit(1)):
        raise OrganizationNameTaken("you already belong to an organization of this name")


def _told(organization: Organization, before: dict[str, Any]) -> str:
    parts = [f"{before['name']} is called {organization.name} now"] if "name" in before else []
    if "hide_member_emails" in before:
        seen = "administrators" if organization.hide_member_emails else "all members"
        parts.append(f"{seen} see the e-mail addresses of members")
    if "skills_need_second_admin" in before:
        needed = "needs" if organization.skills_need_second_admin else "does not need"
        parts.append(f"installing a skill from elsewhere {needed} a second administrator")
    if "trusted_skill_sources" in before:
        sources = ", ".join(organization.trusted_skill_sources) or "nowhere"
        parts.append(f"skills are trusted from {sources}")
    return "; ".join(parts)


def _membership(db: Session, user: User, organization_id: object) -> Member | None:
    return db.scalar(select(Member).where(Member.user_id == user.id, Member.organization_id == organization_id))
