"""A change, its events and its positions: together or not at all, on both databases."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid4

import pytest

from mission_control.kernel.db import migrate
from mission_control.kernel.db.session import Database
from mission_control.kernel.events import log
from mission_control.kernel.events.envelope import Event, Topic
from mission_control.kernel.security.principals import ActorRef
from tests.support.database import open_database

AVA = ActorRef("agent", uuid4(), "Ava")


@dataclass(frozen=True, kw_only=True)
class Moved(Event):
    type: ClassVar[str] = "task.moved"
    topic: ClassVar[Topic] = Topic.TASKS
    before: str
    after: str


@pytest.fixture
def store(empty_database: str) -> Iterator[Database]:
    database = open_database(empty_database)
    migrate.upgrade(database.engine)
    yield database
    database.engine.dispose()


def moved(message: str = "moved", organization_id: UUID | None = None) -> Moved:
    return Moved(organization_id=organization_id or uuid4(), message=message, before="inbox", after="done")


def fail() -> None:
    raise ZeroDivisionError


def messages(store: Database, after: int = 0) -> list[str]:
    with store.read() as unit:
        return [event.message for event in log.read_after(unit.db, after)]


def test_a_committed_event_tells_who_did_what_in_which_request(store: Database) -> None:
    event = moved()
    with store.write(AVA, request_id="request-1") as unit:
        unit.emit(event)
    with store.read() as unit:
        (row,) = log.read_after(unit.db, 0)
    assert (row.id, row.type, row.topic) == (event.id, "task.moved", "tasks")
    assert (row.actor_kind, row.actor_id, row.actor_name, row.request_id) == ("agent", AVA.id, "Ava", "request-1")
    assert row.payload == {"before": "inbox", "after": "done"}
    assert row.created_at.tzinfo is not None


def test_a_failed_unit_of_work_leaves_no_event(store: Database) -> None:
    def emit_and_fail() -> None:
        with store.write() as unit:
            unit.emit(moved())
            fail()

    with pytest.raises(ZeroDivisionError):
        emit_and_fail()
    assert messages(store) == []


def test_events_are_read_in_order_from_a_position(store: Database) -> None:
    for message in ("one", "two", "three"):
        with store.write() as unit:
            unit.emit(moved(message))
    assert messages(store) == ["one", "two", "three"]
    with store.read() as unit:
        second = log.read_after(unit.db, 0)[1].seq
        assert log.last_position(unit.db) == second + 1
    assert messages(store, after=second) == ["three"]


def test_commits_are_announced_and_rollbacks_are_not(store: Database) -> None:
    heard: list[str] = []
    store.after_news.append(lambda: heard.append("commit"))
    with store.write() as unit:
        unit.emit(moved())
    with pytest.raises(ZeroDivisionError), store.write():
        fail()
    assert heard == ["commit"]


def test_a_reader_among_16_writers_misses_and_repeats_nothing(store: Database) -> None:
    writers, each = 16, 15
    done = threading.Event()

    def write(writer: int) -> None:
        for number in range(each):
            with store.write() as unit:
                unit.emit(moved(f"{writer}/{number}"))

    def follow() -> list[str]:
        seen: list[str] = []
        position, finished = 0, False
        while True:
            last_round = finished
            finished = done.is_set()
            with store.read() as unit:
                batch = log.read_after(unit.db, position, limit=7)
            seen += [event.message for event in batch]
            position = batch[-1].seq if batch else position
            if last_round and not batch:
                return seen

    with ThreadPoolExecutor(writers + 1) as pool:
        reader = pool.submit(follow)
        for outcome in [pool.submit(write, writer) for writer in range(writers)]:
            outcome.result()
        done.set()
        seen = reader.result(timeout=60)
    assert len(seen) == len(set(seen)) == writers * each
