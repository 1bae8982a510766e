"""What is installed where, as told by the feature that installs."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Installed:
    gateway_id: UUID
    gateway_name: str
    status: str
    is_there: bool
    """The gateway has it, or is to have it."""
    since: datetime | None
    """When it was installed; None while it is only asked for."""
    needs_approval: bool = False
    """It waits for a second administrator."""


Teller = Callable[[Session, Collection[UUID]], dict[UUID, list[Installed]]]

_tellers: list[Teller] = []


def tells_installs(teller: Teller) -> Teller:
    """Register `teller(db, skill_ids)`."""
    _tellers.append(teller)
    return teller


def installs_of(db: Session, skill_ids: Collection[UUID]) -> dict[UUID, list[Installed]]:
    found: dict[UUID, list[Installed]] = {}
    for teller in _tellers if skill_ids else ():
        found |= teller(db, skill_ids)
    return found
