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

    needs_approval: bool
    """It waits for another administrator than who has asked."""


@dataclass(frozen=True, kw_only=True)
class SkillInstallApproved(SkillInstallEvent):
    """By a second administrator."""

    type: ClassVar[str] = "skill.install_approved"


@dataclass(frozen=True, kw_only=True)
class SkillInstallDeclined(SkillInstallEvent):
    type: ClassVar[str] = "skill.install_declined"

    reason: str | None


@dataclass(frozen=True, kw_only=True)
class SkillInstallWithdrawn(SkillInstallEvent):
    """Before the gateway's main agent was told of it."""

    type: ClassVar[str] = "skill.install_withdrawn"


@dataclass(frozen=True, kw_only=True)
class SkillRemovalAsked(SkillInstallEvent):
    type: ClassVar[str] = "skill.removal_asked"


@dataclass(frozen=True, kw_only=True)
class SkillInstallSettled(SkillInstallEvent):
    """The gateway's main agent has reported."""

    type: ClassVar[str] = "skill.install_settled"

    status: str
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class SkillInstallVerified(SkillInstallEvent):
    """The gateway was asked whether it is so; `verified`, `not_found` or `unknown` for a skill, `gone` or `still_there`
    or `unknown` for one that was removed."""

    type: ClassVar[str] = "skill.install_verified"

    verification: str
    reason: str | None
