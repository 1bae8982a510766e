"""Wire shapes of what an agent is told of itself in one call."""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from mission_control.kernel.schema import Schema
from mission_control.tasks.api import TaskStatus


class _Row(Schema):
    model_config = ConfigDict(from_attributes=True)


class BriefBoard(_Row):
    """The board that an agent works on: what it is for, and what holds there."""

    id: UUID
    name: str
    description: str
    objective: str | None
    success_metrics: dict[str, object] | None
    target_date: datetime | None
    require_approval_for_done: bool
    require_approval_after_review: bool
    require_review_before_done: bool
    comment_required_for_review: bool
    block_status_changes_with_pending_approval: bool
    only_lead_can_change_status: bool
    approval_confidence_threshold: int = Field(description="Whoever is less sure of an action, of 100, asks first.")
    max_agents: int


class BriefTask(_Row):
    id: UUID
    title: str
    status: TaskStatus
    priority: str
    due_at: datetime | None
    status_reason: str | None
    fence: int = Field(description="To be sent with changes as `fence`, while the agent holds the task.")
    lease_expires_at: datetime | None


class BriefApproval(_Row):
    id: UUID
    action_type: str
    requested_by_name: str
    created_at: datetime
    expires_at: datetime | None


class BriefEntry(_Row):
    """A message of the chat, or a note; a long one is cut."""

    id: UUID
    author_name: str
    content: str
    created_at: datetime


class AgentBrief(Schema):
    """Who an agent is, and all that waits for it; lists hold the first few."""

    agent_id: UUID
    name: str
    role: str = Field(description="`lead`, `worker` or `main`.")
    status: str
    status_reason: str
    pauses: list[str] = Field(description="Why it is to do nothing, the widest reason first.")
    board: BriefBoard | None = Field(description="Null for a gateway's main agent, which serves all its boards.")
    held: list[BriefTask] = Field(description="What it works on, or is to go on with.")
    waiting: list[BriefTask] = Field(description="What is assigned to it and not begun.")
    free_tasks: int = Field(description="How many tasks of nobody may be begun on its board.")
    to_review: list[BriefTask] = Field(
        description="For a lead: what others have handed in. Else what is its own to review."
    )
    pending_approvals: list[BriefApproval] = Field(description="What it has asked for; for a lead all of its board.")
    chat: list[BriefEntry] = Field(
        description="Messages since its own last one that call it; for a lead also those that call nobody."
    )
    group_chat: list[BriefEntry] = Field(description="The same of what is said to all boards of the board's group.")
    notes: list[BriefEntry] = Field(description="The newest notes of the board's memory.")


class AgentOperation(Schema):
    """One thing that an agent may call."""

    method: str
    path: str
    intent: str | None
    when: str | None = Field(description="When to use it, or what it does.")
    query: list[str] = Field(description="Names of what may be asked for in the query.")
    body: dict[str, str] | None = Field(
        description="Fields of the JSON body, each with its type; `*` marks the needed."
    )


class AgentOperations(Schema):
    """What the caller may call, made from the same declarations that are enforced."""

    role: str
    operations: list[AgentOperation]
