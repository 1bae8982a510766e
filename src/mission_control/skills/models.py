"""Skills that agents can be taught, the repositories that they come from, and how those were read."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped
from mission_control.kernel.db.types import JsonDocument


class SyncStatus(StrEnum):
    """How far the reading of a pack has come."""

    QUEUED = "queued"
    FETCHING = "fetching"
    READY = "ready"
    """Read, and waiting for somebody to look at it and apply it."""
    APPLIED = "applied"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    """A later one was asked for, or applied, before this was."""


class ReadStatus(StrEnum):
    """How far the reading of a single skill has come."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"
    FAILED = "failed"
    """Tried, and told why not; what an earlier reading has found stays."""


OPEN = (SyncStatus.QUEUED, SyncStatus.FETCHING)


class SkillPack(Identified, Timestamped, Base):
    """A git repository with skills."""

    __tablename__ = "skill_packs"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    name: Mapped[str]
    description: Mapped[str | None] = mapped_column(Text)
    source_url: Mapped[str]
    branch: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column("metadata", JsonDocument)
    """What clients keep with it."""
    commit_id: Mapped[str | None]
    """The commit that its skills are of."""
    synced_at: Mapped[datetime | None]
    version: Mapped[int]

    __table_args__ = (UniqueConstraint("organization_id", "source_url"),)


class Skill(Identified, Timestamped, Base):
    """What an agent can be taught: a folder with instructions, at an address."""

    __tablename__ = "marketplace_skills"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    pack_id: Mapped[UUID | None] = mapped_column(ForeignKey("skill_packs.id", ondelete="SET NULL"), index=True)
    name: Mapped[str]
    description: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str | None]
    risk: Mapped[str | None]
    source: Mapped[str | None]
    source_url: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column("metadata", JsonDocument)
    commit_id: Mapped[str | None]
    content: Mapped[str | None] = mapped_column(Text, deferred=True)
    """Its instructions, as they were in that commit."""
    read_status: Mapped[str] = mapped_column(server_default=ReadStatus.UNREAD.value)
    read_reason: Mapped[str | None] = mapped_column(Text)
    """What its reading waits for, or why it failed, in words."""
    vanished_at: Mapped[datetime | None]
    """Since when the pack's repository has it no longer."""
    version: Mapped[int]

    __table_args__ = (
        UniqueConstraint("organization_id", "source_url"),
        Index(None, "organization_id", "created_at", "id"),
    )


class PackSync(Identified, Base):
    """One reading of a pack's repository, and what has become of it."""

    __tablename__ = "skill_pack_syncs"
    __unrecorded__ = frozenset({"found"})

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    pack_id: Mapped[UUID] = mapped_column(ForeignKey("skill_packs.id", ondelete="CASCADE"))
    branch: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str | None] = mapped_column(Text)
    """Why it failed, or what it waits for, in words."""
    applies: Mapped[bool]
    """Whether it is applied as soon as it is read, without anybody looking."""
    commit_id: Mapped[str | None]
    found: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument, deferred=True)
    """The skills of that commit; see `discovery.FoundSkill`."""
    warnings: Mapped[list[str]] = mapped_column(JsonDocument)
    found_count: Mapped[int]
    created_count: Mapped[int]
    updated_count: Mapped[int]
    vanished_count: Mapped[int]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("status IN ('queued', 'fetching', 'ready', 'applied', 'failed', 'superseded')", name="status"),
        Index(None, "pack_id", "created_at", "id"),
    )
