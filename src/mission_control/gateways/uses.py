"""What uses gateways. Features of higher rank say what of theirs does, and so keep a gateway from being deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class Use:
    """`removal` is what is still to be removed from the gateway: who forgets that leaves it there."""

    kind: Literal["board", "agent", "removal"]
    id: UUID
    name: str
    board_id: UUID | None = None


Finder = Callable[[Session, UUID, int], list[Use]]

_finders: list[Finder] = []


def uses_gateways(finder: Finder) -> Finder:
    """Register `finder(db, gateway_id, limit)`."""
    _finders.append(finder)
    return finder


def uses_of(db: Session, gateway_id: UUID) -> list[Use]:
    found: list[Use] = []
    for finder in _finders:
        found += finder(db, gateway_id, MOST_NAMED - len(found))
    return found
