"""Whose skills an agent may hear of without another administrator than who has asked for them."""

from uuid import UUID

from mission_control.api_keys.api import maker_of
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.membership.api import has_other_admins
from mission_control.organizations.api import Organization
from mission_control.skill_installs import rules
from mission_control.skill_installs.models import SkillInstall
from mission_control.skills.api import Skill


def needs_another(uow: UnitOfWork, it: SkillInstall, skill: Skill) -> bool:
    """Not of what is the organization's own, and not where there is nobody else: one alone is not locked out."""
    organization = uow.db.get_one(Organization, it.organization_id)
    if not organization.skills_need_second_admin or rules.is_own(skill.source_url, organization.trusted_skill_sources):
        return False
    return has_other_admins(uow.db, it.organization_id, it.requested_by_user_id)


def person_behind(uow: UnitOfWork, principal: UserPrincipal) -> UUID | None:
    """Whose will a request is: who makes a key for a service must not agree to what that asks for."""
    return principal.user_id if principal.key is None else maker_of(uow.db, principal.key.id)


def is_changed(it: SkillInstall, skill: Skill) -> bool:
    """Whether the catalogue shows another text than was asked for."""
    return (it.commit_id, it.content) != (skill.commit_id, skill.content)


def why_waiting(uow: UnitOfWork, it: SkillInstall) -> str:
    others = has_other_admins(uow.db, it.organization_id, it.requested_by_user_id)
    changed = is_changed(it, uow.db.get_one(Skill, it.skill_id))
    return rules.why_waiting(it.requested_by, has_others=others, is_changed=changed)
