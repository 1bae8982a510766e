"""What keeps a server from starting is said in one sentence, without a traceback and without secrets."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.support.command import Installation
from tests.support.processes import free_port, tail, wait_until
from tests.support.services import Services


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest.fixture
def start(here: Installation) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a command that goes on until the test ends."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*words: str, **settings: str) -> subprocess.Popen[bytes]:
        started.append(here.start(*words, log=here.folder / "log", **settings))
        return started[-1]

    yield run
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=2, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a refused start says."""
    assert done.returncode not in (0, None), done.stdout
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line]
    assert len(lines) == 1, lines
    return lines[0]


def test_a_start_shows_where_to_go_and_what_to_sign_in_with(here: Installation, start):
    start("serve")
    assert wait_until(lambda: answers(here.port), timeout=90), tail(here.folder / "log")
    said = (here.folder / "log").read_text()
    assert f"http://localhost:{here.port}" in said
    token = (here.data_dir / "local-auth-token").read_text().strip()
    assert token in said
    me = httpx.get(f"http://127.0.0.1:{here.port}/api/v1/users/me", headers={"Authorization": f"Bearer {token}"})
    assert me.status_code == 200


def test_a_configured_token_is_not_repeated_in_the_output(here: Installation, start):
    token = "configured-token-of-this-test-0123456789-abcdefghijklmnop"
    start("serve", LOCAL_AUTH_TOKEN=token)
    assert wait_until(lambda: answers(here.port), timeout=90)
    said = (here.folder / "log").read_text()
    assert "LOCAL_AUTH_TOKEN" in said
    assert token not in said


def test_a_log_that_is_collected_holds_json_alone_and_no_token(here: Installation, start):
    start("serve", LOG_FORMAT="json")
    assert wait_until(lambda: answers(here.port), timeout=90)
    lines = (here.folder / "log").read_text().splitlines()
    (first,) = [told for told in map(json.loads, lines) if told["message"] == "server.address"]
    assert first["url"] == f"http://localhost:{here.port}"
    assert "mission-control token show" in first["sign_in"]
    token = here.run("token", "show").stdout.strip()
    assert not [line for line in lines if token in line]


def test_the_data_folder_is_for_its_owner_alone(here: Installation):
    assert here.run("migrate").returncode == 0
    assert here.data_dir.stat().st_mode & 0o077 == 0


def test_a_port_in_use_is_named(here: Installation):
    with socket.create_server(("127.0.0.1", here.port)):
        assert f"Port {here.port} is in use" in refusal(here.run("serve"))


def test_an_address_that_is_not_ours_is_named(here: Installation):
    assert "192.0.2.1" in refusal(here.run("serve", "--host", "192.0.2.1"))


def test_a_data_folder_that_cannot_be_written_to_is_named(here: Installation):
    (here.folder / "file").write_text("")
    said = refusal(here.run("serve", DATA_DIR=str(here.folder / "file" / "data")))
    assert "cannot be written to" in said
    assert "DATA_DIR" in said


def test_a_database_that_is_away_is_named_without_its_password(here: Installation):
    said = refusal(here.run("serve", DATABASE_URL="postgresql://somebody:the-password@127.0.0.1:1/fleet"))
    assert "127.0.0.1:1/fleet" in said
    assert "the-password" not in said


def test_a_database_that_does_not_exist_is_named(here: Installation, services: Services):
    said = refusal(here.run("serve", DATABASE_URL=services.postgres().url("nowhere")))
    assert "does not exist" in said


def test_a_redis_that_is_away_is_named_without_its_password(here: Installation):
    said = refusal(
        here.run("serve", RATE_LIMIT_BACKEND="redis", RATE_LIMIT_REDIS_URL="redis://u:the-password@127.0.0.1:1/0")
    )
    assert "redis://***@127.0.0.1:1/0" in said
    assert "the-password" not in said


def test_origins_that_would_open_the_api_to_everybody_are_refused(here: Installation):
    assert "CORS_ORIGINS" in refusal(here.run("serve", CORS_ORIGINS="*"))


def test_a_file_that_is_no_database_is_named(here: Installation):
    here.data_dir.mkdir()
    (here.data_dir / "mission-control.db").write_text("this is not a database, though it is long enough to be one " * 9)
    assert "mission-control.db" in refusal(here.run("serve"))


@pytest.mark.parametrize("command", ["serve", "worker", "migrate"])
def test_a_schema_of_a_newer_version_is_left_alone(here: Installation, pg_url: str, command: str):
    with psycopg.connect(pg_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "does not know" in refusal(here.run(command, DATABASE_URL=pg_url))
    with psycopg.connect(pg_url) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_without_automatic_migration_the_command_is_named(here: Installation, empty_database: str):
    said = refusal(here.run("serve", DATABASE_URL=empty_database, DB_AUTO_MIGRATE="false"))
    assert "mission-control migrate" in said


def test_a_worker_on_sqlite_says_why_it_is_not_needed(here: Installation):
    done = here.run("worker")
    assert done.returncode == 0
    assert "No worker is needed" in done.stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_ends_cleanly_when_told_to(here: Installation, start, pg_url: str, number: signal.Signals):
    worker = start("worker", DATABASE_URL=pg_url)
    log = here.folder / "log"
    assert wait_until(lambda: "worker.started" in log.read_text(), timeout=90), tail(log)
    worker.send_signal(number)
    assert worker.wait(60) == 0
    assert "worker.stopped" in log.read_text()
    assert not re.search("Traceback|ERROR", log.read_text())


def test_two_servers_cannot_share_one_port(here: Installation, start):
    start("serve")
    assert wait_until(lambda: answers(here.port), timeout=90)
    assert "is in use" in refusal(here.run("serve"))


def test_two_servers_cannot_share_one_sqlite_file(here: Installation, start):
    server = start("serve")
    assert wait_until(lambda: answers(here.port), timeout=90)
    assert "A server uses" in refusal(here.run("serve", PORT=str(free_port())))
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    start("serve")
    assert wait_until(lambda: answers(here.port), timeout=90), "the claim outlived its server"


def test_a_stop_ends_open_streams_at_once(start_server, database: str):
    server = start_server(database)
    with server.as_operator() as operator, operator.stream("GET", "/api/v1/agents/stream") as stream:
        chunks = stream.iter_bytes()
        next(chunks)
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < 5
        list(chunks)  # raises when the stream was cut instead of ended


def test_a_worker_runs_what_is_queued(here: Installation, start, pg_url: str):
    with psycopg.connect(pg_url) as connection:
        connection.execute(
            "INSERT INTO jobs (id, name, arguments, run_at, attempts, status, created_at, updated_at)"
            " VALUES (1, 'nobody.knows', '{}', now(), 8, 'failed', now(), now())"
        )
    assert here.run("jobs", "retry", "--all", DATABASE_URL=pg_url).returncode == 0
    start("worker", DATABASE_URL=pg_url)

    def attempts() -> int:
        with psycopg.connect(pg_url) as connection:
            row = connection.execute("SELECT attempts FROM procrastinate_jobs").fetchone()
        return row[0] if row else 0

    assert wait_until(lambda: attempts() > 0, timeout=90), tail(here.folder / "log")


def test_several_servers_may_start_at_once_on_an_empty_database(start_server, services: Services):
    url = services.empty_database("postgresql")
    server = start_server(url, processes=4)
    for index in range(4):
        with server.as_operator(index) as operator:
            assert operator.get("/api/v1/users/me").status_code == 200
