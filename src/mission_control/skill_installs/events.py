"""What becomes of skills on gateways."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class SkillInstallEvent(Event):
    topic: ClassVar[Topic] = Topic.SKILLS

    skill_id: UUID
    gateway_id: UUID


@dataclass(frozen=True, kw_only=True)
class SkillInstallAsked(SkillInstallEvent):
    type: ClassVar[str] = "skill.install_asked"


@dataclass(frozen=True, kw_only=True)
class SkillRemovalAsked(SkillInstallEvent):
    type: ClassVar[str] = "skill.removal_asked"


@dataclass(frozen=True, kw_only=True)
class SkillInstallSettled(SkillInstallEvent):
    """The gateway's main agent has reported."""

    type: ClassVar[str] = "skill.install_settled"

    status: str
    reason: str | None
