"""Organizations of the caller."""

from typing import cast

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router, Write
from mission_control.kernel.pausing import PauseRequest
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.organizations import service
from mission_control.organizations.models import Organization
from mission_control.organizations.schemas import (
    OrganizationActiveUpdate,
    OrganizationCreate,
    OrganizationListItem,
    OrganizationRead,
    OrganizationUpdate,
)
from mission_control.organizations.service import OrganizationNameTaken, TooManyOrganizations

router = Router(prefix="/api/v1/organizations", tags=["organizations"])
PERSON = Access(user=UserLevel.USER)
IN_PERSON = Access(user=UserLevel.USER, in_person=True)
MEMBER = Access(user=UserLevel.MEMBER)
ADMIN = Access(user=UserLevel.ADMIN)


@router.declare(
    "POST", "", access=IN_PERSON, errors=(OrganizationNameTaken, TooManyOrganizations), response_model=OrganizationRead
)
def create_organization(body: OrganizationCreate, who: CurrentPrincipal, uow: Write) -> Organization:
    """Found an organization; it becomes the active one."""
    return service.create(uow, cast(UserPrincipal, who), body)


@router.declare("GET", "/me/list", access=PERSON, response_model=list[OrganizationListItem])
def list_my_organizations(who: CurrentPrincipal, uow: Read) -> list[OrganizationListItem]:
    """All organizations of the caller by name; not paged."""
    return service.list_mine(uow.db, cast(UserPrincipal, who))


@router.declare("PATCH", "/me/active", access=IN_PERSON, response_model=OrganizationRead)
def set_active_org(body: OrganizationActiveUpdate, who: CurrentPrincipal, uow: Write) -> Organization:
    """Choose the active organization."""
    return service.activate(uow, cast(UserPrincipal, who), body)


@router.declare("GET", "/me", access=MEMBER, response_model=OrganizationRead)
def get_my_org(who: CurrentPrincipal, uow: Read) -> Organization:
    """The active organization."""
    return service.active(uow.db, cast(UserPrincipal, who))


@router.declare("PATCH", "/me", access=ADMIN, errors=(OrganizationNameTaken,), response_model=OrganizationRead)
def update_my_org(body: OrganizationUpdate, who: CurrentPrincipal, uow: Write) -> Organization:
    """Rename the active organization, or change what it shows to whom."""
    return service.update(uow, cast(UserPrincipal, who), body)


@router.declare("POST", "/me/pause", access=ADMIN, response_model=OrganizationRead)
def pause_my_org(body: PauseRequest, who: CurrentPrincipal, uow: Write) -> Organization:
    """Stop all agents of the active organization until it is resumed; what runs is stopped, and nobody is woken."""
    return service.pause(uow, cast(UserPrincipal, who), body.reason)


@router.declare("POST", "/me/resume", access=ADMIN, response_model=OrganizationRead)
def resume_my_org(who: CurrentPrincipal, uow: Write) -> Organization:
    """Let the agents go on; each is told once what has waited for it."""
    return service.resume(uow, cast(UserPrincipal, who))
