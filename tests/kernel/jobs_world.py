"""A database with a job engine, for tests; run as a program it is a worker that can be killed."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import ClassVar
from uuid import uuid4

from sqlalchemy import text

from mission_control.kernel.db.base import Base
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.events.envelope import Event, Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.jobs import dead_letters, schema
from mission_control.kernel.jobs.embedded import EmbeddedJobs
from mission_control.kernel.jobs.engine import JobEngine, make_job_engine
from mission_control.kernel.jobs.models import JobRow
from mission_control.kernel.jobs.procrastinate_engine import ProcrastinateJobs
from mission_control.kernel.jobs.registry import Finish, Registry
from tests.support.database import open_database

_TABLES = [Base.metadata.tables[table.__tablename__] for table in (EventRow, JobRow)]


@dataclass(frozen=True, kw_only=True)
class Renamed(Event):
    type: ClassVar[str] = "test.renamed"
    topic: ClassVar[Topic] = Topic.ORGANIZATION

    name: str


def renamed(name: str) -> Renamed:
    return Renamed(organization_id=uuid4(), message=f"renamed to {name}", name=name)


class World:
    """A fresh database, a registry of its own, and the engine that belongs to the database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.registry = Registry()
        self.database, self.engine = connect(url, self.registry)
        with self.database.engine.begin() as connection:
            Base.metadata.create_all(connection, tables=_TABLES)
            connection.exec_driver_sql(
                "CREATE TABLE marks (id integer GENERATED ALWAYS AS IDENTITY, word text)"
                if connection.dialect.name == "postgresql"
                else "CREATE TABLE marks (id integer PRIMARY KEY, word text)"
            )
            if connection.dialect.name == "postgresql":
                connection.execute(text(schema.upgrade_sql()))

    def __enter__(self) -> World:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.stop()
        self.database.engine.dispose()

    def mark(self, uow: UnitOfWork, word: str) -> None:
        mark(uow, word)

    def marks(self) -> list[str]:
        return marks(self.database)

    def defer_mark(self, word: str, kind: str) -> None:
        made = self.registry.errand("mark")(mark_at_home) if kind == "errand" else self.registry.job("mark")(mark)
        with self.database.write() as uow:
            uow.defer(made, key="mark", word=word)

    def pending(self) -> int:
        with self.database.read() as uow:
            return dead_letters.pending_count(uow.db)

    def failed(self) -> list[dead_letters.FailedJob]:
        with self.database.read() as uow:
            return dead_letters.failed(uow.db)

    def cut_connections(self) -> None:
        """End every connection to the database but the one that says so."""
        with self.database.engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )

    def attempts(self) -> list[int]:
        """How often each waiting job has failed."""
        table = "procrastinate_jobs" if self.database.engine.dialect.name == "postgresql" else "jobs"
        with self.database.read() as uow:
            return list(uow.db.scalars(text(f"SELECT attempts FROM {table}")))


def connect(url: str, registry: Registry) -> tuple[Database, JobEngine]:
    database = open_database(url)
    engine = make_job_engine(database, registry)
    assert isinstance(engine, EmbeddedJobs if url.startswith("sqlite") else ProcrastinateJobs)
    return database, engine


def mark(uow: UnitOfWork, word: str) -> None:
    uow.db.execute(text("INSERT INTO marks (word) VALUES (:word)"), {"word": word})


def mark_at_home(_database: Database, word: str) -> Finish:
    return lambda uow: mark(uow, word)


def marks(database: Database) -> list[str]:
    with database.read() as uow:
        return list(uow.db.scalars(text("SELECT word FROM marks ORDER BY id")))


def work(url: str, how: str, started: Path) -> None:
    """Run jobs, or an errand, until killed; one that hangs never ends, a job after having written."""
    registry = Registry()

    def begin() -> None:
        started.touch()
        if how.startswith("hang"):
            threading.Event().wait()

    def run(uow: UnitOfWork, word: str) -> None:
        mark(uow, word)
        begin()

    def go(database: Database, word: str) -> Finish:
        begin()
        return mark_at_home(database, word)

    if how.endswith("errand"):
        registry.errand("mark")(go)
    else:
        registry.job("mark")(run)
    database, engine = connect(url, registry)
    if isinstance(engine, ProcrastinateJobs):
        # A killed worker counts as gone after this long without a sign of life.
        database.jobs = engine = ProcrastinateJobs(database, registry, heartbeat_seconds=0.5, stalled_seconds=2)
    engine.start()
    threading.Event().wait()


if __name__ == "__main__":
    work(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
