"""Every SELECT of members and invites; all start from the caller's organization."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, nulls_last, select, true
from sqlalchemy.orm import Session

from mission_control.boards.api import Board, BoardAccessGrant
from mission_control.identity.api import SERVICE_PREFIX, User
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import Role, UserPrincipal
from mission_control.membership.models import Invite, InviteGrant
from mission_control.organizations.api import Member

Person = tuple[Member, User]


def people(principal: UserPrincipal) -> Select[Member, User]:
    """Members of the organization with who they are."""
    members = select(Member, User).join(User, User.id == Member.user_id)
    return members.where(Member.organization_id == principal.organization_id)


def by_email(rows: Select[Member, User]) -> Select[Member, User]:
    names = (nulls_last(func.lower(User.email)), nulls_last(func.lower(User.name)))
    return rows.order_by(*names, Member.id)


def person(db: Session, principal: UserPrincipal, member_id: UUID) -> Person:
    """As it is now, whatever was read before. Raises NotFound for members of other organizations too."""
    found = people(principal).where(Member.id == member_id).execution_options(populate_existing=True)
    row = db.execute(found).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def with_email(db: Session, organization_id: UUID, email: str) -> Member | None:
    found = select(Member).join(User, User.id == Member.user_id)
    return db.scalar(found.where(Member.organization_id == organization_id, func.lower(User.email) == email).limit(1))


def member_of(db: Session, organization_id: UUID, user_id: UUID) -> Member | None:
    found = select(Member).where(Member.organization_id == organization_id, Member.user_id == user_id)
    return db.scalar(found.execution_options(populate_existing=True))


def count_of(db: Session, organization_id: UUID, role: Role | None = None) -> int:
    members = select(func.count()).select_from(Member).where(Member.organization_id == organization_id)
    return db.scalar(members.where(Member.role == role) if role else members) or 0


def count_of_people(db: Session, organization_id: UUID) -> int:
    """Without services, which own nothing and go with the organization."""
    members = select(func.count()).select_from(Member).join(User, User.id == Member.user_id)
    people = members.where(Member.organization_id == organization_id, ~User.external_id.startswith(SERVICE_PREFIX))
    return db.scalar(people) or 0


def has_other_admins(db: Session, organization_id: UUID, but: UUID | None) -> bool:
    """Whether somebody besides this person, and no service, is an administrator."""
    admins = select(Member.id).join(User, User.id == Member.user_id)
    admins = admins.where(Member.organization_id == organization_id, Member.role.in_((Role.OWNER, Role.ADMIN)))
    others = admins.where(~User.external_id.startswith(SERVICE_PREFIX))
    return db.scalar(others.where(User.id != but if but else true()).limit(1)) is not None


def memberships_of(db: Session, user_id: UUID) -> Sequence[Member]:
    """By organization, so that whoever locks several locks them in one order."""
    return db.scalars(select(Member).where(Member.user_id == user_id).order_by(Member.organization_id)).all()


def grants_of(db: Session, member_ids: Collection[UUID]) -> dict[UUID, list[BoardAccessGrant]]:
    found: dict[UUID, list[BoardAccessGrant]] = {}
    grants = select(BoardAccessGrant).where(BoardAccessGrant.organization_member_id.in_(member_ids))
    for grant in db.scalars(grants.order_by(BoardAccessGrant.created_at, BoardAccessGrant.id)):
        found.setdefault(grant.organization_member_id, []).append(grant)
    return found


def boards_among(db: Session, principal: UserPrincipal, board_ids: Collection[UUID]) -> set[UUID]:
    """Those of these ids that are boards of the organization."""
    boards = select(Board.id).where(Board.organization_id == principal.organization_id, Board.id.in_(board_ids))
    return set(db.scalars(boards))


def invites(principal: UserPrincipal) -> Select[Invite]:
    return select(Invite).where(Invite.organization_id == principal.organization_id)


def pending_newest_first(rows: Select[Invite]) -> Select[Invite]:
    return rows.where(Invite.accepted_at.is_(None)).order_by(Invite.created_at.desc(), Invite.id)


def invite(db: Session, principal: UserPrincipal, invite_id: UUID) -> Invite:
    found = invites(principal).where(Invite.id == invite_id).execution_options(populate_existing=True)
    row = db.scalar(found)
    if row is None:
        raise NotFound
    return row


def pending_for(db: Session, organization_id: UUID, email: str) -> Invite | None:
    found = select(Invite).where(Invite.organization_id == organization_id, Invite.invited_email == email)
    return db.scalar(found.where(Invite.accepted_at.is_(None)))


def invite_with(db: Session, digest: str) -> Invite | None:
    return db.scalar(select(Invite).where(Invite.token_digest == digest).execution_options(populate_existing=True))


def oldest_waiting(db: Session, email: str, now: datetime) -> Invite | None:
    """The oldest invite for an address that is still good, of whichever organization."""
    waiting = select(Invite).where(Invite.invited_email == email, Invite.accepted_at.is_(None), Invite.expires_at > now)
    return db.scalar(waiting.order_by(Invite.created_at, Invite.id).limit(1))


def invite_grants_of(db: Session, invite_ids: Collection[UUID]) -> dict[UUID, list[InviteGrant]]:
    found: dict[UUID, list[InviteGrant]] = {}
    grants = select(InviteGrant).where(InviteGrant.organization_invite_id.in_(invite_ids))
    for grant in db.scalars(grants.order_by(InviteGrant.created_at, InviteGrant.id)):
        found.setdefault(grant.organization_invite_id, []).append(grant)
    return found
