"""What is installed where, for people."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents import api as agents
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.pagination import Window, page_of_rows
from mission_control.kernel.security.principals import Principal
from mission_control.provisioning.api import wakes_of
from mission_control.skill_installs import queries
from mission_control.skill_installs.models import InstallStatus, SkillInstall
from mission_control.skill_installs.schemas import SkillInstallRead
from mission_control.skill_installs.service import wake_key
from mission_control.skills import api as skills
from mission_control.skills.api import Installed, tells_installs

TOLD = "Its main agent was told, and has not reported yet"


@tells_installs
def installs_of(db: Session, skill_ids: Collection[UUID]) -> dict[UUID, list[Installed]]:
    found: dict[UUID, list[Installed]] = {}
    for it, gateway_name in queries.of_skills(db, skill_ids):
        status = InstallStatus(it.status)
        since = it.settled_at if status is InstallStatus.INSTALLED else None
        found.setdefault(it.skill_id, []).append(Installed(it.gateway_id, gateway_name, status, status.is_there, since))
    return found


def on_gateways(
    uow: UnitOfWork, principal: Principal, skill_id: UUID, window: Window
) -> tuple[list[SkillInstallRead], int]:
    """Every gateway of the organization, by name. Raises NotFound."""
    skill = skills.skill(uow.db, principal, skill_id)
    rows, total = page_of_rows(uow.db, queries.on_gateways(principal, skill.id), window)
    return [_on_gateway(uow, *row) for row in rows], total


def _on_gateway(uow: UnitOfWork, gateway_id: UUID, name: str, it: SkillInstall | None) -> SkillInstallRead:
    return SkillInstallRead(
        gateway_id=gateway_id,
        gateway_name=name,
        status=InstallStatus(it.status) if it else None,
        reason=it.reason if it else None,
        waits_for=_waits_for(uow, it) if it else None,
        commit_id=it.commit_id if it else None,
        requested_at=it.requested_at if it else None,
        settled_at=it.settled_at if it else None,
    )


def _waits_for(uow: UnitOfWork, it: SkillInstall) -> str | None:
    if it.status not in {InstallStatus.REQUESTED, InstallStatus.REMOVING}:
        return None
    main = agents.main_of(uow.db, it.gateway_id)
    if main is None:
        return "The gateway has no main agent"
    told = wakes_of(uow.db, [wake_key(it)])
    if told.get(wake_key(it)):
        return TOLD
    return agents.why_not_told(uow.db, [main.id], uow.now).get(main.id, TOLD)
