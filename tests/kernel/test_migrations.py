from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from uuid import uuid4

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, Uuid, func, inspect, select

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
    """Tables without models: procrastinate's, which are another test's business, and those of the full-text search."""
    table = name if kind == "table" else thing.table.name
    return not (table or "").startswith(("procrastinate_", "search_"))


def test_the_migrations_make_what_the_models_say(empty_database: str) -> None:
    engine = make_engine(load_settings(database_url=empty_database))
    migrate.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_ours})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def filled(column: Any) -> Any:
    """Something that fits a column which the test does not care about."""
    values = {bool: False, int: 0, float: 0.0, str: "x", datetime: datetime(2026, 1, 1, tzinfo=UTC)}
    return uuid4() if isinstance(column.type, Uuid) else values[column.type.python_type]


def add(connection: Connection, table: Table, **given: Any) -> None:
    """A row with these values, and with anything where it may not be empty."""
    wanted = (c for c in table.c if c.name not in given and not c.nullable)
    connection.execute(table.insert().values(**given, **{column.name: filled(column) for column in wanted}))


def test_what_was_there_before_an_upgrade_is_there_after_it(empty_database: str) -> None:
    engine = make_engine(load_settings(database_url=empty_database))
    migrate.upgrade(engine, "0005")
    before = MetaData()
    before.reflect(engine)
    tables = before.tables
    organization, gateway, board, first, second = (uuid4() for _ in range(5))
    if engine.dialect.name == "sqlite":
        # Its schema does not tell ids from other texts.
        for table in tables.values():
            for column in table.c:
                if column.name == "id" or column.name.endswith("_id"):
                    column.type = Uuid()
    place = {"organization_id": organization, "board_id": board}
    with engine.begin() as connection:
        add(connection, tables["organizations"], id=organization)
        add(connection, tables["gateways"], id=gateway, organization_id=organization, kind="direct")
        add(connection, tables["boards"], id=board, organization_id=organization)
        for task in (first, second):
            add(connection, tables["tasks"], id=task, status="inbox", **place)
        add(connection, tables["task_dependencies"], task_id=first, depends_on_task_id=second)
        add(connection, tables["task_comments"], task_id=first, **place)
        add(connection, tables["agents"], gateway_id=gateway, **place)
    migrate.upgrade(engine)
    expected = {"boards": 1, "tasks": 2, "task_dependencies": 1, "task_comments": 1, "agents": 1}
    with engine.connect() as connection:
        counts = {name: connection.scalar(select(func.count()).select_from(tables[name])) for name in expected}
        assert counts == expected
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with engine.begin() as connection:
        # Search knows what was there before it, and follows it still: no later revision lost its triggers.
        searched = {"tasks": "title", "task_comments": "message"}
        for name, text in searched.items():
            connection.execute(tables[name].update().values({text: f"Zebras in {name}"}))
        found = connection.exec_driver_sql("SELECT kind, title || body FROM search_documents ORDER BY id").all()
        assert sorted(map(tuple, found)) == [
            ("comment", "Zebras in task_comments"),
            ("task", "Zebras in tasks"),
            ("task", "Zebras in tasks"),
        ]
        connection.execute(tables["task_comments"].delete())
        assert connection.exec_driver_sql("SELECT count(*) FROM search_documents").scalar() == 2
    engine.dispose()


def test_what_was_stored_with_a_token_of_an_agent_keeps_its_public_part(empty_database: str) -> None:
    engine = make_engine(load_settings(database_url=empty_database))
    migrate.upgrade(engine, "0036")
    before = MetaData()
    before.reflect(engine, only=["organizations", "gateways", "boards", "approvals"])
    tables = before.tables
    if engine.dialect.name == "sqlite":
        for column in (column for table in tables.values() for column in table.c):
            if column.name == "id" or column.name.endswith("_id"):
                column.type = Uuid()
    organization, gateway, board = (uuid4() for _ in range(3))
    public, place = f"mca_{'a' * 24}_", {"organization_id": organization, "board_id": board}
    with engine.begin() as connection:
        add(connection, tables["organizations"], id=organization)
        add(connection, tables["gateways"], id=gateway, organization_id=organization, kind="direct")
        add(connection, tables["boards"], id=board, organization_id=organization)
        for command in (f"AUTH='X-Agent-Token: {public}{'s' * 43}'", "ls"):
            add(connection, tables["approvals"], payload={"command": command}, status="pending", **place)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        payloads = connection.execute(select(tables["approvals"].c.payload)).scalars().all()
    assert sorted(it["command"] for it in payloads) == [f"AUTH='X-Agent-Token: {public}…'", "ls"]
    engine.dispose()


def test_installed_skills_keep_the_folder_that_they_were_told_and_what_is_wanted(empty_database: str) -> None:
    engine = make_engine(load_settings(database_url=empty_database))
    migrate.upgrade(engine, "0035")
    before = MetaData()
    before.reflect(engine, only=["organizations", "gateways", "marketplace_skills", "gateway_installed_skills"])
    tables = before.tables
    if engine.dialect.name == "sqlite":
        for column in (column for table in tables.values() for column in table.c):
            if column.name == "id" or (column.name.endswith("_id") and column.name != "commit_id"):
                column.type = Uuid()
    organization, gateway, layout, nameless = (uuid4() for _ in range(4))
    place = {"organization_id": organization, "gateway_id": gateway}
    with engine.begin() as connection:
        add(connection, tables["organizations"], id=organization)
        add(connection, tables["gateways"], id=gateway, organization_id=organization, kind="direct")
        for skill, name, status in ((layout, "Lay out!", "removing"), (nameless, "🎨", "failed")):
            of_it = {"organization_id": organization, "source_url": name, "metadata": {}}
            add(connection, tables["marketplace_skills"], id=skill, name=name, **of_it)
            add(connection, tables["gateway_installed_skills"], skill_id=skill, status=status, **place)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT folder, wanted FROM gateway_installed_skills ORDER BY folder").all()
    assert [tuple(row) for row in rows] == [("lay-out", "removed"), (f"skill-{nameless.hex[:8]}", "installed")]
    engine.dispose()
