"""Decisions that something outside acts on at once: the feature that tells it says whether it has."""

from collections.abc import Callable
from dataclasses import dataclass

from mission_control.approvals.models import Approval
from mission_control.kernel.db.session import UnitOfWork


@dataclass(frozen=True, slots=True)
class Finality:
    """Whether a decision can be taken back no more, and where it is, in words."""

    is_final: bool
    words: str


Teller = Callable[[UnitOfWork, Approval], Finality | None]

_tellers: list[Teller] = []


def tells_finality(teller: Teller) -> Teller:
    """Register what may make decisions final; features do so while they are imported."""
    _tellers.append(teller)
    return teller


def finality_of(uow: UnitOfWork, approval: Approval) -> Finality | None:
    return next((found for teller in _tellers if (found := teller(uow, approval))), None)
