"""Invites into organizations."""

from typing import cast
from uuid import UUID

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.limits import Limit
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router, Write
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.membership import inviting
from mission_control.membership.errors import (
    AlreadyMember,
    InviteForSomebodyElse,
    InviteSpent,
    InviteUnusable,
    OwnersOnly,
    UnknownBoards,
)
from mission_control.membership.schemas import (
    InvitePreview,
    OrganizationInviteAccept,
    OrganizationInviteCreate,
    OrganizationInviteRead,
    OrganizationMemberRead,
)

router = Router(prefix="/api/v1/organizations", tags=["organizations"])
IN_PERSON = Access(user=UserLevel.USER, in_person=True)
ADMIN = Access(user=UserLevel.ADMIN)
# An invite would outlive the key that made it.
ADMIN_IN_PERSON = Access(user=UserLevel.ADMIN, in_person=True)
MAKING = Limit("rate_limit_invites", None, "address, making invites")
USING = Limit("rate_limit_invites", None, "address, using invites")


@router.declare("GET", "/me/invites", access=ADMIN, response_model=Page[OrganizationInviteRead])
def list_org_invites(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[OrganizationInviteRead]:
    """Invites that nobody has accepted yet, newest first; `token` is empty here."""
    return Page[OrganizationInviteRead].of(inviting.listed(uow, cast(UserPrincipal, who), window))


@router.declare(
    "POST",
    "/me/invites",
    access=ADMIN_IN_PERSON,
    errors=(OwnersOnly, AlreadyMember, UnknownBoards),
    limit=MAKING,
    response_model=OrganizationInviteRead,
)
def create_org_invite(body: OrganizationInviteCreate, who: CurrentPrincipal, uow: Write) -> OrganizationInviteRead:
    """Invite somebody; `token` is in this answer and nowhere else. No letter is sent: hand over the link yourself."""
    return inviting.create(uow, cast(UserPrincipal, who), body)


@router.declare(
    "POST",
    "/me/invites/{invite_id}/link",
    access=ADMIN_IN_PERSON,
    errors=(OwnersOnly, InviteSpent),
    limit=MAKING,
    response_model=OrganizationInviteRead,
)
def renew_org_invite(invite_id: UUID, who: CurrentPrincipal, uow: Write) -> OrganizationInviteRead:
    """Make a new link in place of the old one, good for a week."""
    return inviting.renew(uow, cast(UserPrincipal, who), invite_id)


@router.declare(
    "DELETE", "/me/invites/{invite_id}", access=ADMIN, errors=(OwnersOnly,), response_model=OrganizationInviteRead
)
def revoke_org_invite(invite_id: UUID, who: CurrentPrincipal, uow: Write) -> OrganizationInviteRead:
    """Withdraw an invite."""
    return inviting.withdraw(uow, cast(UserPrincipal, who), invite_id)


@router.declare(
    "POST",
    "/invites/preview",
    access=IN_PERSON,
    errors=(InviteUnusable,),
    limit=USING,
    response_model=InvitePreview,
)
def preview_org_invite(body: OrganizationInviteAccept, who: CurrentPrincipal, uow: Read) -> InvitePreview:
    """What an invite opens, before it is accepted."""
    return inviting.preview(uow, cast(UserPrincipal, who), body)


@router.declare(
    "POST",
    "/invites/accept",
    access=IN_PERSON,
    errors=(InviteUnusable, InviteForSomebodyElse),
    limit=USING,
    response_model=OrganizationMemberRead,
)
def accept_org_invite(body: OrganizationInviteAccept, who: CurrentPrincipal, uow: Write) -> OrganizationMemberRead:
    """Accept an invite, once. The active organization stays what it is."""
    return inviting.accept(uow, cast(UserPrincipal, who), body)
