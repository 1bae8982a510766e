"""Tasks, what they depend on, and what was said about them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped, index_where_set


class TaskStatus(StrEnum):
    INBOX = "inbox"
    IN_PROGRESS = "in_progress"
    REVIEW = "review"
    DONE = "done"


class Task(Identified, Timestamped, Base):
    """A piece of work.

    A task in progress that is assigned carries a lease (`lease_*`). `fence` grows with every claim and is never reset,
    so that a late write of an earlier holder can be told from one of the present holder.
    """

    __tablename__ = "tasks"
    __forgotten__ = True
    __unrecorded__ = frozenset(
        {
            "previous_in_progress_at",
            "comments_count",
            "stirred_at",
            "nudged_at",
            "escalated_at",
            "returns",
            "setbacks",
            "approvals_count",
            "approvals_pending_count",
            "approvals_approved_count",
            "approved_since_review",
            "approval_refused",
            "sent_back",
            "lease_claimed_at",
            "lease_expires_at",
        }
    )

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    title: Mapped[str]
    description: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str]
    status_reason: Mapped[str | None] = mapped_column(Text)
    """Why the task is where it is, when that was not the doing of whoever works on it (lease lost, pulled back)."""
    priority: Mapped[str]
    due_at: Mapped[datetime | None]
    assigned_agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    created_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_by_agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    template_id: Mapped[UUID | None]
    """The template that it was made from, if any. No foreign key: templates are of a higher rank, and take it back."""
    template_name: Mapped[str | None]
    """As it was then: it stays readable when the template is gone."""
    in_progress_at: Mapped[datetime | None]
    previous_in_progress_at: Mapped[datetime | None]
    """Start of the interval of work that ended last."""
    last_worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    """The worker who handed the task in for review last: where the lead's rework goes."""
    comments_count: Mapped[int]
    stirred_at: Mapped[datetime]
    """When something happened to it last: a change, a word of a person or its assignee. Deadlines count from here."""
    nudged_at: Mapped[datetime | None]
    """When its assignee was reminded that it has passed a deadline; null again as soon as something happens."""
    escalated_at: Mapped[datetime | None]
    """When the lead and people were told that reminding did not help."""
    returns: Mapped[int]
    """How often it went back to the inbox since a person touched it or somebody handed it in."""
    setbacks: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often an agent sent it back from review, or what was asked for it was refused, since a person changed it or
    something was granted."""
    approvals_count: Mapped[int] = mapped_column(default=0)
    approvals_pending_count: Mapped[int] = mapped_column(default=0)
    approvals_approved_count: Mapped[int] = mapped_column(default=0)
    approved_since_review: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether an approval was given since it last came into review or was taken up again, or ever if it never did."""
    """Kept by `tasks.approving`, so that neither rules nor lists have to look at approvals."""
    approval_refused: Mapped[str | None] = mapped_column(Text)
    """`rejected by Ada (Too early)`: how its last approval was refused; null when another is asked for or given."""
    sent_back: Mapped[str | None] = mapped_column(Text)
    """`Ada sent it back from review: No tests`, until it is handed in anew: for whoever takes it up, and its claim."""
    fence: Mapped[int]
    lease_agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    lease_claimed_at: Mapped[datetime | None]
    """When the holder took it; null while it was only started for it, and waits to be taken up."""
    lease_expires_at: Mapped[datetime | None]
    version: Mapped[int]

    __table_args__ = (
        CheckConstraint("status IN ('inbox', 'in_progress', 'review', 'done')", name="status"),
        Index(None, "board_id", "created_at", "id"),
        Index(None, "board_id", "status", "created_at", "id"),
        Index(None, "organization_id", "status"),
        index_where_set("assigned_agent_id", "status"),
        index_where_set("lease_agent_id"),
        index_where_set("lease_expires_at"),
        Index(None, "board_id", "status", "stirred_at"),
        index_where_set("template_id", "status"),
        index_where_set("created_by_user_id"),
        index_where_set("created_by_agent_id"),
        index_where_set("last_worker_id"),
    )


class TaskDependency(Base):
    """`task_id` waits for `depends_on_task_id`; both are of one board."""

    __tablename__ = "task_dependencies"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True)
    depends_on_task_id: Mapped[UUID] = mapped_column(
        ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]
    """Order in which the dependencies were given."""
    created_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("task_id <> depends_on_task_id", name="not_itself"),)


class TaskTransition(Base):
    """A move of a task from one status to another, or its making; written with the move, gone with the task.

    `worker_id` is whose work it was that the move ended or handed on, which need not be whoever moved it.
    """

    __tablename__ = "task_transitions"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The task's version after the move: it puts the moves of a task in their order."""
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    from_status: Mapped[str | None]
    """Null where the task was made."""
    to_status: Mapped[str]
    at: Mapped[datetime]
    since: Mapped[datetime | None]
    """When the task had come into the status that it left."""
    work_started_at: Mapped[datetime | None]
    """Start of the interval of work that was under way."""
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index(None, "board_id", "at"),
        index_where_set("worker_id", "at"),
        Index(None, "organization_id"),
    )


class TaskComment(Identified, Base):
    """Something said about a task. The id is also the id of its event."""

    __tablename__ = "task_comments"
    __forgotten__ = True
    __unrecorded__ = frozenset({"message", "board_id", "task_id", "author_name", "user_id", "agent_id"})
    """The event of a comment has all of it."""

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"))
    message: Mapped[str] = mapped_column(Text)
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    author_name: Mapped[str]
    """As it was then: it stays readable when the author is gone."""
    mentions_lead: Mapped[bool]
    created_at: Mapped[datetime]

    __table_args__ = (
        Index(None, "task_id", "created_at", "id"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "board_id", "created_at", "id"),
        index_where_set("agent_id"),
        index_where_set("user_id"),
    )
