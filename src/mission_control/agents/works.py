"""What agents are at: other features say so."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Holding:
    """A task that an agent holds; the first of several."""

    task_id: UUID
    title: str
    since: datetime | None
    """When it took it; None while it was only given to it."""
    more: int = 0
    """How many it holds besides."""


Teller = Callable[[Session, Collection[UUID]], dict[UUID, Holding]]

_tellers: list[Teller] = []


def tells_work(teller: Teller) -> Teller:
    """Register `teller(db, agent_ids)`: what each agent that holds a task has in hand."""
    _tellers.append(teller)
    return teller


def works_of(db: Session, agent_ids: Collection[UUID]) -> dict[UUID, Holding]:
    found: dict[UUID, Holding] = {}
    if agent_ids:
        for teller in _tellers:
            found |= teller(db, agent_ids)
    return found
