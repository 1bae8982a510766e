"""What happens to the setups of agents on gateways."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class AgentSetupChanged(Event):
    """Its phase, or what is waited for, is another."""

    topic: ClassVar[Topic] = Topic.AGENTS
    type: ClassVar[str] = "agent.setup_changed"

    gateway_id: UUID
    phase: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AgentRemovedFromGateway(Event):
    """The gateway has let go of an identity that is not wanted any more."""

    topic: ClassVar[Topic] = Topic.GATEWAYS
    type: ClassVar[str] = "gateway.agent_removed"

    gateway_id: UUID
    runtime_id: str


@dataclass(frozen=True, kw_only=True)
class AgentTurnStopped(Event):
    """A turn of an agent that is paused was ended on its gateway; what had begun it is told again when it goes on."""

    topic: ClassVar[Topic] = Topic.AGENTS
    type: ClassVar[str] = "agent.turn_stopped"


@dataclass(frozen=True, kw_only=True)
class AgentTurnFailed(Event):
    """A turn that a message had begun ended in an error; what it told is told again, or is given up.

    In feeds `agent.turn_ended` tells that it failed, and `agent.setup_changed` what comes next.
    """

    topic: ClassVar[Topic] = Topic.AGENTS
    type: ClassVar[str] = "agent.turn_failed"
    is_listed: ClassVar[bool] = False

    reason: str
    is_told_again: bool


@dataclass(frozen=True, kw_only=True)
class AgentAtWork(Event):
    """An agent began a turn on its gateway, whoever has made it."""

    topic: ClassVar[Topic] = Topic.AGENTS
    type: ClassVar[str] = "agent.at_work"

    about: str | None


@dataclass(frozen=True, kw_only=True)
class AgentAtRest(Event):
    """It has ended, well or not; or its gateway, asked anew, knows of none.

    How it ended and what it cost is told a moment later, by `agent.turn_ended`, and one line is enough for both. Of one
    that no message of ours has begun nothing more is told than `agent.own_turn_ended`.
    """

    topic: ClassVar[Topic] = Topic.AGENTS
    type: ClassVar[str] = "agent.at_rest"
    is_listed: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class AgentOwnTurnEnded(Event):
    """A turn has ended that the agent, its gateway or somebody in its session has begun: what it cost is not known."""

    topic: ClassVar[Topic] = Topic.AGENTS
    type: ClassVar[str] = "agent.own_turn_ended"


@dataclass(frozen=True, kw_only=True)
class NoticeTold(Event):
    """Somebody was told, or could not be told at the first try, of something that is about a task or board.

    `agent_id` is who was to be told.
    """

    topic: ClassVar[Topic] = Topic.AGENTS


@dataclass(frozen=True, kw_only=True)
class LeadNotified(NoticeTold):
    type: ClassVar[str] = "task.lead_notified"


@dataclass(frozen=True, kw_only=True)
class LeadNotifyFailed(NoticeTold):
    type: ClassVar[str] = "task.lead_notify_failed"


@dataclass(frozen=True, kw_only=True)
class LeadUnassignedNotified(NoticeTold):
    type: ClassVar[str] = "task.lead_unassigned_notified"


@dataclass(frozen=True, kw_only=True)
class LeadUnassignedNotifyFailed(NoticeTold):
    type: ClassVar[str] = "task.lead_unassigned_notify_failed"


@dataclass(frozen=True, kw_only=True)
class AssigneeNotified(NoticeTold):
    """Also a worker that is told of a task which is free."""

    type: ClassVar[str] = "task.assignee_notified"


@dataclass(frozen=True, kw_only=True)
class AssigneeNotifyFailed(NoticeTold):
    type: ClassVar[str] = "task.assignee_notify_failed"


@dataclass(frozen=True, kw_only=True)
class ReworkNotified(NoticeTold):
    type: ClassVar[str] = "task.rework_notified"


@dataclass(frozen=True, kw_only=True)
class ReworkNotifyFailed(NoticeTold):
    type: ClassVar[str] = "task.rework_notify_failed"


@dataclass(frozen=True, kw_only=True)
class DecisionNotified(NoticeTold):
    type: ClassVar[str] = "approval.lead_notified"


@dataclass(frozen=True, kw_only=True)
class DecisionNotifyFailed(NoticeTold):
    type: ClassVar[str] = "approval.lead_notify_failed"


@dataclass(frozen=True, kw_only=True)
class BoardNotified(NoticeTold):
    type: ClassVar[str] = "board.lead_notified"


@dataclass(frozen=True, kw_only=True)
class BoardNotifyFailed(NoticeTold):
    type: ClassVar[str] = "board.lead_notify_failed"


@dataclass(frozen=True, kw_only=True)
class GroupJoinNotified(NoticeTold):
    type: ClassVar[str] = "board.group.join.notified"


@dataclass(frozen=True, kw_only=True)
class GroupJoinNotifyFailed(NoticeTold):
    type: ClassVar[str] = "board.group.join.notify_failed"


@dataclass(frozen=True, kw_only=True)
class GroupLeaveNotified(NoticeTold):
    type: ClassVar[str] = "board.group.leave.notified"


@dataclass(frozen=True, kw_only=True)
class GroupLeaveNotifyFailed(NoticeTold):
    type: ClassVar[str] = "board.group.leave.notify_failed"


@dataclass(frozen=True, kw_only=True)
class AgentWakeAsked(Event):
    """Somebody has had an agent woken, or something said to it. What was said is for the agent alone."""

    topic: ClassVar[Topic] = Topic.AGENTS
    type: ClassVar[str] = "agent.wake_asked"


@dataclass(frozen=True, kw_only=True)
class AgentWoken(Event):
    """An agent was told, in its session, of what is there for it: this begins a turn.

    In feeds one line is enough for that: what it was told of has its own, and `agent.at_work` names it too.
    """

    topic: ClassVar[Topic] = Topic.AGENTS
    type: ClassVar[str] = "agent.woken"
    is_listed: ClassVar[bool] = False

    reasons: list[str]
    task_ids: list[UUID | None]
    """The task that each of the reasons is about, if any."""
    message_key: str
    """The idempotency key of the message."""
