"""What has to hold before a process serves or works; what does not is said in a sentence that names the remedy.

CannotStart: raised by every function here. Its text never holds a password.
"""

import errno
import os
import socket
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from sqlalchemy import Engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from mission_control.kernel.db import migrate
from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.http.middleware import cors_middleware_options
from mission_control.kernel.logging import get_logger
from mission_control.kernel.ratelimit import RateLimitBackendUnavailable, RateLimiter
from mission_control.kernel.settings import Settings

if sys.platform != "win32":
    import fcntl

logger = get_logger(__name__)

BACKLOG = 2048
"""Connections that wait while the process is busy, as many as the web server itself would ask for."""


class CannotStart(Exception):
    pass


class Schema(StrEnum):
    """How the schema of a database relates to this version of the product."""

    NEWEST = "newest"
    EMPTY = "empty"
    OLDER = "older"
    UNKNOWN = "unknown"
    """Written by a newer version, or by another program."""


def check_folders(settings: Settings) -> None:
    """The data folder, and the folder of the database file when that is elsewhere, can be written to."""
    _check_writable(settings.data_dir, "DATA_DIR")
    if settings.is_sqlite and (name := make_url(settings.resolved_database_url).database):
        file = Path(name)
        _check_writable(file.parent, "DATABASE_URL")
        if file.exists() and not os.access(file, os.W_OK):
            raise CannotStart(f"The database file {file} cannot be written to; correct its owner or its permissions.")


def _check_writable(folder: Path, variable: str) -> None:
    try:
        # Secrets and everybody's data will lie there.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise CannotStart(
            f"The folder {folder.absolute()} cannot be written to ({reason}); "
            f"correct its owner or permissions, or set {variable} to another place."
        ) from None


def claim_sqlite(settings: Settings) -> TextIO | None:
    """Claim the SQLite file for this process, as long as the answer is kept open; nothing to claim on PostgreSQL.

    Two servers on one file would each run the jobs and not see each other's events. The claim ends with the process,
    however that ends.
    """
    name = make_url(settings.resolved_database_url).database
    if not settings.is_sqlite or name in (None, ":memory:") or sys.platform == "win32":
        return None
    claim = Path(f"{name}.lock").open("a", encoding="ascii")  # noqa: SIM115 - it stays open
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        claim.close()
        raise CannotStart(
            f"A server uses {name} already; stop it first, or set DATABASE_URL to PostgreSQL, which several can share."
        ) from None
    return claim


def check_services(settings: Settings) -> None:
    """What is configured besides the database answers."""
    cors_middleware_options(settings)
    try:
        RateLimiter.from_settings(settings).check()
    except RateLimitBackendUnavailable as error:
        raise CannotStart(f"{error}.") from None


def reach_database(settings: Settings) -> Engine:
    """An engine whose database answers within seconds."""
    engine = make_engine(settings)
    try:
        with engine.connect():
            return engine
    except SQLAlchemyError as error:
        engine.dispose()
        raise CannotStart(
            f"The database at {shown(settings)} cannot be opened ({_reason(error)}); start it or correct DATABASE_URL."
        ) from None


def prepare_schema(settings: Settings, engine: Engine, *, may_migrate: bool) -> None:
    """The schema is this version's, after migrating it where that is allowed."""
    state = schema_of(engine)
    if state is Schema.UNKNOWN:
        raise CannotStart(
            f"The database at {shown(settings)} has a schema that this version does not know; install the version "
            "that wrote it, restore a backup, or set DATABASE_URL to another database."
        )
    if state is Schema.NEWEST:
        return
    if not may_migrate:
        raise CannotStart("The schema is not at the newest revision; run: mission-control migrate")
    try:
        migrate.upgrade(engine)
    except SQLAlchemyError as error:
        raise CannotStart(
            f"The schema of {shown(settings)} could not be brought to revision {migrate.head()} ({_reason(error)}); "
            "nothing was changed."
        ) from None
    logger.info("schema.migrated", revision=migrate.head())


def schema_of(engine: Engine) -> Schema:
    revision = migrate.current(engine)
    if revision == migrate.head():
        return Schema.NEWEST
    if revision is None:
        # Takes a moment, and a database with a revision does without it.
        from mission_control.migrations.tables import TABLES

        taken = set(inspect(engine).get_table_names()) & set(TABLES)
        return Schema.UNKNOWN if taken else Schema.EMPTY
    return Schema.OLDER if revision in migrate.revisions() else Schema.UNKNOWN


def listen(host: str, port: int) -> socket.socket:
    """A listening socket: taken before anything else starts, so that nobody can take the port meanwhile."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        both = host == "::" and socket.has_dualstack_ipv6()
        return socket.create_server((host, port), family=family, backlog=BACKLOG, dualstack_ipv6=both)
    except OSError as error:
        raise CannotStart(_why_not_listening(host, port, error)) from None


def _why_not_listening(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use; stop the program that uses it, or choose another with PORT or --port."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} may not be used by this account; choose one above 1023 with PORT or --port."
    return f"The address {host} cannot be listened on ({error.strerror or error}); correct HOST or --host."


def shown(settings: Settings) -> str:
    """The database's address without its password."""
    url = make_url(settings.resolved_database_url)
    if settings.is_sqlite:
        return str(url.database)
    return f"{url.host or 'localhost'}:{url.port or 5432}/{url.database or ''}"


def _reason(error: SQLAlchemyError) -> str:
    # The driver's text, first line: it names what is wrong, and no driver of ours puts the password into it.
    text = str(getattr(error, "orig", None) or type(error).__name__).strip()
    return text.splitlines()[0].rstrip(".") if text else type(error).__name__
