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
class AgentWoken(Event):
    """An agent was told, in its session, of what is there for it."""

    topic: ClassVar[Topic] = Topic.AGENTS
    type: ClassVar[str] = "agent.woken"

    reasons: list[str]
