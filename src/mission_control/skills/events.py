"""What happens to skills and to the packs that they come from."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class SkillsEvent(Event):
    topic: ClassVar[Topic] = Topic.SKILLS


@dataclass(frozen=True, kw_only=True)
class SkillEvent(SkillsEvent):
    skill_id: UUID


@dataclass(frozen=True, kw_only=True)
class SkillAdded(SkillEvent):
    """By a person, by its address."""

    type: ClassVar[str] = "skill.added"


@dataclass(frozen=True, kw_only=True)
class SkillUpdated(SkillEvent):
    type: ClassVar[str] = "skill.updated"

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class SkillDeleted(SkillEvent):
    type: ClassVar[str] = "skill.deleted"


@dataclass(frozen=True, kw_only=True)
class SkillReadAsked(SkillEvent):
    type: ClassVar[str] = "skill.read_asked"


@dataclass(frozen=True, kw_only=True)
class SkillRead(SkillEvent):
    """By its address: from now on it is what it was in that commit."""

    type: ClassVar[str] = "skill.read"

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class SkillReadFailed(SkillEvent):
    type: ClassVar[str] = "skill.read_failed"

    reason: str


@dataclass(frozen=True, kw_only=True)
class PackEvent(SkillsEvent):
    pack_id: UUID


@dataclass(frozen=True, kw_only=True)
class PackCreated(PackEvent):
    type: ClassVar[str] = "skill_pack.created"


@dataclass(frozen=True, kw_only=True)
class PackUpdated(PackEvent):
    type: ClassVar[str] = "skill_pack.updated"

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class PackDeleted(PackEvent):
    type: ClassVar[str] = "skill_pack.deleted"

    deleted_skills: int


@dataclass(frozen=True, kw_only=True)
class SyncEvent(PackEvent):
    sync_id: UUID


@dataclass(frozen=True, kw_only=True)
class SyncAsked(SyncEvent):
    type: ClassVar[str] = "skill_pack.sync_asked"


@dataclass(frozen=True, kw_only=True)
class SyncBegun(SyncEvent):
    type: ClassVar[str] = "skill_pack.sync_begun"


@dataclass(frozen=True, kw_only=True)
class SyncReady(SyncEvent):
    """Read, and waiting to be looked at."""

    type: ClassVar[str] = "skill_pack.sync_ready"


@dataclass(frozen=True, kw_only=True)
class SyncApplied(SyncEvent):
    """One event for all the skills that were added, changed or are there no longer."""

    type: ClassVar[str] = "skill_pack.synced"

    commit_id: str
    created: int
    updated: int
    vanished: int


@dataclass(frozen=True, kw_only=True)
class SyncFailure(SyncEvent):
    type: ClassVar[str] = "skill_pack.sync_failed"

    reason: str
