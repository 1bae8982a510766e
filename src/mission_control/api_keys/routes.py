"""API keys of a person, and of an organization."""

from typing import cast
from uuid import UUID

from mission_control.api_keys import queries, service
from mission_control.api_keys.errors import ExpiryPast, TooManyApiKeys, UnknownKeyBoards
from mission_control.api_keys.schemas import ApiKeyCreate, ApiKeyCreated, ApiKeyRead, ServiceKeyCreate
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.security.principals import UserPrincipal

router = Router(prefix="/api/v1", tags=["api-keys"])
# A key that makes keys would outlive its own revocation.
IN_PERSON = Access(user=UserLevel.USER, in_person=True)
ADMIN_IN_PERSON = Access(user=UserLevel.ADMIN, in_person=True)
REFUSALS = (TooManyApiKeys, UnknownKeyBoards, ExpiryPast)
MINE, OURS = "/users/me/api-keys", "/organizations/me/api-keys"


@router.declare("GET", MINE, access=IN_PERSON, response_model=Page[ApiKeyRead])
def list_my_api_keys(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[ApiKeyRead]:
    """The caller's keys in the active organization, newest first."""
    return Page[ApiKeyRead].of(service.listed(uow, queries.mine(cast(UserPrincipal, who)), window))


@router.declare("POST", MINE, access=IN_PERSON, errors=REFUSALS, response_model=ApiKeyCreated)
def create_my_api_key(body: ApiKeyCreate, who: CurrentPrincipal, uow: Write) -> ApiKeyCreated:
    """Make a key by which a program acts for the caller in the active organization; it is shown once."""
    return service.create_personal(uow, cast(UserPrincipal, who), body)


@router.declare("DELETE", f"{MINE}/{{api_key_id}}", access=IN_PERSON, response_model=OkResponse)
def revoke_my_api_key(api_key_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Revoke a key of the caller: at once, also for streams that are open."""
    service.revoke_mine(uow, cast(UserPrincipal, who), api_key_id)
    return OkResponse()


@router.declare("GET", OURS, access=ADMIN_IN_PERSON, response_model=Page[ApiKeyRead])
def list_org_api_keys(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[ApiKeyRead]:
    """All keys of the active organization, its services' and its members', newest first."""
    return Page[ApiKeyRead].of(service.listed(uow, queries.of_organization(cast(UserPrincipal, who)), window))


@router.declare("POST", OURS, access=ADMIN_IN_PERSON, errors=REFUSALS, response_model=ApiKeyCreated)
def create_service_api_key(body: ServiceKeyCreate, who: CurrentPrincipal, uow: Write) -> ApiKeyCreated:
    """Make a service with a key; it stays when whoever made it leaves. The key is shown once."""
    return service.create_service(uow, cast(UserPrincipal, who), body)


@router.declare("DELETE", f"{OURS}/{{api_key_id}}", access=ADMIN_IN_PERSON, response_model=OkResponse)
def revoke_org_api_key(api_key_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Revoke a key of the organization, and with a service's key the service."""
    service.revoke_of_organization(uow, cast(UserPrincipal, who), api_key_id)
    return OkResponse()
