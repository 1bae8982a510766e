"""This installation as the place that something is brought to: for one process alone, and without consequences."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from mission_control.entry import startup
from mission_control.entry.installation import secret_box
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
    """This installation, for this process alone; None for a dry run where there is nothing yet."""
    startup.check_folders(settings)
    claim = None if dry_run else startup.claim_sqlite(settings)
    engine = startup.reach_database(settings)
    try:
        if dry_run and startup.schema_of(engine) is Schema.EMPTY:
            yield None, Environment(settings, SecretBox("a dry run keeps no secret"))
            return
        startup.prepare_schema(settings, engine, may_migrate=not dry_run)
        environment = Environment(settings, secret_box(settings))
        use_for_bulk(engine)
        with _alone(engine):
            yield Database(engine, environment=environment), environment
    finally:
        engine.dispose()
        if claim is not None:
            claim.close()


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
