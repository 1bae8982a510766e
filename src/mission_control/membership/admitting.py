"""Who belongs to an organization by what an identity provider vouches for."""

from uuid import UUID

from mission_control.identity.api import User
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import Role
from mission_control.membership import inviting, queries, rules
from mission_control.membership.acting import place_of
from mission_control.membership.events import MemberJoined, MemberRoleChanged
from mission_control.organizations.api import Member, Organization


def admit(uow: UnitOfWork, organization_id: UUID, user: User, role: Role, *, keeps_role: bool = False) -> None:
    """Make somebody a member with this role, or give a member this role, with its boards; the last owner stays one.

    With `keeps_role` a member stays as they are.
    """
    locked(uow.db, Organization, organization_id)
    member = queries.member_of(uow.db, organization_id, user.id)
    if member is None:
        _new_member(uow, organization_id, user, role)
        return
    if keeps_role:
        return
    before = Role(member.role)
    owners = queries.count_of(uow.db, organization_id, Role.OWNER)
    # The provider is the one who may give and take every role.
    if before is role or rules.why_not_change_role(Role.OWNER, before, role, owners):
        return
    member.role, member.updated_at = role, uow.now
    if before.is_admin is not role.is_admin:
        # An administrator has all boards by the role alone, and loses them with it; what was given by board stays.
        member.all_boards_read = member.all_boards_write = role.is_admin
    message = f"{user.display_name} is {role} now, was {before}: so says the sign-in"
    uow.emit(MemberRoleChanged(**place_of(member), message=message, before=before, after=role))


def accept_waiting(uow: UnitOfWork, user: User) -> None:
    """Accept the oldest invite that waits for the verified address of somebody who belongs nowhere yet."""
    invite = queries.oldest_waiting(uow.db, (user.email or "").lower(), uow.now)
    if invite is not None:
        inviting.accept_known(uow, invite.id, user)


def _new_member(uow: UnitOfWork, organization_id: UUID, user: User, role: Role) -> None:
    member = Member(
        organization_id=organization_id,
        user_id=user.id,
        role=role,
        all_boards_read=role.is_admin,
        all_boards_write=role.is_admin,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(member)
    uow.db.flush()
    uow.emit(MemberJoined(**place_of(member), message=f"{user.display_name} joined as {role}", role=role))
