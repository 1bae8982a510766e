"""A server killed at any moment, under load: what it has answered is there, whole, once, and with what follows."""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest
from sqlalchemy import select

from mission_control.kernel.events.log import EventRow
from mission_control.kernel.jobs import dead_letters
from tests.faults.consistency import contradictions, not_once
from tests.faults.database import changing, let_time_pass, looking_at
from tests.faults.load import Load, Write, load_on
from tests.faults.marking_server import MODULE, make_marks, marks
from tests.faults.rounds import rounds
from tests.support.processes import wait_until
from tests.support.server import ServerProcess

KILLS = rounds(2, "FAULT_KILLS")
SEED = int(os.environ.get("FAULT_SEED", "7"))

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(120 + 30 * KILLS)]


def every_job_has_run(url: str) -> bool:
    """Each event has left its mark, once, and nothing waits any more."""
    with looking_at(url) as db:
        events = list(db.scalars(select(EventRow.seq).order_by(EventRow.seq)))
        done = dead_letters.pending_count(db) == 0
        return done and marks(db) == events and dead_letters.failed_count(db) == 0


def repeated(write: Write) -> None:
    """Whoever repeats an answered write gets the same answer."""
    reply = write.repeat()
    assert (reply.status_code, reply.json()) == (200, write.answer), write.name
    assert reply.headers["idempotent-replayed"] == "true"


def some(load: Load, chance: random.Random) -> list[Write]:
    """Of each kind a few, and all that were in doubt, of those whose answer is kept."""
    kept = [write for write in load.succeeded() if write.kind != "claim" or write.answer["task"]]
    doubtful = [write for write in kept if write.name in set(load.retried)]
    return doubtful + chance.sample(kept, 30)


def test_what_was_answered_survives_whole_and_once(database: str, start_server: Callable[..., ServerProcess]) -> None:
    with changing(database) as db:
        make_marks(db)
    server = start_server(database, module=MODULE)
    chance = random.Random(SEED)
    with load_on(server, SEED) as load:
        load.start()
        for _ in range(KILLS):
            load.go_on_for(chance.randrange(10, 100))
            server.kill()
            with looking_at(database) as db:
                assert contradictions(db) == []
            let_time_pass(database)
            server.start()
        load.go_on_for(50)
        load.stop()
        assert load.unexpected == []
        assert load.retried
        for write in some(load, chance):
            repeated(write)
        with looking_at(database) as db:
            assert contradictions(db) == []
            assert not_once(db, load.succeeded()) == []
        assert wait_until(lambda: every_job_has_run(database), timeout=60, interval=0.5)
