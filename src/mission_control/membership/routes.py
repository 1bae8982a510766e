"""Members of the active organization, and what they may do."""

from typing import cast
from uuid import UUID

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.membership import service
from mission_control.membership.errors import (
    AdminsOnly,
    LastOwner,
    LeaveInstead,
    OwnersOnly,
    RoleRequired,
    ServicesOwnNothing,
    UnknownBoards,
)
from mission_control.membership.schemas import (
    OrganizationMemberAccessUpdate,
    OrganizationMemberRead,
    OrganizationMemberUpdate,
)

router = Router(prefix="/api/v1/organizations/me", tags=["organizations"])
MEMBER = Access(user=UserLevel.MEMBER)
IN_PERSON = Access(user=UserLevel.MEMBER, in_person=True)
ADMIN = Access(user=UserLevel.ADMIN)
# What a key gave away would outlive it.
ADMIN_IN_PERSON = Access(user=UserLevel.ADMIN, in_person=True)


@router.declare("GET", "/member", access=MEMBER, response_model=OrganizationMemberRead)
def get_my_membership(who: CurrentPrincipal, uow: Read) -> OrganizationMemberRead:
    """The caller's own membership."""
    person = cast(UserPrincipal, who)
    return service.get(uow, person, person.member_id)


@router.declare("DELETE", "/member", access=IN_PERSON, errors=(LastOwner,), response_model=OkResponse)
def leave_org(who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Leave the active organization; the last owner stays."""
    service.leave(uow, cast(UserPrincipal, who))
    return OkResponse()


@router.declare("GET", "/members", access=MEMBER, response_model=Page[OrganizationMemberRead])
def list_org_members(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[OrganizationMemberRead]:
    """Everybody in the active organization, by e-mail address."""
    return Page[OrganizationMemberRead].of(service.listed(uow, cast(UserPrincipal, who), window))


@router.declare(
    "GET", "/members/{member_id}", access=MEMBER, errors=(AdminsOnly,), response_model=OrganizationMemberRead
)
def get_org_member(member_id: UUID, who: CurrentPrincipal, uow: Read) -> OrganizationMemberRead:
    """One member; who is no administrator sees himself only."""
    return service.get(uow, cast(UserPrincipal, who), member_id)


@router.declare(
    "PATCH",
    "/members/{member_id}",
    access=ADMIN_IN_PERSON,
    errors=(OwnersOnly, LastOwner, RoleRequired, ServicesOwnNothing),
    response_model=OrganizationMemberRead,
)
def update_org_member(
    member_id: UUID, body: OrganizationMemberUpdate, who: CurrentPrincipal, uow: Write
) -> OrganizationMemberRead:
    """Change a role. Owners alone give and take that of owner, and one owner is always left."""
    return service.change_role(uow, cast(UserPrincipal, who), member_id, body)


@router.declare(
    "PUT",
    "/members/{member_id}/access",
    access=ADMIN_IN_PERSON,
    errors=(OwnersOnly, UnknownBoards),
    response_model=OrganizationMemberRead,
)
def update_member_access(
    member_id: UUID, body: OrganizationMemberAccessUpdate, who: CurrentPrincipal, uow: Write
) -> OrganizationMemberRead:
    """Replace all that a member may do on boards: an empty body takes everything away."""
    return service.change_access(uow, cast(UserPrincipal, who), member_id, body)


@router.declare(
    "DELETE",
    "/members/{member_id}",
    access=ADMIN,
    errors=(OwnersOnly, LeaveInstead, LastOwner),
    response_model=OkResponse,
)
def remove_org_member(member_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Remove a member, and withdraw the invites of that person; tasks and comments stay."""
    service.remove(uow, cast(UserPrincipal, who), member_id)
    return OkResponse()
