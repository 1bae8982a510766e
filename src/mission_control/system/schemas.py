"""What administrators read of the installation."""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.schema import Schema


class JobCounts(Schema):
    pending: int = Field(description="Waiting, waiting for a retry, or running.")
    failed: int = Field(description="Given up; somebody who sees to the installation has to look at them.")


class EventCounts(Schema):
    position: int = Field(description="The newest position of the event log.")


class SystemStatus(Schema):
    version: str
    environment: str
    database: Literal["sqlite", "postgresql"]
    uptime_seconds: float
    jobs: JobCounts
    events: EventCounts
    streams: int = Field(description="Streams and waiting calls of this process.")
    disk_full_since: datetime | None = Field(
        None, description="Since when nothing can be written, the disk of the database being full or failing."
    )
    runs_installation: bool = Field(description="Whether the caller sees to the installation, its jobs for example.")


class QueuedJobsRead(Schema):
    """Jobs of one name that wait or run."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    waiting: int = Field(description="Due, to come later, or running.")
    retrying: int = Field(description="Those of them that have failed before.")
    next_at: datetime | None = Field(description="When the first of them may run; null for at once.")


class FailedJobRead(Schema):
    """A job that has used up its attempts. It is kept until it is queued again or dropped."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    arguments: JsonObject = Field(description="What it was to work on: ids, as it was queued.")
    last_error: str | None = Field(description="Why the last attempt failed, in one line without secrets.")
    attempts: int
    failed_at: datetime


class JobsRetried(Schema):
    retried: int
