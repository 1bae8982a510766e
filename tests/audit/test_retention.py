"""Events that are kept no longer: they go in batches, the chain tells of it and what is left is still proven."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mission_control.audit import retention
from tests.audit.conftest import Log
from tests.support.database import open_database
from tests.support.world import make_board, make_task


@pytest.fixture
def later(log: Log, module_database: str, monkeypatch: pytest.MonkeyPatch):
    """Forty days from now, in batches of two events."""
    monkeypatch.setattr(retention, "AT_ONCE", 2)

    def run(days: int) -> int:
        then = datetime.now(UTC) + timedelta(days=40)
        database = open_database(module_database, lambda: then, event_retention_days=days)
        batches = 0
        while True:
            with database.write() as uow:
                if not retention.drop_old(uow):
                    break
            batches += 1
        database.engine.dispose()
        return batches

    return run


def test_nothing_goes_before_its_time(log: Log, later) -> None:
    make_board(log.operator)
    log.seal()
    every = log.events()
    assert (later(0), later(60)) == (0, 0)
    assert log.events() == every


def test_old_events_go_in_batches_and_the_chain_goes_on_from_there(log: Log, later) -> None:
    board = make_board(log.operator)
    for number in range(4):
        make_task(log.operator, board, f"Task {number}")
        log.seal()
    hash_before = log.verify()["last_hash"]
    assert later(30) >= 2
    left = log.events()
    assert {event["event_type"] for event in left} == {"audit.events_removed"}
    assert sum(event["details"]["removed"] for event in left) == 6
    assert left[0]["details"]["last_hash"] == hash_before
    assert left[0]["actor"]["kind"] == "system"
    assert log.verify()["state"] == "intact"
    log.seal()
    assert (log.verify()["state"], log.verify()["unsealed"]) == ("intact", 0)


def test_a_removal_that_the_log_does_not_tell_of_is_found_out(log: Log, later) -> None:
    make_board(log.operator)
    log.seal()
    later(30)
    make_board(log.operator)
    log.seal()
    assert log.verify()["state"] == "intact"
    log.sql("DELETE FROM events WHERE type = 'audit.events_removed'")
    assert "no event says that retention removed them" in log.broken()
