"""Members and invites as the API shows them: one statement more for a page, whatever is on it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from mission_control.identity.api import User
from mission_control.kernel.security.principals import Role, UserPrincipal
from mission_control.membership import queries
from mission_control.membership.models import Invite
from mission_control.membership.queries import Person
from mission_control.membership.schemas import (
    OrganizationBoardAccessRead,
    OrganizationInviteRead,
    OrganizationMemberRead,
    OrganizationUserRead,
)
from mission_control.organizations.api import Member, Organization


def members(db: Session, principal: UserPrincipal, rows: Sequence[Person]) -> list[OrganizationMemberRead]:
    """What others may do on boards is shown to administrators; to members, on the boards that they read themselves."""
    grants = queries.grants_of(db, [member.id for member, _ in rows]) if rows else {}
    hidden = not principal.role.is_admin and _hides_emails(db, principal)
    shown = []
    for member, user in rows:
        own = member.user_id == principal.user_id
        boards = [
            OrganizationBoardAccessRead.model_validate(grant)
            for grant in grants.get(member.id, [])
            if own or principal.role.is_admin or principal.can_read(grant.board_id)
        ]
        shown.append(
            OrganizationMemberRead(
                id=member.id,
                organization_id=member.organization_id,
                user_id=member.user_id,
                role=Role(member.role),
                all_boards_read=member.all_boards_read,
                all_boards_write=member.all_boards_write,
                created_at=member.created_at,
                updated_at=member.updated_at,
                user=_user(user, hidden=hidden and not own),
                board_access=boards,
            )
        )
    return shown


def member(db: Session, principal: UserPrincipal, row: Person) -> OrganizationMemberRead:
    return members(db, principal, [row])[0]


def joined(db: Session, place: Member, user: User) -> OrganizationMemberRead:
    """The caller's own membership, of whichever organization."""
    grants = queries.grants_of(db, [place.id]).get(place.id, [])
    return OrganizationMemberRead(
        id=place.id,
        organization_id=place.organization_id,
        user_id=place.user_id,
        role=Role(place.role),
        all_boards_read=place.all_boards_read,
        all_boards_write=place.all_boards_write,
        created_at=place.created_at,
        updated_at=place.updated_at,
        user=_user(user, hidden=False),
        board_access=[OrganizationBoardAccessRead.model_validate(grant) for grant in grants],
    )


def invites(db: Session, rows: Sequence[Invite]) -> list[OrganizationInviteRead]:
    grants = queries.invite_grants_of(db, [row.id for row in rows]) if rows else {}
    return [_invite(row, "", grants.get(row.id, [])) for row in rows]


def invite(db: Session, row: Invite, token: str = "") -> OrganizationInviteRead:
    return _invite(row, token, queries.invite_grants_of(db, [row.id]).get(row.id, []))


def _invite(row: Invite, token: str, grants: Sequence[object]) -> OrganizationInviteRead:
    return OrganizationInviteRead(
        id=row.id,
        organization_id=row.organization_id,
        invited_email=row.invited_email,
        role=Role(row.role),
        all_boards_read=row.all_boards_read,
        all_boards_write=row.all_boards_write,
        token=token,
        created_by_user_id=row.created_by_user_id,
        accepted_by_user_id=row.accepted_by_user_id,
        accepted_at=row.accepted_at,
        expires_at=row.expires_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
        board_access=[OrganizationBoardAccessRead.model_validate(grant) for grant in grants],
    )


def _hides_emails(db: Session, principal: UserPrincipal) -> bool:
    organization = db.get(Organization, principal.organization_id)
    return organization is not None and organization.hide_member_emails


def _user(user: User, *, hidden: bool) -> OrganizationUserRead:
    shown = OrganizationUserRead.model_validate(user)
    return shown.model_copy(update={"email": None}) if hidden else shown
