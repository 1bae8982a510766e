"""Use cases of invites: a link that one person can use once, within a week."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from mission_control.identity import api as identity
from mission_control.identity.api import User
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.pagination import Found, Window, page_of
from mission_control.kernel.security.principals import Role, UserPrincipal
from mission_control.kernel.security.secrets import new_secret
from mission_control.membership import queries, reading, rules
from mission_control.membership.acting import acting_admin, new_grant, place_of, require_boards
from mission_control.membership.errors import (
    AlreadyMember,
    InviteForSomebodyElse,
    InviteSpent,
    InviteUnusable,
    refuse,
)
from mission_control.membership.events import InviteAccepted, InviteCreated, InviteRenewed, InviteWithdrawn
from mission_control.membership.models import Invite, InviteGrant
from mission_control.membership.schemas import (
    InvitePreview,
    OrganizationInviteAccept,
    OrganizationInviteCreate,
    OrganizationInviteRead,
    OrganizationMemberRead,
)
from mission_control.organizations.api import Member, Organization

LIFETIME = timedelta(days=7)


def listed(uow: UnitOfWork, principal: UserPrincipal, window: Window) -> Found[OrganizationInviteRead]:
    """Those that nobody has accepted, also when they have expired: a new link makes them good again."""
    found = page_of(uow.db, queries.pending_newest_first(queries.invites(principal)), window)
    return found.shown_as(reading.invites(uow.db, found.rows))


def create(uow: UnitOfWork, principal: UserPrincipal, body: OrganizationInviteCreate) -> OrganizationInviteRead:
    """Invite somebody, in place of an earlier invite for the same address; its token is in this answer alone.

    Raises OwnersOnly, AlreadyMember and UnknownBoards.
    """
    acting = acting_admin(uow, principal)
    earlier = queries.pending_for(uow.db, principal.organization_id, body.invited_email)
    replaced = (Role(earlier.role),) if earlier else ()
    refuse(rules.why_not_invite(Role(acting.role), body.role, *replaced))
    if queries.with_email(uow.db, principal.organization_id, body.invited_email):
        raise AlreadyMember("somebody with this e-mail address is a member already; change their role or access")
    require_boards(uow, principal, body)
    invite = earlier or Invite(
        organization_id=principal.organization_id, invited_email=body.invited_email, created_at=uow.now
    )
    invite.role = body.role
    invite.all_boards_read, invite.all_boards_write = body.all_boards_read, body.all_boards_write
    invite.created_by_user_id = principal.user_id
    token = _give_link(uow, invite)
    uow.db.add(invite)
    uow.db.flush()
    _replace_grants(uow, invite, body)
    uow.emit(
        InviteCreated(
            organization_id=invite.organization_id,
            message=f"{rules.masked(invite.invited_email)} was invited as {invite.role}",
            invite_id=invite.id,
            role=invite.role,
            replaced=earlier is not None,
        )
    )
    return reading.invite(uow.db, invite, token)


def renew(uow: UnitOfWork, principal: UserPrincipal, invite_id: UUID) -> OrganizationInviteRead:
    """A new link, good for a week; the old one ends. Raises OwnersOnly and InviteSpent."""
    acting = acting_admin(uow, principal)
    invite = queries.invite(uow.db, principal, invite_id)
    refuse(rules.why_not_invite(Role(acting.role), Role(invite.role)))
    if invite.accepted_at is not None:
        raise InviteSpent("this invite was accepted; make a new one")
    token = _give_link(uow, invite)
    uow.emit(
        InviteRenewed(
            organization_id=invite.organization_id,
            message=f"The invite of {rules.masked(invite.invited_email)} was given a new link",
            invite_id=invite.id,
            role=invite.role,
        )
    )
    return reading.invite(uow.db, invite, token)


def withdraw(uow: UnitOfWork, principal: UserPrincipal, invite_id: UUID) -> OrganizationInviteRead:
    """Delete an invite, accepted or not; who has come by it stays. Raises OwnersOnly."""
    acting = acting_admin(uow, principal)
    invite = queries.invite(uow.db, principal, invite_id)
    refuse(rules.why_not_invite(Role(acting.role), Role(invite.role)))
    shown = reading.invite(uow.db, invite)
    _withdraw(uow, invite)
    return shown


def withdraw_for(uow: UnitOfWork, organization_id: UUID, email: str) -> None:
    """Withdraw what would let somebody back in who has just been taken out."""
    pending = queries.pending_for(uow.db, organization_id, email)
    if pending:
        _withdraw(uow, pending)


def preview(uow: UnitOfWork, principal: UserPrincipal, body: OrganizationInviteAccept) -> InvitePreview:
    """What a link opens. Raises InviteUnusable."""
    invite = _usable(uow, body.token)
    organization = uow.db.get(Organization, invite.organization_id)
    user = identity.get(uow, principal)
    if organization is None:
        raise InviteUnusable
    return InvitePreview(
        organization_id=organization.id,
        organization_name=organization.name,
        invited_by_name=_name_of(uow, invite.created_by_user_id),
        invited_email=invite.invited_email,
        role=Role(invite.role),
        all_boards_read=invite.all_boards_read,
        all_boards_write=invite.all_boards_write,
        boards=len(queries.invite_grants_of(uow.db, [invite.id]).get(invite.id, [])),
        expires_at=invite.expires_at,
        is_for_caller=_is_for(invite, user),
        is_member=queries.member_of(uow.db, organization.id, user.id) is not None,
    )


def _name_of(uow: UnitOfWork, user_id: UUID | None) -> str | None:
    user = uow.db.get(User, user_id) if user_id else None
    return user.display_name if user else None


def accept(uow: UnitOfWork, principal: UserPrincipal, body: OrganizationInviteAccept) -> OrganizationMemberRead:
    """Become a member, or more than one was; an invite never takes anything away.

    Raises InviteUnusable and InviteForSomebodyElse.
    """
    found = _usable(uow, body.token)
    # The organization first, as everybody does; and what was read before is read again under its lock.
    locked(uow.db, Organization, found.organization_id)
    invite = _usable(uow, body.token)
    user = identity.get(uow, principal)
    if not _is_for(invite, user):
        raise InviteForSomebodyElse("this invite is for another e-mail address; sign in as that person")
    return reading.joined(uow.db, _join(uow, invite, user), user)


def accept_known(uow: UnitOfWork, invite_id: UUID, user: User) -> None:
    """Accept for somebody whose address is known to be theirs; nothing when it was used or withdrawn meanwhile."""
    found = uow.db.get(Invite, invite_id)
    if found is None:
        return
    locked(uow.db, Organization, found.organization_id)
    uow.db.refresh(found)
    if found.accepted_at is None:
        _join(uow, found, user)


def _join(uow: UnitOfWork, invite: Invite, user: User) -> Member:
    member = queries.member_of(uow.db, invite.organization_id, user.id) or _new_member(uow, invite, user)
    _raise(uow, member, invite)
    invite.accepted_at = invite.updated_at = uow.now
    invite.accepted_by_user_id = user.id
    if user.active_organization_id is None:
        user.active_organization_id = invite.organization_id
    uow.emit(
        InviteAccepted(
            **place_of(member),
            message=f"{user.display_name} joined as {member.role}",
            invite_id=invite.id,
            role=member.role,
        )
    )
    return member


def _usable(uow: UnitOfWork, token: str) -> Invite:
    # Found by its digest, so there is no comparison whose time could tell anything.
    invite = queries.invite_with(uow.db, environment_of(uow.db).secrets.digest(token))
    if invite is None or invite.accepted_at is not None or invite.expires_at <= uow.now:
        raise InviteUnusable
    return invite


def _is_for(invite: Invite, user: User) -> bool:
    return user.email is None or user.email.lower() == invite.invited_email


def _give_link(uow: UnitOfWork, invite: Invite) -> str:
    token = new_secret()
    invite.token_digest = environment_of(uow.db).secrets.digest(token)
    invite.expires_at = uow.now + LIFETIME
    invite.updated_at = uow.now
    return token


def _replace_grants(uow: UnitOfWork, invite: Invite, body: OrganizationInviteCreate) -> None:
    uow.db.execute(delete(InviteGrant).where(InviteGrant.organization_invite_id == invite.id))
    for board_id, spec in body.by_board().items():
        uow.db.add(
            InviteGrant(
                organization_invite_id=invite.id,
                board_id=board_id,
                can_read=spec.can_read,
                can_write=spec.can_write,
                created_at=uow.now,
                updated_at=uow.now,
            )
        )
    uow.db.flush()


def _new_member(uow: UnitOfWork, invite: Invite, user: User) -> Member:
    member = Member(
        organization_id=invite.organization_id,
        user_id=user.id,
        role=invite.role,
        all_boards_read=False,
        all_boards_write=False,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(member)
    uow.db.flush()
    return member


def _raise(uow: UnitOfWork, member: Member, invite: Invite) -> None:
    """Give the member what the invite promises on top of what he has."""
    member.role = rules.higher(Role(member.role), Role(invite.role))
    member.all_boards_write |= invite.all_boards_write
    member.all_boards_read |= invite.all_boards_read or invite.all_boards_write
    member.updated_at = uow.now
    present = {grant.board_id: grant for grant in queries.grants_of(uow.db, [member.id]).get(member.id, [])}
    for promised in queries.invite_grants_of(uow.db, [invite.id]).get(invite.id, []):
        grant = present.get(promised.board_id) or new_grant(
            uow, member, promised.board_id, can_read=False, can_write=False
        )
        grant.can_read |= promised.can_read
        grant.can_write |= promised.can_write
        grant.updated_at = uow.now
        uow.db.add(grant)
    uow.db.flush()


def _withdraw(uow: UnitOfWork, invite: Invite) -> None:
    uow.emit(
        InviteWithdrawn(
            organization_id=invite.organization_id,
            message=f"The invite of {rules.masked(invite.invited_email)} was withdrawn",
            invite_id=invite.id,
            role=invite.role,
        )
    )
    uow.db.execute(delete(Invite).where(Invite.id == invite.id))
