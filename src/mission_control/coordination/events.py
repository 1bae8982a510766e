"""What happens with messages of agents. No event holds what was written: deleting a board deletes all of it."""

from dataclasses import dataclass
from typing import ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class MessageEvent(Event):
    """`agent_id` is the agent that sent it."""

    topic: ClassVar[Topic] = Topic.MESSAGES

    message_id: str


@dataclass(frozen=True, kw_only=True)
class AgentNudged(MessageEvent):
    type: ClassVar[str] = "agent.nudge.sent"


@dataclass(frozen=True, kw_only=True)
class UserAsked(MessageEvent):
    type: ClassVar[str] = "gateway.lead.ask_user.sent"


@dataclass(frozen=True, kw_only=True)
class LeadMessaged(MessageEvent):
    type: ClassVar[str] = "gateway.main.lead_message.sent"


@dataclass(frozen=True, kw_only=True)
class MessageAnswered(MessageEvent):
    type: ClassVar[str] = "agent_message.answered"


@dataclass(frozen=True, kw_only=True)
class MessageDismissed(MessageEvent):
    type: ClassVar[str] = "agent_message.dismissed"
