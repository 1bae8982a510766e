"""What happens to the log itself."""

from dataclasses import dataclass
from typing import ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class EventsRemoved(Event):
    """Retention removed the oldest events; the rest of the chain goes on from `last_hash`."""

    type: ClassVar[str] = "audit.events_removed"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    removed: int
    until_seq: int
    last_seal: int
    last_hash: str
