"""What becomes of the turns that our messages begin."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class TurnEnded(Event):
    """A turn is over; its tokens and cost are null where the gateway does not tell them."""

    topic: ClassVar[Topic] = Topic.AGENTS
    type: ClassVar[str] = "agent.turn_ended"

    turn_id: UUID
    outcome: str
    tokens: int | None
    cost_usd: float | None
