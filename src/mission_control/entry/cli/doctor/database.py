"""The database: reachable, whole, at the newest schema, and without jobs that gave up."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from mission_control.entry import startup
from mission_control.entry.cli.doctor.finding import Finding, broken, ok, warning
from mission_control.entry.startup import CannotStart, Schema
from mission_control.kernel.db.session import Database
from mission_control.kernel.jobs import dead_letters
from mission_control.kernel.settings import Settings

OLDEST_POSTGRESQL = 15


def database(settings: Settings) -> Iterator[Finding]:
    name = make_url(settings.resolved_database_url).database
    if settings.is_sqlite and not Path(name or "").exists():
        # Looking would create the file.
        yield ok("database", f"{name} does not exist yet; the first start makes it.")
        return
    try:
        engine = startup.reach_database(settings)
    except CannotStart as error:
        fault, _, mend = str(error).rpartition("; ")
        yield broken("database", f"{fault}.", f"{mend[:1].upper()}{mend[1:]}")
        return
    try:
        yield from _opened(settings, engine)
    except SQLAlchemyError as error:
        yield broken(
            "database", f"{startup.shown(settings)} fails while being read ({type(error).__name__}).", _RESTORE
        )
    finally:
        engine.dispose()


_RESTORE = "Stop all servers and restore the newest backup."


def _opened(settings: Settings, engine: Engine) -> Iterator[Finding]:
    yield ok("database", f"{startup.shown(settings)} answers.")
    yield _sqlite_integrity(engine) if settings.is_sqlite else _postgresql_integrity(engine)
    state = startup.schema_of(engine)
    if state is Schema.NEWEST:
        yield ok("schema", "The schema is at the newest revision.")
        yield _dead_letters(engine)
    elif state is Schema.UNKNOWN:
        yield broken(
            "schema",
            "This version does not know the schema.",
            "Install the version that wrote it, or restore a backup.",
        )
    elif settings.db_auto_migrate:
        yield warning("schema", "The schema is not at the newest revision.", "The next start of a server migrates it.")
    else:
        yield broken("schema", "The schema is not at the newest revision.", "Run: mission-control migrate")


def _sqlite_integrity(engine: Engine) -> Finding:
    with engine.connect() as connection:
        faults = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(5)")) if row[0] != "ok"]
        dangling = connection.execute(text("PRAGMA foreign_key_check")).first()
    if dangling:
        faults.append(f"rows of {dangling[0]} refer to missing rows of {dangling[2]}")
    if faults:
        return broken("integrity", f"The database file is damaged: {'; '.join(faults)}.", _RESTORE)
    return ok("integrity", "The database file is whole.")


def _postgresql_integrity(engine: Engine) -> Finding:
    with engine.connect() as connection:
        version = int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000
        invalid = connection.scalars(
            text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1")
        ).all()
    if version < OLDEST_POSTGRESQL:
        return broken("integrity", f"PostgreSQL {version} is too old.", f"Use PostgreSQL {OLDEST_POSTGRESQL} or newer.")
    if invalid:
        return broken("integrity", f"Invalid indexes: {', '.join(invalid)}.", f"Run: REINDEX INDEX {invalid[0]}")
    return ok("integrity", f"PostgreSQL {version}, all indexes valid.")


def _dead_letters(engine: Engine) -> Finding:
    with Database(engine).read() as uow:
        count, newest = dead_letters.failed_count(uow.db), dead_letters.failed(uow.db, limit=1)
    if not newest:
        return ok("jobs", "No background job has given up.")
    return warning(
        "jobs",
        f"{count} background job(s) gave up, the newest {newest[0].name}: {newest[0].last_error or 'no reason kept'}.",
        "Mend the cause, then run: mission-control jobs retry --all",
    )
