"""This installation as the place that something is brought to: for one process alone, and without consequences."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from mission_control.entry import startup
from mission_control.entry.backup.databases import sqlite_file
from mission_control.entry.installation import SECRET_KEY_FILE, secret_box
from mission_control.entry.startup import Schema
from mission_control.kernel.db.engine import use_for_bulk
from mission_control.kernel.db.session import Database
from mission_control.kernel.environment import Environment
from mission_control.kernel.security.secrets import SecretBox
from mission_control.kernel.settings import Settings
from mission_control.moving.report import MoveFailed

MOVE_LOCK = 7_204_117_314


@contextmanager
def receiving(settings: Settings, *, dry_run: bool) -> Iterator[tuple[Database | None, Environment]]:
    """This installation, for this process alone; None for a dry run where there is nothing yet.

    A dry run makes nothing, neither the data folder nor what is in it.
    """
    if not dry_run:
        startup.check_folders(settings)
    environment = Environment(settings, _keys(settings, dry_run=dry_run))
    if dry_run and settings.is_sqlite and not sqlite_file(settings).exists():
        yield None, environment
        return
    claim = None if dry_run else startup.claim_sqlite(settings)
    engine = startup.reach_database(settings)
    try:
        if dry_run and startup.schema_of(engine) is Schema.EMPTY:
            yield None, environment
            return
        startup.prepare_schema(settings, engine, may_migrate=not dry_run)
        use_for_bulk(engine)
        with _alone(engine):
            yield Database(engine, environment=environment), environment
    finally:
        engine.dispose()
        if claim is not None:
            claim.close()


def workshop(settings: Settings, *, dry_run: bool) -> Path:
    """A folder for what is needed meanwhile; outside of a data folder that a dry run may not make."""
    if dry_run and not os.access(settings.data_dir, os.W_OK):
        return Path(tempfile.gettempdir())
    return settings.data_dir


def _keys(settings: Settings, *, dry_run: bool) -> SecretBox:
    if dry_run and not settings.secret_key and not (settings.data_dir / SECRET_KEY_FILE).exists():
        return SecretBox("a dry run keeps no secret")
    return secret_box(settings)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """One import at a time; on SQLite the claim of the file sees to that."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text(f"SELECT pg_try_advisory_lock({MOVE_LOCK})")):
            raise MoveFailed("Another import into this database is running; wait until it has ended.")
        yield
