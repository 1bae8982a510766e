"""Wire shapes of tasks."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from mission_control.boards.api import Moment
from mission_control.kernel.http.errors import ErrorResponse
from mission_control.kernel.http.pagination import Page
from mission_control.kernel.http.text import JsonFields, LongText, NameOrBlank, RequiredText
from mission_control.kernel.schema import Schema
from mission_control.tags.api import TagRef
from mission_control.tasks.models import TaskStatus

PRIORITIES = ("low", "medium", "high", "urgent", "critical")
MAX_FENCE = 2**31 - 1
MAX_REFERENCES = 500
MAX_BULK = 200
EARLIEST_YEAR = 2000


def _known_priority(value: str) -> str:
    priority = value.strip().lower()
    if priority not in PRIORITIES:
        raise ValueError(f"write one of: {', '.join(PRIORITIES)}")
    return priority


def _due(value: datetime) -> datetime:
    if value.year < EARLIEST_YEAR:
        raise ValueError(f"write a date from {EARLIEST_YEAR} on")
    return value


def _storable_fence(value: int) -> int:
    if not 0 <= value <= MAX_FENCE:
        raise ValueError("write the fence of the lease")
    return value


def _not_too_many(ids: list[UUID]) -> list[UUID]:
    unique = list(dict.fromkeys(ids))
    if len(unique) > MAX_REFERENCES:
        raise ValueError(f"write up to {MAX_REFERENCES} ids")
    return unique


Priority = Annotated[str, AfterValidator(_known_priority)]
Due = Annotated[Moment, AfterValidator(_due)]
Fence = Annotated[int, AfterValidator(_storable_fence)]
References = Annotated[list[UUID], AfterValidator(_not_too_many)]


class TaskCreate(Schema):
    """A new task."""

    title: NameOrBlank
    description: LongText | None = None
    status: TaskStatus = TaskStatus.INBOX
    priority: Priority = Field("medium", description=f"One of: {', '.join(PRIORITIES)}.")
    due_at: Due | None = None
    assigned_agent_id: UUID | None = None
    depends_on_task_ids: References = Field(default_factory=list, description="Tasks of the board that come first.")
    tag_ids: References = Field(default_factory=list)
    created_by_user_id: UUID | None = Field(None, description="A member; the caller when left out.")
    custom_field_values: JsonFields = Field(default_factory=dict)


class TaskUpdate(Schema):
    """Fields left out stay as they are."""

    title: NameOrBlank | None = None
    description: LongText | None = None
    status: TaskStatus | None = None
    priority: Priority | None = None
    due_at: Due | None = None
    assigned_agent_id: UUID | None = None
    depends_on_task_ids: References | None = None
    tag_ids: References | None = None
    custom_field_values: JsonFields | None = None
    comment: LongText | None = Field(None, description="Said with the change, for example what was done.")
    fence: Fence | None = Field(None, description="The fence of the caller's lease: a late write is refused.")

    @model_validator(mode="after")
    def _null_only_where_it_means_something(self) -> "TaskUpdate":
        for name in ("title", "priority", "status"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"cannot be null: {name}")
        return self

    @property
    def words(self) -> str | None:
        """The comment, if it says anything."""
        return (self.comment or "").strip() or None


class TaskBulkUpdate(Schema):
    """One change of many tasks; fields left out stay as they are."""

    task_ids: References = Field(description=f"1 to {MAX_BULK} tasks of the board.")
    status: TaskStatus | None = None
    priority: Priority | None = None
    assigned_agent_id: UUID | None = Field(None, description="Null takes them from whoever has them.")
    due_at: Due | None = None
    add_tag_ids: References = Field(default_factory=list)
    remove_tag_ids: References = Field(default_factory=list)
    delete: bool = Field(False, description="Delete them; goes with no other change.")

    @model_validator(mode="after")
    def _one_thing_that_means_something(self) -> "TaskBulkUpdate":
        if not 1 <= len(self.task_ids) <= MAX_BULK:
            raise ValueError(f"write 1 to {MAX_BULK} task ids")
        for name in ("status", "priority"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"cannot be null: {name}")
        edits = bool(self.edits or self.add_tag_ids or self.remove_tag_ids)
        if self.delete == edits:
            raise ValueError("write a change, or delete, and not both")
        return self

    @property
    def edits(self) -> dict[str, Any]:
        """What a change of each single task would say, besides its tags."""
        return self.model_dump(include={"status", "priority", "assigned_agent_id", "due_at"}, exclude_unset=True)


class TaskLeaseRead(Schema):
    """Who works on a task, and until when it is theirs; every call of theirs prolongs it."""

    agent_id: UUID
    agent_name: str
    fence: int = Field(description="Grows with every claim; send it with writes to be refused when you are late.")
    claimed_at: datetime | None = Field(
        description="Null while the task was started for the agent by somebody else, and waits to be taken up."
    )
    expires_at: datetime


class TaskRead(Schema):
    """A task with what it waits for and who holds it."""

    id: UUID
    board_id: UUID
    title: str
    description: str | None
    status: TaskStatus
    status_reason: str | None = Field(
        description=(
            "Why it is where it is, when nobody who works on it put it there; of a task that came back from review, or "
            "was refused an approval, why."
        )
    )
    priority: str
    due_at: datetime | None
    assigned_agent_id: UUID | None
    created_by_user_id: UUID | None
    created_by_agent_id: UUID | None
    template_id: UUID | None = Field(description="The template that it was made from; null when that is gone too.")
    template_name: str | None = Field(description="Its name at that time.")
    in_progress_at: datetime | None
    depends_on_task_ids: list[UUID]
    blocked_by_task_ids: list[UUID]
    is_blocked: bool
    tag_ids: list[UUID]
    tags: list[TagRef]
    custom_field_values: dict[str, Any] | None
    comments_count: int
    nudged_at: datetime | None = Field(description="When its assignee was reminded of a deadline of the board.")
    escalated_at: datetime | None = Field(description="When the lead and people were told that it does not move.")
    lease: TaskLeaseRead | None
    version: int
    created_at: datetime
    updated_at: datetime


class TaskCardRead(TaskRead):
    """A task as boards show it."""

    assignee: str | None
    approvals_count: int
    approvals_pending_count: int


class TaskRefused(Schema):
    """A task that stays as it was, and why."""

    task_id: UUID
    code: str
    message: str


class TaskBulkResult(Schema):
    """What became of each task; the refusal of one does not undo the others."""

    updated: list[TaskRead]
    deleted_ids: list[UUID]
    refused: list[TaskRefused]


class TaskCommentCreate(Schema):
    message: RequiredText = Field(description="Markdown. `@name` calls an agent of the board, `@lead` its lead.")
    fence: Fence | None = Field(None, description="The fence of the caller's lease: a late comment is refused.")


class TaskCommentRead(Schema):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    message: str | None
    agent_id: UUID | None
    user_id: UUID | None
    author_name: str
    task_id: UUID
    created_at: datetime


class TaskFence(Schema):
    """Proof of the present lease; without it the caller only has to be the holder."""

    fence: Fence | None = None


class TaskRelease(TaskFence):
    reason: LongText | None = Field(None, description="Why it is given back; shown on the task.")


class HeldTask(Schema):
    """A task that the agent has, and why it is not handed to it."""

    id: UUID
    title: str
    status: TaskStatus
    code: str
    reason: str


class TaskClaimed(Schema):
    """The task that was taken, or why there was none."""

    task: TaskRead | None
    code: str | None = Field(
        description="`paused`, `approval_pending`, `nothing_free` or `not_for_this_agent`, where there was none."
    )
    reason: str | None
    held: list[HeldTask] = Field(
        [], description="Where there was none: what the agent has all the same, at most 20, each with its reason."
    )


class TaskReason(Schema):
    code: str
    message: str
    action: str | None


class TaskMove(Schema):
    """Whether the caller may move the task there, and if not, why not."""

    to: TaskStatus
    allowed: bool
    code: str | None
    reason: str | None
    action: str | None = Field(description="What would allow it.")


class BlockingTask(Schema):
    id: UUID
    title: str
    status: TaskStatus


class TaskExplanation(Schema):
    """Why a task does not move, and what would move it."""

    task_id: UUID
    status: TaskStatus
    summary: str
    reasons: list[TaskReason]
    moves: list[TaskMove]
    lease: TaskLeaseRead | None
    blocked_by: list[BlockingTask]


class TaskStay(Schema):
    """A time that a task spent in one status, and who brought it there; names are those of that time."""

    status: TaskStatus
    entered_at: datetime
    left_at: datetime | None = Field(description="Null for the present status.")
    seconds: float = Field(description="How long it lasted, or has lasted so far.")
    actor_kind: Literal["user", "agent", "system"]
    agent_id: UUID | None
    user_id: UUID | None
    actor_name: str | None
    reason: str | None = Field(description="Why, when that was not the wish of who moved it.")


class TaskHistory(Page[TaskStay]):
    """The statuses that a task has been in, newest first, with the whole time spent in each."""

    seconds_by_status: dict[TaskStatus, float]


class BlockedTaskDetail(Schema):
    message: str
    code: str | None = None
    blocked_by_task_ids: list[str] = Field(default_factory=list)


class BlockedTaskError(ErrorResponse):
    """The answer to a move that a rule of the board or another task forbids."""

    detail: BlockedTaskDetail | str | dict[str, Any] | list[Any]  # type: ignore[assignment]
