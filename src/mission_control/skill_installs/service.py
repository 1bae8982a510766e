"""Use cases of installing: people ask, the gateway's main agent does it and reports. No request waits for it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from mission_control.gateways.api import Gateway
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import AgentPrincipal, UserPrincipal
from mission_control.provisioning.api import wake
from mission_control.skill_installs import orders, queries, rules, trust
from mission_control.skill_installs.errors import NotAsked, SkillNotRead
from mission_control.skill_installs.events import (
    SkillInstallAsked,
    SkillInstallSettled,
    SkillInstallWithdrawn,
    SkillRemovalAsked,
)
from mission_control.skill_installs.jobs import look
from mission_control.skill_installs.models import InstallStatus, SkillInstall, Wanted
from mission_control.skill_installs.schemas import SkillInstallResult, SkillToInstall
from mission_control.skills import api as skills
from mission_control.skills.api import Skill


def install(uow: UnitOfWork, principal: UserPrincipal, skill_id: UUID, gateway_id: UUID) -> None:
    """Have a skill put onto a gateway, as it is in the catalogue now; a stranger's as soon as somebody else agrees.

    Raises NotFound, NoMainAgent, SkillNotRead.
    """
    gateway, skill, main = orders.parties(uow, principal, skill_id, gateway_id)
    if reason := skills.why_not_installed(skill):
        raise SkillNotRead(f"its instructions are not known here: {reason}")
    it = queries.of(uow.db, gateway.id, skill.id) or _new(uow, gateway, skill)
    orders.begin(uow, it, Wanted.INSTALLED, InstallStatus.REQUESTED)
    it.commit_id, it.content = skill.commit_id, skill.content
    it.address = skills.pinned_url(skill) or skill.source_url
    it.folder = rules.free_folder(orders.folder_of(it, skill), skill.id, queries.folders_of_others(uow.db, it))
    it.requested_by_user_id, it.requested_by = trust.person_behind(uow, principal), principal.name
    it.needs_approval = trust.needs_another(uow, it, skill)
    until = ", as soon as a second administrator agrees" if it.needs_approval else ""
    message = f"Skill “{skill.name}” is to be installed on {gateway.name}{until}"
    uow.emit(SkillInstallAsked(**orders.place(it), message=message, needs_approval=it.needs_approval))
    if not it.needs_approval:
        orders.tell(uow, it, (gateway, skill, main))


def uninstall(uow: UnitOfWork, principal: UserPrincipal, skill_id: UUID, gateway_id: UUID) -> None:
    """Have a skill taken from a gateway; of one that is not there nothing is asked. Raises NotFound, NoMainAgent."""
    gateway, skill, main = orders.parties(uow, principal, skill_id, gateway_id)
    it = queries.of(uow.db, gateway.id, skill.id)
    if it is None:
        return
    if not it.was_told:
        message = f"Skill “{skill.name}” is not to be installed on {gateway.name} any more"
        uow.emit(SkillInstallWithdrawn(**orders.place(it), message=message))
        uow.db.delete(it)
        return
    orders.begin(uow, it, Wanted.REMOVED, InstallStatus.REMOVING)
    message = f"Skill “{skill.name}” is to be removed from {gateway.name}"
    uow.emit(SkillRemovalAsked(**orders.place(it), message=message))
    target = rules.target_of(gateway.workspace_root, orders.folder_of(it, skill))
    wake(uow, [main.id], orders.wake_key(it), rules.removal_text(skill.name, it.id, it.attempt, target))


def to_do(uow: UnitOfWork, principal: AgentPrincipal, install_id: UUID) -> SkillToInstall:
    """For the gateway's main agent. Raises NotFound, and NotAsked for what nobody has agreed to."""
    it = queries.for_main(uow.db, principal, install_id)
    _require_agreed(it)
    skill = uow.db.scalars(select(Skill).where(Skill.id == it.skill_id).options(undefer(Skill.content))).one()
    gateway = uow.db.get_one(Gateway, it.gateway_id)
    return SkillToInstall(
        id=it.id,
        attempt=it.attempt,
        name=skill.name,
        wanted=Wanted(it.wanted).value,
        folder=rules.target_of(gateway.workspace_root, orders.folder_of(it, skill)),
        address=it.address or skills.pinned_url(skill) or skill.source_url,
        # Of a release that did not write down what was asked for, there is what the catalogue has.
        commit_id=skill.commit_id if it.content is None else it.commit_id,
        content=skill.content if it.content is None else it.content,
    )


def report(uow: UnitOfWork, principal: AgentPrincipal, install_id: UUID, body: SkillInstallResult) -> None:
    """What came of the newest request. Said again it changes nothing. Raises NotFound, NotAsked."""
    it = queries.for_main(uow.db, principal, install_id)
    _require_agreed(it)
    if body.attempt != it.attempt or body.status not in {it.wanted, "failed"}:
        raise NotAsked(f"attempt {it.attempt} is asked for: {it.wanted}; read it again")
    if it.settled_at and body.status == ("removed" if it.status == InstallStatus.REMOVING else it.status):
        return
    skill, gateway = uow.db.get_one(Skill, it.skill_id), uow.db.get_one(Gateway, it.gateway_id)
    it.settled_at, it.verified_at = uow.now, None
    it.verification, it.verification_reason = None, None
    it.reason = body.reason or "no reason given" if body.status == "failed" else None
    told = {"installed": "was installed on", "removed": "was removed from", "failed": "could not be settled on"}
    why = f": {it.reason}" if it.reason else ""
    uow.emit(
        SkillInstallSettled(
            **orders.place(it),
            message=f"Skill “{skill.name}” {told[body.status]} {gateway.name}{why}",
            status=body.status,
            reason=it.reason,
        )
    )
    # What was removed is forgotten when the gateway does not list it any more.
    it.status = InstallStatus.REMOVING if body.status == "removed" else InstallStatus(body.status)
    uow.defer(look, key=look.name)


def _require_agreed(it: SkillInstall) -> None:
    if it.needs_approval:
        raise NotAsked("a second administrator has to agree first; you are told then")


def _new(uow: UnitOfWork, gateway: Gateway, skill: Skill) -> SkillInstall:
    it = SkillInstall(
        organization_id=gateway.organization_id,
        gateway_id=gateway.id,
        skill_id=skill.id,
        status=InstallStatus.REQUESTED,
        attempt=0,
        requested_at=uow.now,
        was_told=False,
    )
    uow.db.add(it)
    uow.db.flush()
    return it
