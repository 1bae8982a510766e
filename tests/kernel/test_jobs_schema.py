"""procrastinate's tables come and go with our migrations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from mission_control.kernel.jobs import schema
from tests.support.services import Services

_MADE = text(
    """
    SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    UNION ALL SELECT typname FROM pg_type WHERE typnamespace = current_schema()::regnamespace
    """
)


@pytest.fixture
def connection(services: Services) -> Iterator[Connection]:
    url = services.empty_database("postgresql")
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()
    services.drop_database(url)


def test_the_schema_goes_up_down_and_up_again(connection: Connection):
    connection.execute(text(schema.upgrade_sql()))
    assert "procrastinate_jobs" in connection.scalars(_MADE).all()
    connection.execute(text(schema.downgrade_sql()))
    assert connection.scalars(_MADE).all() == []
    connection.execute(text(schema.upgrade_sql()))


def test_the_schema_lands_in_the_first_schema_of_the_search_path(connection: Connection):
    connection.execute(text("CREATE SCHEMA apart"))
    connection.execute(text("SET search_path = apart, public"))
    connection.execute(text(schema.upgrade_sql()))
    assert connection.scalar(text("SELECT to_regclass('apart.procrastinate_jobs') IS NOT NULL"))
    connection.execute(text(schema.downgrade_sql()))
    assert connection.scalars(_MADE).all() == []


def test_the_installed_package_brings_the_schema_that_our_migrations_made():
    """When this fails: put the package's newer migration files into a migration, then raise SCHEMA_VERSION."""
    assert schema.installed_version() == schema.SCHEMA_VERSION
