"""What every engine promises, held against both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.jobs import dead_letters, queue
from mission_control.kernel.jobs.registry import Finish, Registry
from tests.kernel.conftest import LogText
from tests.kernel.jobs_world import Renamed, World, marks, renamed
from tests.support.processes import clean_environment, wait_until


@pytest.fixture
def world(empty_database: str) -> Iterator[World]:
    with World(empty_database) as world:
        yield world


def eventually(condition: Callable[[], Any], timeout: float = 15) -> None:
    assert wait_until(lambda: bool(condition()), timeout=timeout)


def test_a_committed_job_runs_with_its_arguments(world: World):
    mark = world.registry.job("mark")(lambda uow, **given: world.mark(uow, given["word"]))
    world.engine.start()
    with world.database.write() as uow:
        uow.defer(mark, word="done")
    eventually(lambda: world.marks() == ["done"])
    assert world.pending() == 0


def test_a_rolled_back_job_never_runs(world: World):
    mark = world.registry.job("mark")(world.mark)
    world.engine.start()
    with pytest.raises(KeyError), world.database.write() as uow:
        uow.defer(mark, word="rolled back")
        raise KeyError
    with world.database.write() as uow:
        uow.defer(mark, word="committed")
    eventually(world.marks)
    assert world.marks() == ["committed"]


def test_jobs_of_a_process_that_ended_run_in_the_next(world: World):
    mark = world.registry.job("mark")(world.mark)
    with world.database.write() as uow:
        uow.defer(mark, word="left behind")
    assert world.pending() == 1
    world.engine.start()
    eventually(lambda: world.marks() == ["left behind"])


def test_a_job_waits_for_its_time(world: World):
    mark = world.registry.job("mark")(world.mark)
    world.engine.start()
    with world.database.write() as uow:
        uow.defer(mark, word="later", at=uow.now + timedelta(seconds=1.5))
        uow.defer(mark, word="now")
    eventually(lambda: world.marks() == ["now"])
    eventually(lambda: world.marks() == ["now", "later"])


def test_a_failed_attempt_leaves_nothing_and_is_repeated(world: World):
    attempts: list[int] = []

    @world.registry.job("flaky", retry_base_seconds=0.01)
    def flaky(uow: UnitOfWork) -> None:
        attempts.append(1)
        world.mark(uow, f"attempt {len(attempts)}")
        if len(attempts) < 3:
            raise ConnectionError("not yet")

    world.engine.start()
    with world.database.write() as uow:
        uow.defer(flaky)
    eventually(lambda: world.marks() == ["attempt 3"])


def test_a_job_out_of_attempts_becomes_a_dead_letter_that_can_be_retried(world: World):
    healthy = threading.Event()

    @world.registry.job("doomed", max_attempts=2, retry_base_seconds=0.01)
    def doomed(uow: UnitOfWork, word: str) -> None:
        if not healthy.is_set():
            raise ConnectionError("no answer from https://user:hunter2@host")
        world.mark(uow, word)

    world.engine.start()
    with world.database.write() as uow:
        uow.defer(doomed, key="k", word="saved")
    eventually(world.failed)
    (letter,) = world.failed()
    assert (letter.name, letter.arguments, letter.attempts) == ("doomed", {"word": "saved"}, 2)
    assert letter.last_error == "ConnectionError: no answer from https://…@host"
    assert world.pending() == 0

    healthy.set()
    with world.database.write() as uow:
        assert dead_letters.retry(uow, letter.id)
        assert not dead_letters.retry(uow, letter.id)
    eventually(lambda: world.marks() == ["saved"])
    assert world.failed() == []


def test_a_job_that_gave_up_leaves_its_values_out_of_the_log(world: World, log_text: LogText):
    lines, written_by_people = log_text(), "what people write"

    @world.registry.job("doomed", max_attempts=1)
    def doomed(uow: UnitOfWork) -> None:
        uow.db.execute(text("INSERT INTO marks (id, word) VALUES (1, :word), (1, :word)"), {"word": written_by_people})

    world.engine.start()
    with world.database.write() as uow:
        uow.defer(doomed)
    eventually(world.failed)
    written = "\n".join(lines())
    assert "jobs.gave_up" in written
    assert "[SQL: INSERT INTO marks" in written
    assert written_by_people not in written


def test_the_oldest_job_that_is_due_is_told(world: World):
    job = world.registry.job("later")(world.mark)
    now = world.database.clock()
    with world.database.write() as uow:
        assert queue.oldest_due(uow.db, now) is None
        uow.defer(job, at=now + timedelta(hours=1))
    with world.database.write() as uow:
        assert queue.oldest_due(uow.db, now) is None
        uow.defer(job)
    with world.database.write() as uow:
        since = queue.oldest_due(uow.db, world.database.clock())
        assert since is not None
        assert now - timedelta(seconds=1) <= since <= world.database.clock()
        uow.defer(job, at=now - timedelta(hours=2))
    with world.database.read() as uow:
        assert queue.oldest_due(uow.db, now) == now - timedelta(hours=2)


def test_a_job_without_a_handler_is_retried_like_a_failed_one(world: World):
    with world.database.write() as uow:
        uow.defer(Registry().job("of.another.release")(world.mark), word="unknown")
    world.engine.start()
    eventually(lambda: world.attempts() == [1])
    assert world.failed() == []


def test_jobs_of_one_key_run_one_at_a_time_in_order(world: World):
    running, overlaps = threading.Lock(), []

    @world.registry.job("serial")
    def serial(uow: UnitOfWork, word: str) -> None:
        if not running.acquire(blocking=False):
            overlaps.append(word)
            return
        threading.Event().wait(0.05)
        world.mark(uow, word)
        running.release()

    with world.database.write() as uow:
        for word in "abcde":
            uow.defer(serial, key="same", word=word)
    world.engine.start()
    # Well under a poll for each: the end of one starts the next.
    eventually(lambda: world.marks() == list("abcde"), timeout=4)
    assert overlaps == []


def test_a_job_waiting_for_its_retry_holds_back_its_key_until_it_is_dead(world: World):
    @world.registry.job("doomed", max_attempts=2, retry_base_seconds=1)
    def doomed(uow: UnitOfWork) -> None:
        raise ConnectionError

    @world.registry.job("after")
    def after(uow: UnitOfWork, word: str) -> None:
        world.mark(uow, f"{word} {dead_letters.failed_count(uow.db)}")

    with world.database.write() as uow:
        uow.defer(doomed, key="same")
        uow.defer(after, key="same", word="same key: dead letters")
        uow.defer(after, key="other", word="other key: dead letters")
    world.engine.start()
    eventually(lambda: len(world.marks()) == 2)
    assert world.marks() == ["other key: dead letters 0", "same key: dead letters 1"]


def test_a_reaction_gets_the_event_that_was_committed(world: World):
    @world.registry.reacts_to(Renamed)
    def greet(uow: UnitOfWork, event: EventRow) -> None:
        world.mark(uow, f"{event.payload['name']} at {event.seq}")

    world.engine.start()
    with pytest.raises(KeyError), world.database.write() as uow:
        uow.emit(renamed("Nobody"))
        uow.append_events()
        raise KeyError
    with world.database.write() as uow:
        uow.emit(renamed("Ada"))
    eventually(lambda: len(world.marks()) == 1)
    assert world.marks()[0].startswith("Ada at ")


def test_a_job_can_defer_and_emit(world: World):
    @world.registry.reacts_to(Renamed)
    def last(uow: UnitOfWork, event: EventRow) -> None:
        world.mark(uow, event.actor_kind)

    @world.registry.job("first")
    def first(uow: UnitOfWork) -> None:
        uow.emit(renamed("Ada"))

    world.engine.start()
    with world.database.write() as uow:
        uow.defer(first)
    eventually(lambda: world.marks() == ["system"])


def test_a_periodic_job_runs_again_and_again_even_when_it_fails(world: World):
    runs: list[int] = []

    @world.registry.periodic("sweep", every=timedelta(seconds=1))
    def sweep(uow: UnitOfWork) -> None:
        runs.append(1)
        if len(runs) == 1:
            raise ConnectionError
        world.mark(uow, "swept")

    world.engine.start()
    eventually(lambda: len(world.marks()) >= 2)
    assert world.failed() == []


@pytest.mark.faults
@pytest.mark.parametrize("kind", ["job", "errand"])
def test_a_job_whose_process_was_killed_runs_again_with_its_effects_once(world: World, kind: str, tmp_path: Path):
    killed = start_worker(world.url, f"hang {kind}", tmp_path / "started")
    world.defer_mark("survived", kind)
    eventually((tmp_path / "started").exists)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(10)
    assert world.marks() == []

    second = start_worker(world.url, kind, tmp_path / "again")
    try:
        eventually(lambda: world.marks() == ["survived"])
        assert world.pending() == 0
    finally:
        second.kill()
        second.wait(10)


def start_worker(url: str, how: str, started: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kernel.jobs_world", url, how, str(started)],
        env=clean_environment({}),
        cwd=Path(__file__).parents[2],
    )


def test_an_errand_waits_outside_without_holding_up_jobs_or_writers(world: World):
    answered = threading.Event()

    @world.registry.errand("ask")
    def ask(database: Database, word: str) -> Finish:
        with database.write() as uow:
            world.mark(uow, f"asking for {word}")
        answered.wait(30)
        return lambda uow: world.mark(uow, f"heard {word}")

    job = world.registry.job("mark")(world.mark)
    world.engine.start()
    with world.database.write() as uow:
        for number in range(12):
            uow.defer(ask, word=str(number))
    eventually(lambda: len(world.marks()) >= 4)
    with world.database.write() as uow:
        uow.defer(job, word="a job between")
    eventually(lambda: "a job between" in world.marks())
    assert not any(mark.startswith("heard") for mark in world.marks())
    answered.set()
    eventually(lambda: sum(mark.startswith("heard") for mark in world.marks()) == 12, timeout=90)
    assert world.pending() == 0


def test_errands_of_one_key_go_one_at_a_time_in_order(world: World):
    out, overlaps = threading.Lock(), []

    @world.registry.errand("fetch")
    def fetch(_database: Database, word: str) -> Finish:
        overlaps.append(not out.acquire(blocking=False))
        threading.Event().wait(0.05)
        out.release()
        return lambda uow: world.mark(uow, word)

    world.engine.start()
    with world.database.write() as uow:
        for word in "abcde":
            uow.defer(fetch, key="one server", word=word)
    eventually(lambda: len(world.marks()) == 5, timeout=90)
    assert world.marks() == list("abcde")
    assert not any(overlaps)


def test_an_errand_that_fails_is_repeated_and_then_kept_as_a_dead_letter(world: World):
    healthy = threading.Event()

    @world.registry.errand("fetch", max_attempts=2, retry_base_seconds=0.01)
    def fetch(_database: Database, word: str) -> Finish:
        if not healthy.is_set():
            raise ConnectionError("no answer")
        return lambda uow: world.mark(uow, word)

    world.engine.start()
    with world.database.write() as uow:
        uow.defer(fetch, word="fetched")
    eventually(world.failed)
    (letter,) = world.failed()
    assert (letter.attempts, letter.last_error) == (2, "ConnectionError: no answer")
    healthy.set()
    with world.database.write() as uow:
        assert dead_letters.retry(uow, letter.id)
    eventually(lambda: world.marks() == ["fetched"])


def test_what_jobs_leave_open_is_nothing(world: World):
    mark = world.registry.job("mark")(world.mark)
    world.engine.start()
    with world.database.write() as uow:
        uow.defer(mark, word="done")
    eventually(lambda: world.marks() == ["done"])
    world.engine.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "jobs"]
    if world.database.engine.dialect.name == "postgresql":
        with world.database.read() as uow:
            assert uow.db.scalar(text("SELECT count(*) FROM procrastinate_workers")) == 0
    assert marks(world.database) == ["done"]
