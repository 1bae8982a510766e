"""The end of an organization, and of an account."""

from typing import cast

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.membership import deleting
from mission_control.membership.errors import AgentsRunning, LastOwnerOfShared, OwnersOnly
from mission_control.membership.schemas import AccountDeletionPreview, OrganizationDeletionPreview

router = Router(prefix="/api/v1")
IN_PERSON = Access(user=UserLevel.USER, in_person=True)
OWNER = Access(user=UserLevel.OWNER)
OWNER_IN_PERSON = Access(user=UserLevel.OWNER, in_person=True)


@router.declare(
    "GET",
    "/organizations/me/deletion-preview",
    access=OWNER,
    tags=["organizations"],
    response_model=OrganizationDeletionPreview,
)
def preview_org_deletion(who: CurrentPrincipal, uow: Read) -> OrganizationDeletionPreview:
    """What would go with the active organization."""
    return deleting.preview_organization(uow, cast(UserPrincipal, who))


@router.declare(
    "DELETE",
    "/organizations/me",
    access=OWNER_IN_PERSON,
    tags=["organizations"],
    errors=(AgentsRunning, OwnersOnly),
    response_model=OkResponse,
)
def delete_my_org(who: CurrentPrincipal, uow: Write, force: bool = False) -> OkResponse:
    """Delete the active organization and everything in it; while agents are at work, with `force` only."""
    deleting.delete_organization(uow, cast(UserPrincipal, who), force=force)
    return OkResponse()


@router.declare(
    "GET", "/users/me/deletion-preview", access=IN_PERSON, tags=["users"], response_model=AccountDeletionPreview
)
def preview_account_deletion(who: CurrentPrincipal, uow: Read) -> AccountDeletionPreview:
    """What would go with the caller's account."""
    return deleting.preview_account(uow, cast(UserPrincipal, who))


@router.declare(
    "DELETE",
    "/users/me",
    access=IN_PERSON,
    tags=["users"],
    errors=(AgentsRunning, LastOwnerOfShared),
    response_model=OkResponse,
)
def delete_me(who: CurrentPrincipal, uow: Write, force: bool = False) -> OkResponse:
    """Delete the caller's account, and the organizations that nobody else belongs to."""
    deleting.delete_account(uow, cast(UserPrincipal, who), force=force)
    return OkResponse()
