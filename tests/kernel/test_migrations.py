from importlib.resources import files
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from mission_control.kernel.db import migrate
from mission_control.kernel.db.base import Base
from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.settings import load_settings


def test_the_schema_goes_up_down_and_up_again(empty_database: str) -> None:
    engine = make_engine(load_settings(database_url=empty_database))
    migrate.upgrade(engine)
    assert migrate.current(engine) == migrate.head()
    migrate.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(engine)
    assert migrate.current(engine) == migrate.head()
    engine.dispose()


def test_each_revision_is_named_in_the_name_of_its_file() -> None:
    versions = ScriptDirectory(str(files("mission_control.migrations")))
    assert [script.revision for script in versions.walk_revisions()][::-1] == migrate.revisions()
    assert versions.get_current_head() == migrate.head()


def is_ours(thing: Any, name: str | None, kind: str, *_: object) -> bool:
    """procrastinate's tables have no models here; whether they are the package's is another test's business."""
    table = name if kind == "table" else thing.table.name
    return not (table or "").startswith("procrastinate_")


def test_the_migrations_make_what_the_models_say(empty_database: str) -> None:
    engine = make_engine(load_settings(database_url=empty_database))
    migrate.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_ours})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()
