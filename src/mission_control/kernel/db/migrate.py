"""Bringing the schema to the newest revision, and telling whether it is there.

Alembic is loaded when there is something to migrate: a server whose schema is the newest does without it.
"""

from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATION_LOCK = 7_204_117_311
"""Key of the PostgreSQL advisory lock under which replicas that start together take turns."""
VERSION_TABLE = "alembic_version"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up; several processes may call this at once, one migrates and the others find it done."""
    from alembic import command

    with engine.execution_options(write=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    from alembic import command

    with engine.execution_options(write=True).begin() as connection:
        command.downgrade(_config(connection), revision)


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
