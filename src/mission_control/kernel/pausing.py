"""What people can stop for a while: organizations, gateways, boards and agents, all in the same way.

What is paused keeps its place and its work. No turn of a model is begun for it, those that run are stopped, and what
happens meanwhile waits to be told. It lasts until somebody resumes it, whatever is restarted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Identified, Timestamped
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Conflict
from mission_control.kernel.http.text import Storable
from mission_control.kernel.schema import Schema


class Paused(Conflict):
    """It would begin work for what is paused; the detail says what is, since when, by whom and why."""

    code = "paused"
    retryable = True


class Pausable(Identified, Timestamped):
    """A row that can be paused by itself."""

    name: Mapped[str]
    paused_at: Mapped[datetime | None]
    paused_by: Mapped[str | None]
    """Whoever has done it, by the name of that time."""
    pause_reason: Mapped[str | None] = mapped_column(Text)


class Scope(StrEnum):
    """What was paused, the widest first."""

    ORGANIZATION = "organization"
    GATEWAY = "gateway"
    BOARD = "board"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Pause:
    """One reason why something is paused: itself, or what it belongs to."""

    scope: Scope
    id: UUID
    name: str
    paused_at: datetime
    paused_by: str | None
    reason: str | None

    @classmethod
    def of(cls, scope: Scope, thing: Pausable | None) -> list[Self]:
        """Nothing where there is none."""
        if thing is None or thing.paused_at is None:
            return []
        return [cls(scope, thing.id, thing.name, thing.paused_at, thing.paused_by, thing.pause_reason)]

    @property
    def words(self) -> str:
        """`The board Launch is paused since 2026-11-26 11:00 UTC by Ann: the budget is spent`."""
        what = self.name if self.scope is Scope.AGENT else f"The {self.scope} {self.name}"
        by = f" by {self.paused_by}" if self.paused_by else ""
        return f"{what} is paused since {self.paused_at:%Y-%m-%d %H:%M} UTC{by}" + (
            f": {self.reason}" if self.reason else ""
        )


def in_words(pauses: Sequence[Pause]) -> str | None:
    """The widest of them: resuming a narrower one would change nothing yet."""
    return pauses[0].words if pauses else None


def begin(uow: UnitOfWork, thing: Pausable, reason: str | None) -> bool:
    """Whether it was not paused before; who has paused it first, and why, stays."""
    if thing.paused_at is not None:
        return False
    thing.paused_at, thing.paused_by, thing.pause_reason = uow.now, uow.actor.name, reason
    thing.updated_at = uow.now
    return True


def end(uow: UnitOfWork, thing: Pausable) -> bool:
    """Whether it was paused by itself; what it belongs to may be so still."""
    if thing.paused_at is None:
        return False
    thing.paused_at = thing.paused_by = thing.pause_reason = None
    thing.updated_at = uow.now
    return True


def told(what: str, reason: str | None) -> str:
    """What an event says of a pause."""
    return f"{what} was paused" + (f": {reason}" if reason else "")


# --- wire shapes


def _blank_is_none(text: str) -> str | None:
    return text or None


Reason = Annotated[
    str, StringConstraints(max_length=1_000, strip_whitespace=True), Storable, AfterValidator(_blank_is_none)
]


class PauseRequest(Schema):
    """Why it is paused; shown wherever it waits."""

    reason: Reason | None = None


class PauseRead(Schema):
    """One reason why something is paused: itself, or what it belongs to."""

    model_config = ConfigDict(from_attributes=True)

    scope: Scope = Field(description="What was paused.")
    id: UUID
    name: str
    paused_at: datetime
    paused_by: str | None
    reason: str | None


class PausableRead(Schema):
    """What can be paused by itself."""

    paused_at: datetime | None = Field(description="Since when it is paused by itself.")
    paused_by: str | None = Field(description="Whoever has paused it, by the name of that time.")
    pause_reason: str | None


def own(thing: Pausable) -> dict[str, Any]:
    """The fields of PausableRead."""
    return {name: getattr(thing, name) for name in PausableRead.model_fields}
