"""Answers that come as notes in a board's memory."""

from mission_control.coordination import answering
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.memory.events import MemoryCreated


@takes_part_in(MemoryCreated)
def close_what_it_answers(uow: UnitOfWork, event: MemoryCreated) -> None:
    answering.close_answered(uow, event)
