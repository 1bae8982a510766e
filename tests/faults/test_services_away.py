"""What the product stands on goes away and comes back: it says so, loses nothing, and needs no restart."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url, select

from mission_control.kernel.events import log
from mission_control.kernel.events.log import EventRow
from tests.faults.consistency import contradictions, not_once
from tests.faults.database import changing, looking_at
from tests.faults.load import Load, load_on
from tests.faults.marking_server import MODULE, make_marks
from tests.faults.own_services import own_postgres, own_redis
from tests.faults.relay import relay_to
from tests.faults.test_killed import every_job_has_run
from tests.streams.reader import Reader, reading
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.services import Services
from tests.support.world import as_agent, make_agent, make_board, make_task, ok

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(300)]

PINGS = {"EVENT_STREAM_PING_SECONDS": "0.5", "EVENT_STREAM_RECHECK_SECONDS": "0.5"}
WRITES = 60


def is_ready(client: httpx.Client) -> bool:
    return client.get("/readyz").status_code == 200


def unready_because(client: httpx.Client, word: str) -> bool:
    """Whether the readiness check says what is missing; the process itself is alive."""
    reply = client.get("/readyz")
    if reply.status_code == 200:
        return False
    refusal = reply.json()
    assert (reply.status_code, refusal["code"], refusal["retryable"]) == (503, "unavailable", True)
    assert word in refusal["detail"], refusal
    assert client.get("/healthz").status_code == 200
    return True


def is_told_to_try_again(reply: httpx.Response, word: str) -> bool:
    refusal = reply.json()
    assert word in str(refusal["detail"]), refusal
    return (reply.status_code, refusal["code"], refusal["retryable"]) == (503, "unavailable", True)


@contextmanager
def under_load(server: ServerProcess, url: str) -> Iterator[tuple[Load, Reader]]:
    """Writers and a stream. Afterwards all that was answered must be there, once, and told on that one connection."""
    with looking_at(url) as db:
        start = log.last_position(db)
    with (
        load_on(server, seed=3) as load,
        server.as_operator() as client,
        reading(client, "/api/v1/events", start) as live,
    ):
        load.start()
        load.go_on_for(WRITES)
        yield load, live
        load.go_on_for(WRITES)
        load.stop()
        assert load.unexpected == []
        with looking_at(url) as db:
            assert contradictions(db) == []
            assert not_once(db, load.succeeded()) == []
            everything = list(db.scalars(select(EventRow.seq).where(EventRow.seq > start).order_by(EventRow.seq)))
        assert wait_until(lambda: live.has_reached(everything[-1]), timeout=90)
        assert live.positions() == everything
        told = f"{live.endings}\n{server.logs(lines=200)}"
        assert (live.connections, live.failures, live.refusals) == (1, [], []), told
    assert wait_until(lambda: every_job_has_run(url), timeout=60, interval=0.5)


# --- PostgreSQL


def test_a_database_that_is_cut_off_stopped_and_started(
    services: Services, start_server: Callable[..., ServerProcess]
) -> None:
    with own_postgres(services) as postgres:
        with changing(postgres.url) as db:
            make_marks(db)
        server = start_server(postgres.url, module=MODULE, env=PINGS, processes=2)
        try:
            with under_load(server, postgres.url) as (load, _), server.as_operator() as client:
                for _ in range(3):
                    postgres.cut_connections()
                    load.go_on_for(WRITES // 3)
                postgres.stop()
                assert wait_until(lambda: unready_because(client, "database"), timeout=10)
                boards = f"/api/v1/boards/{load.board['id']}"
                assert is_told_to_try_again(client.get(boards), "database")
                assert is_told_to_try_again(client.patch(boards, json={"name": "Never"}), "database")
                postgres.start()
                assert wait_until(lambda: is_ready(client), timeout=90)
                assert ok(client.get(boards))["name"] == load.board["name"]
        finally:
            server.close()


def test_a_database_that_takes_connections_and_says_nothing(
    services: Services, start_server: Callable[..., ServerProcess]
) -> None:
    with own_postgres(services) as postgres, relay_to(make_url(postgres.url).port or 0) as relay:
        with changing(postgres.url) as db:
            make_marks(db)
        through_the_relay = make_url(postgres.url).set(port=relay.port).render_as_string(hide_password=False)
        server = start_server(through_the_relay, module=MODULE, env=PINGS)
        try:
            with under_load(server, postgres.url) as (load, _), server.as_operator() as client:
                boards = f"/api/v1/boards/{load.board['id']}"
                relay.fall_silent()
                assert wait_until(lambda: unready_because(client, "database"), timeout=20)
                assert is_told_to_try_again(client.patch(boards, json={"name": "Never"}), "database")
                relay.speak()
                assert wait_until(lambda: is_ready(client), timeout=90)
                assert ok(client.get(boards))["name"] == load.board["name"]
        finally:
            server.close()


# --- the disk


@contextmanager
def full_disk(server: ServerProcess) -> Iterator[None]:
    """The server can write to no file beyond its first page, neither to the database nor to the log."""
    resource.prlimit(server.pid(), resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    yield
    resource.prlimit(server.pid(), resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_a_full_disk(sqlite_url: str, start_server: Callable[..., ServerProcess]) -> None:
    with changing(sqlite_url) as db:
        make_marks(db)
    server = start_server(sqlite_url, module=MODULE, env=PINGS)
    with under_load(server, sqlite_url) as (load, _), server.as_operator() as client:
        boards = f"/api/v1/boards/{load.board['id']}"
        with full_disk(server):
            assert wait_until(lambda: unready_because(client, "disk"), timeout=20)
            assert is_told_to_try_again(client.patch(boards, json={"name": "Never"}), "disk")
            assert ok(client.get(boards))["name"] == load.board["name"]
            assert ok(client.get("/api/v1/overview"))["needs_me"][0]["kind"] == "disk_full"
        assert wait_until(lambda: is_ready(client), timeout=90)
        assert ok(client.get("/api/v1/system/status"))["disk_full_since"] is None
        assert "database.unavailable" in server.logs(lines=20_000)


# --- Redis


def test_limits_without_their_redis(pg_url: str, start_server: Callable[..., ServerProcess], tmp_path: Path) -> None:
    """On one database: what counts calls knows of none."""
    with own_redis(tmp_path) as redis:
        limits = {"RATE_LIMIT_BACKEND": "redis", "RATE_LIMIT_REDIS_URL": redis.url, "RATE_LIMIT_AGENT_AUTH": "5/60"}
        server = start_server(pg_url, env=PINGS | limits)
        with (
            server.as_operator() as operator,
            server.as_operator() as client,
            reading(client, "/api/v1/events") as live,
        ):
            board = make_board(operator)
            with as_agent(server, make_agent(operator, board)) as agent:

                def call() -> int:
                    return agent.get("/api/v1/agent/healthz").status_code

                assert [call() for _ in range(6)] == [200] * 5 + [429]
                redis.stop()
                assert wait_until(lambda: unready_because(operator, "Redis"), timeout=10)
                assert [call() for _ in range(20)] == [200] * 20
                task = make_task(operator, board)
                assert wait_until(
                    lambda: bool(live.events()) and live.events()[-1].data["task_id"] == task["id"], timeout=10
                )
                redis.start()
                assert wait_until(lambda: is_ready(operator), timeout=10)
                # Its memory is gone, so the count begins anew, as soon as it is asked again.
                assert wait_until(lambda: call() == 429, timeout=20)
                assert (live.connections, live.failures) == (1, [])
