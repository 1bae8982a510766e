"""Skills on gateways, for administrators."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router, Write
from mission_control.skill_installs import reading, service
from mission_control.skill_installs.errors import NoMainAgent, SkillNotRead
from mission_control.skill_installs.schemas import MarketplaceSkillActionResponse, SkillInstallRead

router = Router(prefix="/api/v1/skills/marketplace/{skill_id}", tags=["skills"])
ADMIN = Access(user=UserLevel.ADMIN)
OnGateway = Annotated[UUID, Query(description="The gateway.")]


@router.declare("GET", "/installs", access=ADMIN)
def list_skill_installs(skill_id: UUID, window: Paged, who: CurrentPrincipal, uow: Read) -> Page[SkillInstallRead]:
    """Every gateway, by name, and how the skill is there."""
    items, total = reading.on_gateways(uow, who, skill_id, window)
    return Page[SkillInstallRead](items=items, total=total, limit=window.limit, offset=window.offset)


@router.declare("POST", "/install", access=ADMIN, errors=(NoMainAgent, SkillNotRead))
def install_marketplace_skill(
    skill_id: UUID, gateway_id: OnGateway, who: CurrentPrincipal, uow: Write
) -> MarketplaceSkillActionResponse:
    """Have the gateway's main agent install a skill, as it is in the catalogue now; again: anew."""
    service.install(uow, who, skill_id, gateway_id)
    return MarketplaceSkillActionResponse(skill_id=skill_id, gateway_id=gateway_id, installed=True)


@router.declare("POST", "/uninstall", access=ADMIN, errors=(NoMainAgent,))
def uninstall_marketplace_skill(
    skill_id: UUID, gateway_id: OnGateway, who: CurrentPrincipal, uow: Write
) -> MarketplaceSkillActionResponse:
    """Have the gateway's main agent remove a skill."""
    service.uninstall(uow, who, skill_id, gateway_id)
    return MarketplaceSkillActionResponse(skill_id=skill_id, gateway_id=gateway_id, installed=False)
