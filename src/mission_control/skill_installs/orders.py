"""Orders to a gateway's main agent: who has to do with one, and how it is told."""

from typing import Any
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.gateways import api as gateways
from mission_control.gateways.api import Gateway
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.provisioning.api import take_back, wake
from mission_control.skill_installs import rules
from mission_control.skill_installs.errors import NoMainAgent
from mission_control.skill_installs.models import InstallStatus, SkillInstall, Wanted
from mission_control.skills import api as skills
from mission_control.skills.api import Skill

Parties = tuple[Gateway, Skill, Agent]


def wake_key(it: SkillInstall) -> str:
    return f"{_wake_prefix(it)}{it.attempt}"


def parties(uow: UnitOfWork, principal: UserPrincipal, skill_id: UUID, gateway_id: UUID) -> Parties:
    """Who has to do with an install, within the organization. Raises NotFound, NoMainAgent."""
    # Locked: installs on one gateway choose their folders one after the other.
    gateway = gateways.get_for_change(uow.db, principal, gateway_id)
    skill = skills.skill(uow.db, principal, skill_id, lock=True)
    main = agents.main_of(uow.db, gateway.id)
    if main is None:
        raise NoMainAgent("this gateway has no main agent; set the gateway up again")
    return gateway, skill, main


def place(it: SkillInstall) -> dict[str, Any]:
    """What every event of an install has."""
    return {"organization_id": it.organization_id, "skill_id": it.skill_id, "gateway_id": it.gateway_id}


def _wake_prefix(it: SkillInstall) -> str:
    return f"skill:{it.id}:"


def folder_of(it: SkillInstall, skill: Skill) -> str:
    return it.folder or rules.folder_of(skill.name, skill.id)


def begin(uow: UnitOfWork, it: SkillInstall, wanted: Wanted, status: InstallStatus) -> None:
    """Another attempt, in the place of those before: what the agent was not told of them it is told no more."""
    take_back(uow, _wake_prefix(it))
    it.wanted, it.status, it.reason, it.settled_at = wanted, status, None, None
    it.verified_at, it.verification, it.verification_reason = None, None, None
    it.needs_approval, it.approved_by = False, None
    it.attempt += 1
    it.requested_at = uow.now


def tell(uow: UnitOfWork, it: SkillInstall, of: Parties) -> None:
    """Have the gateway's main agent told what was asked for."""
    gateway, skill, main = of
    target = rules.target_of(gateway.workspace_root, folder_of(it, skill))
    it.was_told = True
    text = rules.install_text(skill.name, it.id, it.attempt, target, it.address or skill.source_url)
    wake(uow, [main.id], wake_key(it), text)
