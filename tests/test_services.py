"""The test services are real: what they say comes from PostgreSQL, Redis and Chromium themselves."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import httpx
import psycopg
import pytest
import redis

from tests.support import postgres, redis_server
from tests.support.browser import accessibility_violations
from tests.support.processes import StartFailed, free_port
from tests.support.server import ServerProcess
from tests.support.services import Services


def test_postgresql_is_real_and_new_enough(services: Services):
    with psycopg.connect(services.empty_database("postgresql")) as connection:
        assert connection.info.server_version // 10_000 >= postgres.OLDEST_SUPPORTED
        assert connection.execute("SELECT pg_current_xact_id() IS NOT NULL").fetchone() == (True,)


def test_empty_databases_are_separate(services: Services):
    first, second = services.empty_database("postgresql"), services.empty_database("postgresql")
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE only_here (id int)")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_a_dropped_database_is_gone_though_somebody_is_connected(services: Services):
    url = services.empty_database("postgresql")
    with psycopg.connect(url) as lingering:
        services.drop_database(url)
        with pytest.raises(psycopg.OperationalError):
            lingering.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_a_sqlite_database_lies_in_a_folder_of_its_own(services: Services):
    url = services.empty_database("sqlite")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        assert connection.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    connection.close()
    services.drop_database(url)
    assert not Path(url.removeprefix("sqlite:///")).exists()


def test_redis_keeps_what_it_is_told(redis_url: str):
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        assert client.set("key", "value", ex=10)
        assert client.get("key") == "value"
        assert client.info("server")["redis_version"]


def test_redis_is_empty_for_every_test(redis_url: str):
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0


def test_the_packaged_postgresql_starts_where_the_system_has_none(services: Services, monkeypatch):
    monkeypatch.setenv("TEST_POSTGRES", "packaged")
    server = postgres.start(services.folder / "packaged-postgres")
    try:
        with psycopg.connect(server.url("postgres")) as connection:
            assert connection.info.server_version // 10_000 == 18
    finally:
        server.stop()


def test_the_packaged_redis_starts_where_the_system_has_none(tmp_path, monkeypatch):
    monkeypatch.setenv("TEST_REDIS", "packaged")
    server = redis_server.start(tmp_path / "redis")
    try:
        with redis.Redis.from_url(server.url(0)) as client:
            assert client.ping()
    finally:
        server.stop()


def test_free_ports_are_outside_the_range_of_outgoing_connections():
    assert all(12_000 <= free_port() < 30_000 for _ in range(20))


@pytest.mark.e2e
def test_the_browser_renders_and_axe_judges(page):
    page.set_content("<html lang='en'><title>t</title><main><h1>Boards</h1><img src='x.png'></main></html>")
    assert page.get_by_role("heading").inner_text() == "Boards"
    violations = accessibility_violations(page)
    assert len(violations) == 1, violations
    assert violations[0].startswith("image-alt (critical)")


def test_the_server_is_ready_on_each_database(server: ServerProcess):
    with server.client() as client:
        assert client.get("/readyz").status_code == 200


def test_a_killed_server_comes_back_under_its_address(database, start_server):
    server = start_server(database)
    server.kill()
    with server.client() as client:
        with pytest.raises(httpx.ConnectError):
            client.get("/healthz")
        server.start()
        assert client.get("/healthz").status_code == 200


def test_two_processes_over_one_database(pg_url, start_server):
    server = start_server(pg_url, processes=2)
    for index in range(2):
        with server.client(index) as client:
            assert client.get("/readyz").status_code == 200


def test_a_server_that_cannot_start_says_why(start_server):
    with pytest.raises(StartFailed, match="LOCAL_AUTH_TOKEN"):
        start_server(env={"LOCAL_AUTH_TOKEN": "too-short"})
