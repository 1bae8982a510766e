"""What people do in sessions of gateways."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class SessionTold(Event):
    """Somebody said something to the agent of a session; what it was stays between them."""

    topic: ClassVar[Topic] = Topic.GATEWAYS
    type: ClassVar[str] = "gateway.session_message"

    gateway_id: UUID
    session_key: str


@dataclass(frozen=True, kw_only=True)
class TurnStopped(Event):
    """Somebody has stopped what an agent was doing in a session."""

    topic: ClassVar[Topic] = Topic.GATEWAYS
    type: ClassVar[str] = "gateway.turn_stopped"

    gateway_id: UUID
    session_key: str
