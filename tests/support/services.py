"""The servers and databases of one test run, shared by all its workers.

The first worker that needs a server starts it, under a file lock, and leaves its address in the folder of the
run; the process that began the run stops everything. What a killed run left behind, the next one stops.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from tests.support import postgres, redis_server
from tests.support.postgres import PostgresServer
from tests.support.processes import StartFailed, clean_environment
from tests.support.redis_server import RedisServer
from tests.support.warm import nursery

DatabaseKind = Literal["sqlite", "postgresql"]

_PREFIX = "mission-control-tests-"


class Services:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._postgres: PostgresServer | None = None
        self._redis: RedisServer | None = None

    # --- servers

    def postgres(self) -> PostgresServer:
        if self._postgres is None:
            values = self._once("postgres", lambda: asdict(postgres.start(self.folder / "postgres")))
            self._postgres = PostgresServer(**values)
        return self._postgres

    def redis(self) -> RedisServer:
        if self._redis is None:
            self._redis = RedisServer(**self._once("redis", lambda: asdict(redis_server.start(self.folder / "redis"))))
        return self._redis

    # --- databases

    def empty_database(self, kind: DatabaseKind) -> str:
        """The url of a new database without any table."""
        if kind == "sqlite":
            return _sqlite_url(self._new_sqlite_file())
        return self.postgres().url(self.postgres().create())

    def new_database(self, kind: DatabaseKind) -> str:
        """The url of a new database at the newest migration: a copy of one that was migrated once per run."""
        if kind == "sqlite":
            copy = self._new_sqlite_file()
            shutil.copyfile(self._sqlite_template(), copy)
            return _sqlite_url(copy)
        self._once("postgres-template", self._migrate_postgres_template)
        return self.postgres().url(self.postgres().create(template="migrated"))

    def drop_database(self, url: str) -> None:
        if url.startswith("sqlite"):
            shutil.rmtree(Path(url.removeprefix("sqlite:///")).parent)
        else:
            self.postgres().drop(url.rpartition("/")[2])

    def _new_sqlite_file(self) -> Path:
        # A folder for each: SQLite keeps its log and index beside the file.
        folder = self.folder / f"sqlite-{uuid.uuid4().hex[:12]}"
        folder.mkdir()
        return folder / "mission-control.sqlite3"

    def _sqlite_template(self) -> Path:
        template = self.folder / "template.sqlite3"
        self._once("sqlite-template", lambda: _migrate_sqlite_template(template))
        return template

    def _migrate_postgres_template(self) -> dict[str, Any]:
        name = self.postgres().create(name="migrated")
        try:
            return migrate(self.postgres().url(name))
        except StartFailed:
            self.postgres().drop(name)
            raise

    # --- the run

    def _once(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What `make` answered to the first worker that came here."""
        answer = self.folder / f"{name}.json"
        with _locked(self.folder / f"{name}.lock"):
            if not answer.exists():
                answer.write_text(json.dumps(make()))
            values: dict[str, Any] = json.loads(answer.read_text())
            return values

    def stop(self) -> None:
        if (self.folder / "postgres.json").exists():
            self.postgres().stop()
        if (self.folder / "redis.json").exists():
            self.redis().stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def begin() -> Services:
    """The services of a new run; called once, by the process that will also call `stop`."""
    _stop_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    # The database server may run as somebody else and has to get through.
    folder.chmod(0o755)
    return Services(folder)


def migrate(url: str) -> dict[str, Any]:
    """Bring a database to the newest migration, as an operator would."""
    with tempfile.TemporaryDirectory() as data:
        log = Path(data) / "log"
        settings = clean_environment({"DATABASE_URL": url, "DATA_DIR": data})
        code = nursery().start(["migrate"], cwd=Path(data), env=settings, log=log).wait(90)
        if code:
            raise StartFailed(f"`mission-control migrate` failed:\n{log.read_text()}")
    return {"migrated": url}


def _migrate_sqlite_template(template: Path) -> dict[str, Any]:
    made = migrate(_sqlite_url(template))
    # A process that was forked ends without closing its database, whose log would not be copied.
    with closing(sqlite3.connect(template)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return made


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _stop_leftovers() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = int(folder.name.removeprefix(_PREFIX).partition("-")[0])
        if folder.stat().st_uid == os.geteuid() and not _alive(owner):
            Services(folder).stop()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
