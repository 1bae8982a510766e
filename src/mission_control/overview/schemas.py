"""Wire shapes of the summaries over several features."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from mission_control.agents.api import AgentRead
from mission_control.approvals.api import ApprovalRead
from mission_control.boards.api import BoardRead
from mission_control.kernel.schema import Schema
from mission_control.memory.api import BoardMemoryRead
from mission_control.tasks.api import TaskCardRead


class NeedKind(StrEnum):
    """What waits for a person, from the most to the least costly to leave waiting."""

    DISK_FULL = "disk_full"
    """First: nothing is kept any more."""
    PAUSED = "paused"
    """It is why nothing else moves."""
    FAILED_JOB = "failed_job"
    GATEWAY_UNUSABLE = "gateway_unusable"
    """Once for all the agents on it."""
    SETUP_FAILING = "setup_failing"
    TURNS_FAILING = "turns_failing"
    STUCK = "stuck"
    QUESTION = "question"
    APPROVAL = "approval"
    COMMAND_WAITING = "command_waiting"
    """Of a gateway's main agent, which has no board whose inbox it could come to."""
    TEMPLATE_FAILING = "template_failing"
    WEBHOOK_UNHEARD = "webhook_unheard"
    INTERVIEW = "interview"
    REVIEW = "review"
    OVERDUE = "overdue"
    BLOCKED_TASK = "blocked_task"
    AGENT_OFFLINE = "agent_offline"
    UNCLAIMED = "unclaimed"


class NeedsMeItem(Schema):
    """Something that waits for a person: why, since when, and what would end it."""

    kind: NeedKind
    title: str
    reason: str
    action: str | None
    since: datetime
    board_id: UUID | None = None
    board_name: str | None = None
    task_id: UUID | None = None
    agent_id: UUID | None = None
    approval_id: UUID | None = None
    template_id: UUID | None = None
    webhook_id: UUID | None = None
    message_id: UUID | None = None
    gateway_id: UUID | None = None


class FleetCounts(Schema):
    """Agents by state; `working` are those that hold a task and are neither offline nor paused."""

    total: int
    online: int
    failing: int = Field(description="Of those that are online: their turns end in errors, as often as they are tried.")
    offline: int
    provisioning: int
    working: int
    paused: int


class FlowCounts(Schema):
    """Tasks by state; today is the day in UTC."""

    created_today: int
    done_today: int
    inbox: int
    in_progress: int
    review: int
    blocked: int


class OverviewRead(Schema):
    needs_me: list[NeedsMeItem]
    fleet: FleetCounts
    flow: FlowCounts


class BoardSnapshot(Schema):
    """A whole board in one answer."""

    board: BoardRead
    tasks: list[TaskCardRead]
    agents: list[AgentRead]
    approvals: list[ApprovalRead]
    chat_messages: list[BoardMemoryRead]
    pending_approvals_count: int
