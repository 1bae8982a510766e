"""Several workers on PostgreSQL, and what happens to their jobs when connections or workers are lost."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.jobs.procrastinate_engine import ProcrastinateJobs
from tests.faults.rounds import rounds
from tests.kernel.jobs_world import World, connect, mark
from tests.support.processes import wait_until
from tests.support.services import Services

pytestmark = pytest.mark.faults


@pytest.fixture
def world(services: Services) -> Iterator[World]:
    url = services.empty_database("postgresql")
    with World(url) as world:
        yield world
    services.drop_database(url)


@pytest.fixture
def second_worker(world: World) -> Iterator[ProcrastinateJobs]:
    database, _ = connect(world.url, world.registry)
    worker = ProcrastinateJobs(database, world.registry, heartbeat_seconds=0.5, stalled_seconds=1)
    yield worker
    worker.stop()
    database.engine.dispose()


def test_two_workers_share_the_jobs_and_run_each_once(world: World, second_worker: ProcrastinateJobs):
    job = world.registry.job("mark")(mark)
    world.engine.start()
    second_worker.start()
    with world.database.write() as uow:
        for number in range(100):
            uow.defer(job, word=str(number), key=f"key {number % 7}")
    assert wait_until(lambda: world.pending() == 0, timeout=90)
    assert Counter(world.marks()) == Counter(str(number) for number in range(100))


def test_a_periodic_job_runs_once_per_period_over_all_workers(world: World, second_worker: ProcrastinateJobs):
    @world.registry.periodic("sweep", every=timedelta(seconds=1))
    def sweep(uow: UnitOfWork) -> None:
        uow.db.execute(text("INSERT INTO marks (word) VALUES (date_trunc('second', now() - interval '0.4 s')::text)"))

    world.engine.start()
    second_worker.start()
    assert wait_until(lambda: len(world.marks()) >= 4, timeout=15)
    assert len(world.marks()) <= len(set(world.marks())) + 1


def test_workers_come_back_when_their_connections_were_cut(world: World):
    job = world.registry.job("mark", retry_base_seconds=0.1)(mark)
    world.engine.start()
    with world.database.write() as uow:
        uow.defer(job, word="before")
    assert wait_until(lambda: world.marks() == ["before"], timeout=15)
    world.cut_connections()
    with world.database.write() as uow:
        uow.defer(job, word="after")
    assert wait_until(lambda: world.marks() == ["before", "after"], timeout=20)


def test_a_job_whose_connection_was_cut_while_it_ran_takes_effect_once(world: World):
    started, attempts = threading.Event(), []

    @world.registry.job("slow", retry_base_seconds=0.1)
    def slow(uow: UnitOfWork) -> None:
        attempts.append(1)
        mark(uow, "done")
        started.set()
        if len(attempts) == 1:
            threading.Event().wait(1)

    world.engine.start()
    with world.database.write() as uow:
        uow.defer(slow)
    assert started.wait(15)
    world.cut_connections()
    assert wait_until(lambda: world.marks() == ["done"] and world.pending() == 0, timeout=20)
    assert len(attempts) == 2


def test_a_worker_only_believed_dead_cannot_repeat_the_work(world: World, second_worker: ProcrastinateJobs):
    started, release, runs = threading.Event(), threading.Event(), []

    @world.registry.job("slow")
    def slow(uow: UnitOfWork) -> None:
        runs.append(1)
        mark(uow, f"run {len(runs)}")
        if len(runs) == 1:
            started.set()
            release.wait(20)

    world.engine.start()
    with world.database.write() as uow:
        uow.defer(slow)
    assert started.wait(15)
    with world.database.write() as uow:
        uow.db.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"))
    second_worker.start()
    assert wait_until(lambda: world.marks() == ["run 2"], timeout=15)
    release.set()
    world.engine.stop()
    assert world.marks() == ["run 2"]
    assert world.pending() == 0


def test_a_job_that_ends_its_worker_every_time_becomes_a_dead_letter(world: World, second_worker: ProcrastinateJobs):
    job = world.registry.job("deadly", max_attempts=1)(mark)
    with world.database.write() as uow:
        uow.defer(job, word="never")
        uow.db.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
    second_worker.start()
    assert wait_until(lambda: bool(world.failed()), timeout=15)
    assert world.failed()[0].last_error == "the process that ran the job ended"
    assert (world.pending(), world.marks()) == (0, [])


def test_a_worker_ends_whenever_it_is_told_to(world: World):
    worker = ProcrastinateJobs(world.database, world.registry)
    for number in range(rounds(40)):
        worker.start()
        serving = worker._thread
        time.sleep(number % 20 / 250)  # sometimes before it is connected, sometimes while it registers, ...
        worker.stop(timeout=30)
        assert serving is not None
        assert not serving.is_alive(), f"round {number}"
