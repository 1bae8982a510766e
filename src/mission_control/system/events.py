"""What people do about the jobs of the installation; told where they act."""

from dataclasses import dataclass
from typing import ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class JobEvent(Event):
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    job: str


@dataclass(frozen=True, kw_only=True)
class JobRetried(JobEvent):
    type: ClassVar[str] = "job.retried"


@dataclass(frozen=True, kw_only=True)
class JobDiscarded(JobEvent):
    type: ClassVar[str] = "job.discarded"
