"""A PostgreSQL and a Redis of one test alone, to be stopped and started under the product."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import redis

from tests.support import postgres, redis_server
from tests.support.processes import Account, StartFailed, clean_environment, free_port, tail, wait_until
from tests.support.services import Services, migrate


@dataclass(frozen=True, slots=True)
class OwnPostgres:
    server: postgres.PostgresServer
    url: str

    def stop(self) -> None:
        """As a power cut would: connections break, nothing is told to anybody."""
        self.server.stop()

    def start(self) -> None:
        """Again, at the same place."""
        folder = Path(self.server.folder)
        data, log = folder / "data", folder / "postgres.log"
        # The command line of the last start: the program, `-D`, the folder, and what else it was told.
        options = shlex.join(shlex.split((data / "postmaster.opts").read_text())[3:])
        command: list[str | Path] = [
            f"{self.server.binaries}/pg_ctl",
            "-D",
            data,
            "-l",
            log,
            "-w",
            "-o",
            options,
            "start",
        ]
        started = Account().run(command, cwd=folder)
        if started.returncode:
            raise StartFailed(f"PostgreSQL did not start again:\n{started.stdout}\n{tail(log)}")

    def cut_connections(self) -> None:
        """End every connection to the database."""
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )


@contextmanager
def own_postgres(services: Services) -> Iterator[OwnPostgres]:
    server = postgres.start(services.folder / f"postgres-{uuid4().hex[:8]}")
    try:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            # Here the database itself is killed, so what it has acknowledged must be on its disk.
            connection.execute("ALTER ROLE postgres SET synchronous_commit = on")
        url = server.url(server.create())
        migrate(url)
        yield OwnPostgres(server, url)
    finally:
        server.stop()


class OwnRedis:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [redis_server._find_binary(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=self._folder, env=clean_environment({}), stdout=log)
        if not wait_until(self._answers, timeout=20):
            raise StartFailed(f"Redis did not start:\n{tail(self._folder / 'redis.log')}")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


@contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    server = OwnRedis(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
