"""Templates of tasks, the schedules by which tasks are made from them, and what came of each run."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped
from mission_control.kernel.db.types import JsonDocument, JsonObject


class CatchUp(StrEnum):
    """What becomes of runs that were missed while no server was running."""

    SKIP = "skip"
    ONE = "one"
    ALL = "all"


class Overlap(StrEnum):
    """What becomes of a run while a task of the template is not done."""

    SKIP = "skip"
    ALLOW = "allow"


class RunOutcome(StrEnum):
    CREATED = "created"
    SKIPPED = "skipped"
    FAILED = "failed"


class TaskTemplate(Identified, Timestamped, Base):
    """What a task is made from. One with a `cron` recurs; `next_run_at` is null while it is paused."""

    __tablename__ = "task_templates"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    name: Mapped[str]
    title: Mapped[str]
    description: Mapped[str | None] = mapped_column(Text)
    priority: Mapped[str]
    assigned_agent_id: Mapped[UUID | None]
    """No foreign key: when the agent is gone, the next run says so instead of leaving its task to nobody."""
    due_after_minutes: Mapped[int | None]
    tag_ids: Mapped[list[str]] = mapped_column(JsonDocument)
    """No foreign keys: a tag that is gone is left out."""
    custom_field_values: Mapped[JsonObject] = mapped_column(JsonDocument)
    """By key; what a task is given besides the defaults."""
    cron: Mapped[str | None]
    time_zone: Mapped[str | None]
    catch_up: Mapped[str]
    overlap: Mapped[str]
    paused: Mapped[bool]
    next_run_at: Mapped[datetime | None]
    created_count: Mapped[int]
    """Tasks made so far; the next one's `{number}` is one more."""
    failing_since: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(Text)
    """Why runs fail, from the first that did until one succeeds or the template is changed."""
    version: Mapped[int]

    __table_args__ = (
        CheckConstraint("catch_up IN ('skip', 'one', 'all')", name="catch_up"),
        CheckConstraint("overlap IN ('skip', 'allow')", name="overlap"),
        Index(None, "board_id", "created_at", "id"),
        Index(None, "next_run_at"),
    )


class TemplateRun(Identified, Base):
    """One due time of a template and what came of it. A due time has one run, whoever else tries."""

    __tablename__ = "task_template_runs"

    template_id: Mapped[UUID] = mapped_column(ForeignKey("task_templates.id", ondelete="CASCADE"))
    due_at: Mapped[datetime]
    scheduled: Mapped[bool]
    """False for a task that someone made by hand."""
    outcome: Mapped[str]
    reason: Mapped[str | None] = mapped_column(Text)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("template_id", "due_at"),
        CheckConstraint("outcome IN ('created', 'skipped', 'failed')", name="outcome"),
    )
