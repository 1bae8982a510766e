"""Bringing the schema to the newest revision, and telling whether it is there.

Alembic is loaded when there is something to migrate: a server whose schema is the newest does without it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATION_LOCK = 7_204_117_311
"""Key of the PostgreSQL advisory lock under which replicas that start together take turns."""
VERSION_TABLE = "alembic_version"


class BrokenReferences(Exception):
    """A migration is at fault; it was rolled back."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up; several processes may call this at once, one migrates and the others find it done."""
    from alembic import command

    with _transaction(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    from alembic import command

    with _transaction(engine) as connection:
        command.downgrade(_config(connection), revision)


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction for changes of the schema.

    SQLite alters a table by making it anew and dropping the old one. With foreign keys on, the drop would delete the
    rows of every table that refers to it, so they are off meanwhile and checked as a whole before the commit.
    """
    with engine.execution_options(write=True).connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        sqlite: Any = connection.connection.driver_connection
        # Has no effect inside a transaction.
        sqlite.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise BrokenReferences(f"the migration would leave rows that refer to nothing: {broken[:5]}")
        finally:
            sqlite.execute("PRAGMA foreign_keys=ON")


def current(engine: Engine) -> str | None:
    """The revision of a database's schema; None where there is none of ours."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        revision: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
        return revision


def revisions() -> list[str]:
    """All that this version knows, the oldest first; the files are named after them, `0001_what_it_does.py`."""
    names = (file.name for file in files("mission_control.migrations.versions").iterdir())
    return sorted(name.partition("_")[0] for name in names if name[:1].isdigit() and name.endswith(".py"))


def head() -> str:
    return revisions()[-1]


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("mission_control.migrations")))
    config.attributes["connection"] = connection
    return config
