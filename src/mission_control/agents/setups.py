"""How far the setting up of an agent on its gateway is, as told by the feature that does it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session


class Phase(StrEnum):
    APPLYING = "applying"
    """The gateway does not have everything yet that the agent is to have."""
    WAKING = "waking"
    """All is there; its first call is waited for."""
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Setup:
    """`reason` says what is being done or waited for, in words an operator can act on."""

    phase: Phase
    reason: str
    attempts: int
    next_attempt_at: datetime | None
    conflicts: tuple[str, ...]
    """Files that were edited on the gateway, and so are left as they are."""
    runtime_id: str
    """The agent's id on its gateway."""
    gateway_name: str
    gateway_connected: bool
    gateway_reason: str
    gateway_since: datetime
    """Since when its connection is as it is."""
    generation: int = 0
    """Grows with every change of what is wanted on the gateway; `applied_generation` is the newest that is there."""
    applied_generation: int = 0
    gateway_is_back_soon: bool = False
    """It restarts, or is being connected anew: nothing has become of its agents by that."""
    turn_since: datetime | None = None
    """Since when a turn of it runs on its gateway; None without one, and while the gateway cannot be asked."""
    turn_about: str | None = None
    """What it was told when that began, in short, where Mission Control has told it."""
    unanswered: int = 0
    """How often it was woken since its first call is waited for."""
    turn_trouble: str | None = None
    """Why its newest turns have failed, and what follows from it."""
    has_given_up: bool = False
    """It is not tried again by itself."""


Teller = Callable[[Session, Collection[UUID], datetime], dict[UUID, Setup]]

_tellers: list[Teller] = []


def tells_setups(teller: Teller) -> Teller:
    """Register `teller(db, agent_ids, now)`; it is asked for agents on gateways only."""
    _tellers.append(teller)
    return teller


def setups_of(db: Session, agent_ids: Collection[UUID], now: datetime) -> dict[UUID, Setup]:
    found: dict[UUID, Setup] = {}
    if agent_ids:
        for teller in _tellers:
            found |= teller(db, agent_ids, now)
    return found
