"""What happens to approvals. `agent_id` is the agent that wants to act, so that its own feed tells of the decision."""

from dataclasses import dataclass
from typing import Any, ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class ApprovalEvent(Event):
    """`task_id` is the main task; `task_ids` are all."""

    topic: ClassVar[Topic] = Topic.APPROVALS

    approval_id: str
    action_type: str
    task_ids: list[str]


@dataclass(frozen=True, kw_only=True)
class ApprovalCreated(ApprovalEvent):
    type: ClassVar[str] = "approval.created"

    status: str


@dataclass(frozen=True, kw_only=True)
class ApprovalUpdated(ApprovalEvent):
    """Reopened, or one of its tasks is gone."""

    type: ClassVar[str] = "approval.updated"

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ApprovalApproved(ApprovalEvent):
    type: ClassVar[str] = "approval.approved"

    reason: str | None


@dataclass(frozen=True, kw_only=True)
class ApprovalRejected(ApprovalEvent):
    type: ClassVar[str] = "approval.rejected"

    reason: str | None
    expired: bool


@dataclass(frozen=True, kw_only=True)
class ApprovalDeleted(ApprovalEvent):
    """Its only task was deleted."""

    type: ClassVar[str] = "approval.deleted"
