"""What is installed where, for people."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents import api as agents
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.pagination import Found, Window, page_of_rows
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.provisioning.api import wakes_of
from mission_control.skill_installs import queries, trust
from mission_control.skill_installs.models import InstallStatus, SkillInstall, Verification
from mission_control.skill_installs.orders import wake_key
from mission_control.skill_installs.schemas import SkillInstallRead
from mission_control.skills import api as skills
from mission_control.skills.api import Installed, tells_installs

TOLD = "Its main agent was told, and has not reported yet"
ASKED = "Its main agent has reported that it is removed; the gateway is asked whether it is gone"


@tells_installs
def installs_of(db: Session, skill_ids: Collection[UUID]) -> dict[UUID, list[Installed]]:
    found: dict[UUID, list[Installed]] = {}
    for it, gateway_name in queries.of_skills(db, skill_ids):
        status = InstallStatus(it.status)
        since = it.settled_at if status is InstallStatus.INSTALLED else None
        told = Installed(it.gateway_id, gateway_name, status, status.is_there, since, it.is_waiting_for_approval)
        found.setdefault(it.skill_id, []).append(told)
    return found


def on_gateways(uow: UnitOfWork, principal: UserPrincipal, skill_id: UUID, window: Window) -> Found[SkillInstallRead]:
    """Every gateway of the organization, by name. Raises NotFound."""
    skill = skills.skill(uow.db, principal, skill_id)
    found = page_of_rows(uow.db, queries.on_gateways(principal, skill.id), window)
    return found.shown_as([_on_gateway(uow, principal, *row) for row in found.rows])


def _on_gateway(
    uow: UnitOfWork, principal: UserPrincipal, gateway_id: UUID, name: str, it: SkillInstall | None
) -> SkillInstallRead:
    return SkillInstallRead(
        gateway_id=gateway_id,
        gateway_name=name,
        status=InstallStatus(it.status) if it else None,
        reason=it.reason if it else None,
        needs_approval=it is not None and it.is_waiting_for_approval,
        requested_by=it.requested_by if it else None,
        is_own_request=it is not None and it.requested_by_user_id == principal.user_id,
        approved_by=it.approved_by if it else None,
        was_told=it is not None and it.was_told,
        waits_for=_waits_for(uow, it) if it else None,
        commit_id=it.commit_id if it else None,
        requested_at=it.requested_at if it else None,
        settled_at=it.settled_at if it else None,
        verification=Verification(it.verification) if it and it.verification else None,
        verification_reason=it.verification_reason if it else None,
        verified_at=it.verified_at if it else None,
    )


def _waits_for(uow: UnitOfWork, it: SkillInstall) -> str | None:
    if it.status not in {InstallStatus.REQUESTED, InstallStatus.REMOVING}:
        return None
    if it.needs_approval:
        return trust.why_waiting(uow, it)
    if it.settled_at:
        return ASKED
    main = agents.main_of(uow.db, it.gateway_id)
    if main is None:
        return "The gateway has no main agent"
    told = wakes_of(uow.db, [wake_key(it)])
    if told.get(wake_key(it)):
        return TOLD
    return agents.why_not_told(uow.db, [main.id], uow.now).get(main.id, TOLD)
