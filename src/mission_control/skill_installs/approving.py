"""Skills from elsewhere: another administrator than who has asked for one agrees before an agent hears of it."""

from uuid import UUID

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.skill_installs import orders, queries, trust
from mission_control.skill_installs.errors import NothingToApprove, OwnRequest, SkillChanged
from mission_control.skill_installs.events import SkillInstallApproved, SkillInstallDeclined
from mission_control.skill_installs.models import InstallStatus, SkillInstall


def approve(uow: UnitOfWork, principal: UserPrincipal, skill_id: UUID, gateway_id: UUID) -> None:
    """Agree to what another administrator has asked for. Raises as `_waiting` does, OwnRequest, SkillChanged."""
    of = orders.parties(uow, principal, skill_id, gateway_id)
    gateway, skill, _ = of
    it = _waiting(uow, gateway.id, skill.id)
    if it.requested_by_user_id == principal.user_id:
        raise OwnRequest("you have asked for it: another administrator has to agree")
    if trust.is_changed(it, skill):
        raise SkillChanged("the catalogue has another text than was asked for; have it installed again")
    it.needs_approval, it.approved_by = False, principal.name
    message = f"{principal.name} has agreed that skill “{skill.name}” is installed on {gateway.name}"
    uow.emit(SkillInstallApproved(**orders.place(it), message=message))
    orders.tell(uow, it, of)


def decline(uow: UnitOfWork, principal: UserPrincipal, skill_id: UUID, gateway_id: UUID, reason: str | None) -> None:
    """Whatever was there before stays. Raises as `_waiting` does."""
    gateway, skill, _ = orders.parties(uow, principal, skill_id, gateway_id)
    it = _waiting(uow, gateway.id, skill.id)
    why = f": {reason}" if reason else ""
    it.status, it.reason, it.settled_at = InstallStatus.FAILED, f"{principal.name} has declined it{why}", uow.now
    message = f"{principal.name} has declined that skill “{skill.name}” is installed on {gateway.name}{why}"
    uow.emit(SkillInstallDeclined(**orders.place(it), message=message, reason=reason))


def _waiting(uow: UnitOfWork, gateway_id: UUID, skill_id: UUID) -> SkillInstall:
    """Raises NothingToApprove."""
    it = queries.of(uow.db, gateway_id, skill_id)
    if it is None or not it.is_waiting_for_approval:
        raise NothingToApprove("nothing waits for a second administrator there; look again")
    return it
