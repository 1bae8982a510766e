"""Who has to take part in a change within its own transaction.

Most reactions are jobs and run after the commit (`kernel.jobs.registry.reacts_to`). Taking part is for what must be
true at every moment: no task may be held by an agent that is gone.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mission_control.kernel.events.envelope import Event

if TYPE_CHECKING:
    from mission_control.kernel.db.session import UnitOfWork

Participant = Callable[["UnitOfWork", Any], None]

_participants: dict[type[Event], list[Participant]] = {}


def takes_part_in(event: type[Event]) -> Callable[[Participant], Participant]:
    """Register `participant(uow, event)`; it runs when the event is emitted, before what it tells of is written."""

    def register(participant: Participant) -> Participant:
        _participants.setdefault(event, []).append(participant)
        return participant

    return register


def let_take_part(uow: "UnitOfWork", event: Event) -> None:
    for participant in _participants.get(type(event), ()):
        participant(uow, event)
