"""The product with one more reaction, run as a program: each event's job leaves a mark, in its own transaction."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from mission_control.entry.cli import main
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.envelope import Event
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.jobs.registry import reacts_to

MODULE = "tests.faults.marking_server"


def make_marks(db: Session) -> None:
    db.execute(text("CREATE TABLE marks (position bigint)"))


def marks(db: Session) -> list[int]:
    return list(db.scalars(text("SELECT position FROM marks ORDER BY position")))


if __name__ == "__main__":

    @reacts_to(Event)
    def mark(uow: UnitOfWork, event: EventRow) -> None:
        uow.db.execute(text("INSERT INTO marks (position) VALUES (:position)"), {"position": event.seq})

    main()
