"""Use cases of members: roles, access to boards, removal and leaving."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete

from mission_control.boards.api import BoardAccessGrant
from mission_control.identity.api import User
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.pagination import Found, Window, page_of_rows
from mission_control.kernel.security.principals import Role, UserPrincipal
from mission_control.membership import inviting, queries, reading, rules
from mission_control.membership.acting import acting_admin, acting_member, new_grant, place_of, require_boards
from mission_control.membership.errors import AdminsOnly, LeaveInstead, RoleRequired, ServicesOwnNothing, refuse
from mission_control.membership.events import MemberAccessChanged, MemberLeft, MemberRemoved, MemberRoleChanged
from mission_control.membership.schemas import (
    OrganizationMemberAccessUpdate,
    OrganizationMemberRead,
    OrganizationMemberUpdate,
)
from mission_control.organizations.api import Member, oldest_place_of


def listed(uow: UnitOfWork, principal: UserPrincipal, window: Window) -> Found[OrganizationMemberRead]:
    found = page_of_rows(uow.db, queries.by_email(queries.people(principal)), window)
    return found.shown_as(reading.members(uow.db, principal, [(member, user) for member, user in found.rows]))


def get(uow: UnitOfWork, principal: UserPrincipal, member_id: UUID) -> OrganizationMemberRead:
    """Administrators see anyone, others themselves."""
    row = queries.person(uow.db, principal, member_id)
    if not principal.role.is_admin and member_id != principal.member_id:
        raise AdminsOnly("only an administrator looks at what others may do")
    return reading.member(uow.db, principal, row)


def change_role(
    uow: UnitOfWork, principal: UserPrincipal, member_id: UUID, body: OrganizationMemberUpdate
) -> OrganizationMemberRead:
    """Raises OwnersOnly and LastOwner."""
    if "role" in body.model_fields_set and body.role is None:
        raise RoleRequired("role: write owner, admin or member")
    acting = acting_admin(uow, principal)
    member, user = queries.person(uow.db, principal, member_id)
    before, wanted = Role(member.role), body.role or Role(member.role)
    if user.is_service and wanted is Role.OWNER:
        raise ServicesOwnNothing("a service cannot own an organization; make a person its owner")
    owners = queries.count_of(uow.db, member.organization_id, Role.OWNER)
    refuse(rules.why_not_change_role(Role(acting.role), before, wanted, owners))
    if wanted is not before:
        member.role = wanted
        member.updated_at = uow.now
        uow.emit(
            MemberRoleChanged(
                **place_of(member),
                message=f"{user.display_name} is {wanted} now, was {before}",
                before=before,
                after=wanted,
            )
        )
    return reading.member(uow.db, principal, (member, user))


def change_access(
    uow: UnitOfWork, principal: UserPrincipal, member_id: UUID, body: OrganizationMemberAccessUpdate
) -> OrganizationMemberRead:
    """Replace all that a member may do on boards. Raises OwnersOnly and UnknownBoards."""
    acting = acting_admin(uow, principal)
    member, user = queries.person(uow.db, principal, member_id)
    refuse(rules.why_not_change_access(Role(acting.role), Role(member.role)))
    wanted = body.by_board()
    require_boards(uow, principal, body)
    before = _access(uow, member)
    uow.db.execute(delete(BoardAccessGrant).where(BoardAccessGrant.organization_member_id == member.id))
    for board_id, spec in wanted.items():
        uow.db.add(new_grant(uow, member, board_id, can_read=spec.can_read, can_write=spec.can_write))
    member.all_boards_read, member.all_boards_write = body.all_boards_read, body.all_boards_write
    uow.db.flush()
    after = _access(uow, member)
    if after != before:
        member.updated_at = uow.now
        message = f"What {user.display_name} may do on boards was changed"
        uow.emit(MemberAccessChanged(**place_of(member), message=message, before=before, after=after))
    return reading.member(uow.db, principal, (member, user))


def remove(uow: UnitOfWork, principal: UserPrincipal, member_id: UUID) -> None:
    """Raises LeaveInstead for oneself, OwnersOnly and LastOwner."""
    acting = acting_admin(uow, principal)
    member, user = queries.person(uow.db, principal, member_id)
    if member.id == acting.id:
        raise LeaveInstead("this is you: leave the organization instead (DELETE /organizations/me/member)")
    owners = queries.count_of(uow.db, member.organization_id, Role.OWNER)
    refuse(rules.why_not_remove(Role(acting.role), Role(member.role), owners))
    uow.emit(MemberRemoved(**place_of(member), message=f"{user.display_name} was removed", role=member.role))
    take_out(uow, member, user)


def leave(uow: UnitOfWork, principal: UserPrincipal) -> None:
    """Raises LastOwner."""
    acting = acting_member(uow, principal)
    member, user = queries.person(uow.db, principal, acting.id)
    refuse(rules.why_not_leave(Role(member.role), queries.count_of(uow.db, member.organization_id, Role.OWNER)))
    uow.emit(MemberLeft(**place_of(member), message=f"{user.display_name} left", role=member.role))
    take_out(uow, member, user)


def take_out(uow: UnitOfWork, member: Member, user: User) -> None:
    """End a membership, and the invites by which that person could come back."""
    if user.email:
        inviting.withdraw_for(uow, member.organization_id, user.email.lower())
    uow.db.delete(member)
    uow.db.flush()
    if user.active_organization_id == member.organization_id:
        user.active_organization_id = oldest_place_of(uow.db, user.id)


def _access(uow: UnitOfWork, member: Member) -> dict[str, Any]:
    grants = queries.grants_of(uow.db, [member.id]).get(member.id, [])
    boards = {str(it.board_id): {"can_read": it.can_read, "can_write": it.can_write} for it in grants}
    flags = {"all_boards_read": member.all_boards_read, "all_boards_write": member.all_boards_write}
    return {**flags, "boards": dict(sorted(boards.items()))}
