"""Every SELECT of what is installed."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from mission_control.gateways.api import Gateway, GatewayKind
from mission_control.kernel.db.locks import locked
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import AgentPrincipal, Principal
from mission_control.skill_installs.models import InstallStatus, SkillInstall


def of(db: Session, gateway_id: UUID, skill_id: UUID) -> SkillInstall | None:
    """Locked."""
    found = select(SkillInstall).where(SkillInstall.gateway_id == gateway_id, SkillInstall.skill_id == skill_id)
    return db.scalar(found.with_for_update(key_share=True))


def folders_of_others(db: Session, it: SkillInstall) -> set[str]:
    """Folders of the other skills on a gateway."""
    found = select(SkillInstall.folder).where(SkillInstall.gateway_id == it.gateway_id, SkillInstall.id != it.id)
    return {folder for folder in db.scalars(found) if folder}


def of_skills(db: Session, skill_ids: Collection[UUID]) -> list[Row[SkillInstall, str]]:
    """(install, name of the gateway)."""
    found = select(SkillInstall, Gateway.name).join(Gateway, Gateway.id == SkillInstall.gateway_id)
    return list(db.execute(found.where(SkillInstall.skill_id.in_(skill_ids)).order_by(Gateway.name, Gateway.id)))


def on_gateways(principal: Principal, skill_id: UUID) -> Select[UUID, str, SkillInstall | None]:
    """Every gateway of the organization (id, name), by name, with the skill's install there, if any."""
    here = (SkillInstall.gateway_id == Gateway.id) & (SkillInstall.skill_id == skill_id)
    found = select(Gateway.id, Gateway.name, SkillInstall).outerjoin(SkillInstall, here)
    found = found.where(Gateway.organization_id == principal.organization_id, Gateway.kind == GatewayKind.OPENCLAW)
    return found.order_by(Gateway.name, Gateway.id)


def unverified(db: Session, gateway_id: UUID) -> list[UUID]:
    """Installs on a gateway about which something was reported that it was not asked about."""
    found = select(SkillInstall.id).where(SkillInstall.gateway_id == gateway_id, SkillInstall.verified_at.is_(None))
    reported = found.where(
        SkillInstall.settled_at.is_not(None),
        SkillInstall.status.in_((InstallStatus.INSTALLED, InstallStatus.REMOVING)),
    )
    return list(db.scalars(reported.order_by(SkillInstall.id)))


def for_main(db: Session, principal: AgentPrincipal, install_id: UUID) -> SkillInstall:
    """Locked. Raises NotFound for one of another gateway too."""
    install = locked(db, SkillInstall, install_id)
    if install is None or install.gateway_id != principal.gateway_id:
        raise NotFound
    return install
