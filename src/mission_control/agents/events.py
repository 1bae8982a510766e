"""What happens to agents."""

from dataclasses import dataclass
from typing import Any, ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class AgentEvent(Event):
    """`agent_id` is the agent it is about."""

    topic: ClassVar[Topic] = Topic.AGENTS


@dataclass(frozen=True, kw_only=True)
class AgentCreated(AgentEvent):
    type: ClassVar[str] = "agent.created"

    name: str


@dataclass(frozen=True, kw_only=True)
class AgentUpdated(AgentEvent):
    type: ClassVar[str] = "agent.updated"

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class AgentSoulUpdated(AgentEvent):
    """What it is to be like; on its gateway this replaces what is there."""

    type: ClassVar[str] = "agent.soul.updated"

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class AgentSetupRequested(AgentEvent):
    """Somebody wants an agent on a gateway set up anew."""

    type: ClassVar[str] = "agent.setup_requested"

    overwrites: bool = False
    """Also what was edited on the gateway."""
    resets_session: bool = False
    rotates_token: bool = False


@dataclass(frozen=True, kw_only=True)
class AgentStatusChanged(AgentEvent):
    type: ClassVar[str] = "agent.status_changed"

    before: str
    after: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AgentTokenRotated(AgentEvent):
    type: ClassVar[str] = "agent.token_rotated"


@dataclass(frozen=True, kw_only=True)
class AgentTokenConfirmed(AgentEvent):
    """The agent has used its new token; the old one has ended."""

    type: ClassVar[str] = "agent.token_confirmed"


@dataclass(frozen=True, kw_only=True)
class AgentTokenRecognized(AgentEvent):
    """The agent has called here for the first time with the token of its former installation."""

    type: ClassVar[str] = "agent.token_recognized"


@dataclass(frozen=True, kw_only=True)
class AgentPaused(AgentEvent):
    """It is to do nothing."""

    type: ClassVar[str] = "agent.paused"

    reason: str | None


@dataclass(frozen=True, kw_only=True)
class AgentResumed(AgentEvent):
    type: ClassVar[str] = "agent.resumed"


@dataclass(frozen=True, kw_only=True)
class AgentDeleted(AgentEvent):
    type: ClassVar[str] = "agent.deleted"

    name: str
