"""A database into a file and back: SQLite by its own online copy, PostgreSQL by its client programs."""

import os
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from mission_control.entry.backup.archive import BackupFailed
from mission_control.kernel.settings import Settings


def dump(settings: Settings, engine: Engine, target: Path) -> None:
    """A consistent copy of one moment, while servers go on working."""
    if settings.is_sqlite:
        _copy_sqlite(sqlite_file(settings), target)
    else:
        _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"], engine)


def load(settings: Settings, engine: Engine, source: Path) -> None:
    """All or nothing. On SQLite whatever was there is replaced, on PostgreSQL the database has to be empty."""
    if settings.is_sqlite:
        file = sqlite_file(settings)
        try:
            with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(file)) as live:
                copy.backup(live)
        except sqlite3.Error as error:
            raise BackupFailed(f"{file} could not be written ({error}); nothing was changed.") from None
    else:
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run("pg_restore", [*options, str(source)], engine)


def sqlite_file(settings: Settings) -> Path:
    return Path(make_url(settings.resolved_database_url).database or "")


def _copy_sqlite(source: Path, target: Path) -> None:
    address = f"{source.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            # One file: the copy must not come with a log of its own.
            copy.execute("PRAGMA journal_mode=DELETE")
            (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        raise BackupFailed(f"{source} could not be copied ({error}); try again when that is mended.") from None
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise BackupFailed(
            f"{source} is damaged ({verdict}); stop all servers, move it away with its -wal and -shm files, and "
            "restore the newest backup."
        )


def _run(program: str, arguments: Sequence[str], engine: Engine) -> None:
    options: dict[str, Any] = dict(engine.dialect.create_connect_args(engine.url)[1])
    options.pop("context", None)
    # In the environment: everybody on the machine can read the arguments of a program.
    environment = {**os.environ, "PGPASSWORD": str(options.pop("password", None) or "")}
    command = [program, "--no-password", f"--dbname={make_conninfo('', **options)}", *arguments]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise BackupFailed(
            f"The program {program} is missing; install PostgreSQL's client programs, as new as the server."
        ) from None
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise BackupFailed(f"{program} failed: {reason}")
