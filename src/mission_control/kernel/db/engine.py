"""Engines: SQLite in WAL mode with one writer, or PostgreSQL. The few dialect differences live here.

Both hide the parameters of statements, in errors and in the log: they are people's texts, addresses and tokens.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from mission_control.kernel.clock import utc_now
from mission_control.kernel.settings import Settings

BUSY_TIMEOUT_MS = 10_000
POOL_MARGIN = 4
"""Connections beyond the request threads: the event reader, the job runner and the presence writer."""

POOL_WAIT_SECONDS = 5
"""Whoever waits for a connection is woken by one that is given back, not by one that could not be made: while the
database is away this is how long a stream may say nothing."""

DRIVER = "mission_control"
"""The name of our dialect; it is Python's own driver, with the habits below."""
WRITES = "write"
"""The execution option of connections that write."""
CHANGES = "changes"
"""How many rows a connection had changed when its transaction began; kept while the disk lacks room."""
DISK_FULL = "53100"
"""PostgreSQL's code for it."""

PATIENCE = {
    "connect_timeout": "5",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""How long a PostgreSQL that says nothing is believed to be there, in libpq's words and units (seconds, the last in
milliseconds). Without it an attempt to connect to a server that is just shutting down can wait a minute, and a
connection through a network that swallows packets for hours. The address may say otherwise."""


def make_engine(settings: Settings) -> Engine:
    url = make_url(settings.resolved_database_url)
    if not settings.is_sqlite:
        return create_engine(
            _patient(url),
            pool_size=settings.db_pool_size + POOL_MARGIN,
            max_overflow=0,
            pool_pre_ping=True,
            pool_timeout=POOL_WAIT_SECONDS,
            hide_parameters=True,
        )
    if database := url.database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url.set(drivername=f"sqlite+{DRIVER}"),
        poolclass=QueuePool,
        pool_size=settings.db_pool_size + POOL_MARGIN,
        max_overflow=0,
        # What a connection knows of the file's pages holds until another has written: the last one knows most.
        pool_use_lifo=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        hide_parameters=True,
    )
    _use_sqlite_well(engine, settings.sqlite_synchronous)
    return engine


def use_for_bulk(engine: Engine) -> None:
    """Have connections that are made from now on write much at once: rows at random places of large indexes.

    With the cache of a server SQLite would write the same pages again and again; no other process is on the file.
    """
    if engine.dialect.name != "sqlite":
        return
    engine.dispose()

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA cache_size=-131072")
        connection.execute("PRAGMA wal_autocheckpoint=16384")


class Sqlite(SQLiteDialect_pysqlite):
    """Transactions begin where ours do, writers say so from the start, and troubles of the disk are told.

    A dialect rather than listeners to the engine, for which every statement would look several times.
    """

    supports_statement_cache = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.on_lack_of_room: list[Callable[[], None]] = []
        self.lacks_room_since: datetime | None = None
        """Since the first write that the disk refused; None again as soon as something was written."""

    def set_connection_execution_options(self, connection: Connection, opts: Mapping[str, Any]) -> None:
        super().set_connection_execution_options(connection, opts)
        _note_writer(connection, opts)

    def set_engine_execution_options(self, engine: Engine, opts: Mapping[str, Any]) -> None:
        super().set_engine_execution_options(engine, opts)
        event.listen(engine, "engine_connect", lambda connection: _note_writer(connection, opts))

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        # A reader that turns writer fails at once under load; writers say so from the start and queue instead.
        writes = dbapi_connection.info.pop(WRITES, False)
        driver: Any = dbapi_connection.driver_connection
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        if self.lacks_room_since:
            dbapi_connection.info[CHANGES] = driver.total_changes

    def do_commit(self, dbapi_connection: PoolProxiedConnection) -> None:
        super().do_commit(dbapi_connection)  # type: ignore[no-untyped-call]
        if self.lacks_room_since:
            # Transactions that change nothing need no room.
            before = dbapi_connection.info.pop(CHANGES, None)
            if before is not None and dbapi_connection.driver_connection.total_changes > before:  # type: ignore[union-attr]
                self.lacks_room_since = None

    def is_disconnect(self, e: Any, connection: Any, cursor: Any) -> bool:
        """Asked about every error of the driver."""
        if lacks_room(e):
            self.lacks_room_since = self.lacks_room_since or utc_now()
            for tell in self.on_lack_of_room:
                tell()
        return super().is_disconnect(e, connection, cursor)


registry.register(f"sqlite.{DRIVER}", __name__, Sqlite.__name__)


def _note_writer(connection: Connection, options: Mapping[str, Any]) -> None:
    if options.get(WRITES):
        connection.info[WRITES] = True


def _patient(url: URL) -> URL:
    return url.update_query_dict({name: value for name, value in PATIENCE.items() if name not in url.query})


def lacks_room(error: BaseException | None) -> bool:
    """Whether the database could not write because its disk is full or, of SQLite, fails."""
    name: str = getattr(error, "sqlite_errorname", None) or ""
    return name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR") or getattr(error, "sqlstate", None) == DISK_FULL


def lacks_room_since(db: Session) -> datetime | None:
    """Since when this process cannot write for lack of room; None when it can, and where another server would know."""
    dialect = db.get_bind().dialect
    return dialect.lacks_room_since if isinstance(dialect, Sqlite) else None


def _use_sqlite_well(engine: Engine, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        # The driver must not open transactions on its own: it would begin them late and never IMMEDIATE.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "cache_size=-4000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
