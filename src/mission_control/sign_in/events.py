"""What happens at the door."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class SignInRefused(Event):
    """Told where those act who see to the installation; the address is in the envelope, for administrators alone."""

    type: ClassVar[str] = "auth.failed"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    reason: str
    blocked: bool
    """Whether there were so many that no more are looked at for a while."""


@dataclass(frozen=True, kw_only=True)
class SessionEndedByPerson(Event):
    """`user_id` is whose it was: open streams of that person are checked anew."""

    type: ClassVar[str] = "auth.session_ended"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    user_id: UUID
    device: str | None
