"""Use cases of installing: people ask, the gateway's main agent does it and reports. No request waits for it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.gateways import api as gateways
from mission_control.gateways.api import Gateway
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import AgentPrincipal, Principal
from mission_control.provisioning.api import take_back, wake
from mission_control.skill_installs import queries, rules
from mission_control.skill_installs.errors import NoMainAgent, NotAsked, SkillNotRead
from mission_control.skill_installs.events import SkillInstallAsked, SkillInstallSettled, SkillRemovalAsked
from mission_control.skill_installs.models import InstallStatus, SkillInstall, Wanted
from mission_control.skill_installs.schemas import SkillInstallResult, SkillToInstall
from mission_control.skills import api as skills
from mission_control.skills.api import Skill


def install(uow: UnitOfWork, principal: Principal, skill_id: UUID, gateway_id: UUID) -> None:
    """Have a skill put onto a gateway, as it is in the catalogue now. Raises NotFound, NoMainAgent, SkillNotRead."""
    gateway, skill, main = _parties(uow, principal, skill_id, gateway_id)
    if reason := skills.why_not_installed(skill):
        raise SkillNotRead(f"its instructions are not known here: {reason}")
    it = queries.of(uow.db, gateway.id, skill.id) or _new(uow, gateway, skill)
    _begin(uow, it, Wanted.INSTALLED, InstallStatus.REQUESTED)
    it.commit_id = skill.commit_id
    it.folder = rules.free_folder(_folder(it, skill), skill.id, queries.folders_of_others(uow.db, it))
    message = f"Skill “{skill.name}” is to be installed on {gateway.name}"
    uow.emit(SkillInstallAsked(**_place(it), message=message))
    target = rules.target_of(gateway.workspace_root, _folder(it, skill))
    text = rules.install_text(skill.name, it.id, it.attempt, target, skills.pinned_url(skill) or skill.source_url)
    wake(uow, [main.id], wake_key(it), text)


def uninstall(uow: UnitOfWork, principal: Principal, skill_id: UUID, gateway_id: UUID) -> None:
    """Have a skill taken from a gateway; of one that is not there nothing is asked. Raises NotFound, NoMainAgent."""
    gateway, skill, main = _parties(uow, principal, skill_id, gateway_id)
    it = queries.of(uow.db, gateway.id, skill.id)
    if it is None:
        return
    _begin(uow, it, Wanted.REMOVED, InstallStatus.REMOVING)
    message = f"Skill “{skill.name}” is to be removed from {gateway.name}"
    uow.emit(SkillRemovalAsked(**_place(it), message=message))
    target = rules.target_of(gateway.workspace_root, _folder(it, skill))
    wake(uow, [main.id], wake_key(it), rules.removal_text(skill.name, it.id, it.attempt, target))


def to_do(uow: UnitOfWork, principal: AgentPrincipal, install_id: UUID) -> SkillToInstall:
    """For the gateway's main agent. Raises NotFound."""
    it = queries.for_main(uow.db, principal, install_id)
    skill = uow.db.scalars(select(Skill).where(Skill.id == it.skill_id).options(undefer(Skill.content))).one()
    gateway = uow.db.get_one(Gateway, it.gateway_id)
    return SkillToInstall(
        id=it.id,
        attempt=it.attempt,
        name=skill.name,
        wanted=Wanted(it.wanted).value,
        folder=rules.target_of(gateway.workspace_root, _folder(it, skill)),
        address=skills.pinned_url(skill) or skill.source_url,
        commit_id=skill.commit_id,
        content=skill.content,
    )


def report(uow: UnitOfWork, principal: AgentPrincipal, install_id: UUID, body: SkillInstallResult) -> None:
    """What came of the newest request. Said again it changes nothing. Raises NotFound, NotAsked."""
    it = queries.for_main(uow.db, principal, install_id)
    if body.attempt != it.attempt or body.status not in {it.wanted, "failed"}:
        raise NotAsked(f"attempt {it.attempt} is asked for: {it.wanted}; read it again")
    if it.status == body.status:
        return
    skill, gateway = uow.db.get_one(Skill, it.skill_id), uow.db.get_one(Gateway, it.gateway_id)
    it.settled_at = uow.now
    it.reason = body.reason or "no reason given" if body.status == "failed" else None
    told = {"installed": "was installed on", "removed": "was removed from", "failed": "could not be settled on"}
    why = f": {it.reason}" if it.reason else ""
    uow.emit(
        SkillInstallSettled(
            **_place(it),
            message=f"Skill “{skill.name}” {told[body.status]} {gateway.name}{why}",
            status=body.status,
            reason=it.reason,
        )
    )
    if body.status == "removed":
        uow.db.delete(it)
    else:
        it.status = InstallStatus(body.status)


def wake_key(it: SkillInstall) -> str:
    return f"{_wake_prefix(it)}{it.attempt}"


def _wake_prefix(it: SkillInstall) -> str:
    return f"skill:{it.id}:"


def _folder(it: SkillInstall, skill: Skill) -> str:
    return it.folder or rules.folder_of(skill.name, skill.id)


def _begin(uow: UnitOfWork, it: SkillInstall, wanted: Wanted, status: InstallStatus) -> None:
    """Another attempt, in the place of those before: what the agent was not told of them it is told no more."""
    take_back(uow, _wake_prefix(it))
    it.wanted, it.status, it.reason, it.settled_at = wanted, status, None, None
    it.attempt += 1
    it.requested_at = uow.now


def _parties(uow: UnitOfWork, principal: Principal, skill_id: UUID, gateway_id: UUID) -> tuple[Gateway, Skill, Agent]:
    # Locked: installs on one gateway choose their folders one after the other.
    gateway = gateways.get_for_change(uow.db, principal, gateway_id)
    skill = skills.skill(uow.db, principal, skill_id, lock=True)
    main = agents.main_of(uow.db, gateway.id)
    if main is None:
        raise NoMainAgent("this gateway has no main agent; set the gateway up again")
    return gateway, skill, main


def _new(uow: UnitOfWork, gateway: Gateway, skill: Skill) -> SkillInstall:
    it = SkillInstall(
        organization_id=gateway.organization_id,
        gateway_id=gateway.id,
        skill_id=skill.id,
        status=InstallStatus.REQUESTED,
        attempt=0,
        requested_at=uow.now,
    )
    uow.db.add(it)
    uow.db.flush()
    return it


def _place(it: SkillInstall) -> dict[str, Any]:
    return {"organization_id": it.organization_id, "skill_id": it.skill_id, "gateway_id": it.gateway_id}
