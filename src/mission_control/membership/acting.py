"""Who acts, as he is at this moment, and what the use cases of members and invites share.

Whatever changes who belongs to an organization, or as what, locks the organization first: the last two owners cannot
both leave, and who acts is judged by the role that he has then.
"""

from typing import Any
from uuid import UUID

from mission_control.boards.api import BoardAccessGrant
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Forbidden
from mission_control.kernel.security.principals import Role, UserPrincipal
from mission_control.membership import queries
from mission_control.membership.errors import UnknownBoards
from mission_control.membership.schemas import AccessWanted
from mission_control.organizations.api import Member, Organization


def acting_member(uow: UnitOfWork, principal: UserPrincipal) -> Member:
    """The caller's membership as it is now, with the organization locked."""
    locked(uow.db, Organization, principal.organization_id)
    member = queries.member_of(uow.db, principal.organization_id, principal.user_id)
    if member is None:
        raise Forbidden
    return member


def acting_admin(uow: UnitOfWork, principal: UserPrincipal) -> Member:
    member = acting_member(uow, principal)
    if not Role(member.role).is_admin:
        raise Forbidden
    return member


def require_boards(uow: UnitOfWork, principal: UserPrincipal, body: AccessWanted) -> None:
    """Raises UnknownBoards; also for those of a list that the flags make needless."""
    named = {spec.board_id for spec in body.board_access}
    unknown = named - queries.boards_among(uow.db, principal, named) if named else set()
    if unknown:
        raise UnknownBoards(f"board_access: no such board: {', '.join(sorted(map(str, unknown))[:3])}")


def new_grant(uow: UnitOfWork, member: Member, board_id: UUID, *, can_read: bool, can_write: bool) -> BoardAccessGrant:
    return BoardAccessGrant(
        organization_member_id=member.id,
        board_id=board_id,
        can_read=can_read,
        can_write=can_write,
        created_at=uow.now,
        updated_at=uow.now,
    )


def place_of(member: Member) -> dict[str, Any]:
    return {"organization_id": member.organization_id, "user_id": member.user_id, "member_id": member.id}
