"""Rows on their way: what is to be written for one, and the steps that they come in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Table

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.envelope import Event

Values = dict[str, Any]
Row = Any
"""A row of the source, by attributes."""
W = TypeVar("W")


class LeftOut(Exception):
    """The row does not come; the text says why, in words that are the same for all rows with that fault."""


@dataclass(slots=True)
class Draft:
    """What one row becomes here."""

    values: Values
    organization_id: UUID | None = None
    since: datetime | None = None
    """When the row was made at its source; see `Target.was_here`."""
    also: list[tuple[Table, Values]] = field(default_factory=list)
    """Rows of other tables that stand and fall with it."""
    events: list[Event] = field(default_factory=list)
    mends: list[str] = field(default_factory=list)
    then: Callable[[], None] | None = None
    """What to remember when the row is here, whether it came now or earlier."""
    is_present: bool = False
    """It is known to be here, under whatever id."""


@dataclass(frozen=True, slots=True)
class Step:
    """All rows of one kind."""

    name: str
    """What the report calls them."""
    query: str
    into: Table
    draft: Callable[[Row, Any], Draft]
    """Given a row and what is known so far; raises LeftOut."""
    key: tuple[str, ...] = ("id",)
    """The columns by which a row is known to be here."""
    write: Callable[[UnitOfWork, Sequence[Values]], None] | None = None
    """How rows are written, where a plain INSERT is not enough."""
    row_key: str = "id"
    """The column by which the report names a row of the source."""
