"""What agents wait for that only people can give: other features say so."""

from collections.abc import Callable, Collection
from uuid import UUID

from sqlalchemy.orm import Session

Teller = Callable[[Session, Collection[UUID]], dict[UUID, str]]

_tellers: list[Teller] = []


def tells_waits(teller: Teller) -> Teller:
    """Register `teller(db, agent_ids)`: a sentence without an end for each agent that waits for something."""
    _tellers.append(teller)
    return teller


def waits_of(db: Session, agent_ids: Collection[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    if agent_ids:
        for teller in _tellers:
            found |= teller(db, agent_ids)
    return found
