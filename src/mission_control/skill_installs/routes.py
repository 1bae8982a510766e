"""Skills on gateways, for administrators."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Query

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.skill_installs import approving, reading, service
from mission_control.skill_installs.errors import (
    NoMainAgent,
    NothingToApprove,
    OwnRequest,
    SkillChanged,
    SkillNotRead,
)
from mission_control.skill_installs.schemas import (
    MarketplaceSkillActionResponse,
    SkillInstallDecline,
    SkillInstallRead,
)

router = Router(prefix="/api/v1/skills/marketplace/{skill_id}", tags=["skills"])
ADMIN = Access(user=UserLevel.ADMIN)
IN_PERSON = Access(user=UserLevel.ADMIN, in_person=True)
OnGateway = Annotated[UUID, Query(description="The gateway.")]


@router.declare("GET", "/installs", access=ADMIN)
def list_skill_installs(skill_id: UUID, window: Paged, who: CurrentPrincipal, uow: Read) -> Page[SkillInstallRead]:
    """Every gateway, by name, and how the skill is there."""
    return Page[SkillInstallRead].of(reading.on_gateways(uow, cast(UserPrincipal, who), skill_id, window))


@router.declare("POST", "/install", access=ADMIN, errors=(NoMainAgent, SkillNotRead))
def install_marketplace_skill(
    skill_id: UUID, gateway_id: OnGateway, who: CurrentPrincipal, uow: Write
) -> MarketplaceSkillActionResponse:
    """Have the gateway's main agent install a skill, as it is in the catalogue now; again: anew.

    A skill from elsewhere waits for another administrator, as long as the organization wants that and has one.
    """
    service.install(uow, cast(UserPrincipal, who), skill_id, gateway_id)
    return MarketplaceSkillActionResponse(skill_id=skill_id, gateway_id=gateway_id, installed=True)


@router.declare("POST", "/uninstall", access=ADMIN, errors=(NoMainAgent,))
def uninstall_marketplace_skill(
    skill_id: UUID, gateway_id: OnGateway, who: CurrentPrincipal, uow: Write
) -> MarketplaceSkillActionResponse:
    """Have the gateway's main agent remove a skill."""
    service.uninstall(uow, cast(UserPrincipal, who), skill_id, gateway_id)
    return MarketplaceSkillActionResponse(skill_id=skill_id, gateway_id=gateway_id, installed=False)


@router.declare(
    "POST", "/install/approve", access=IN_PERSON, errors=(NoMainAgent, NothingToApprove, OwnRequest, SkillChanged)
)
def approve_skill_install(skill_id: UUID, gateway_id: OnGateway, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Agree to what another administrator has asked for; the gateway's main agent is told then."""
    approving.approve(uow, cast(UserPrincipal, who), skill_id, gateway_id)
    return OkResponse()


@router.declare("POST", "/install/decline", access=IN_PERSON, errors=(NoMainAgent, NothingToApprove))
def decline_skill_install(
    skill_id: UUID, gateway_id: OnGateway, body: SkillInstallDecline, who: CurrentPrincipal, uow: Write
) -> OkResponse:
    """Have it not installed; what was there before stays."""
    approving.decline(uow, cast(UserPrincipal, who), skill_id, gateway_id, body.reason)
    return OkResponse()
