"""The tables of a database, also those that no model knows, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import MetaData, PrimaryKeyConstraint, Select, Table, UniqueConstraint, select

from tests.support.people import People

NOT_OF_TENANTS = (
    "alembic_version",
    "audit_seals",
    "jobs",
    "periodic_runs",
    "procrastinate_",
    "search_index",
    "shared_organizations",
)
"""What belongs to the installation (names and beginnings of names); the index of texts follows `search_documents`.

Seals are written from time to time, whenever that is; `tests/audit` sees to their end.
"""
SIGNS_OF_LIFE = {"last_seen_at", "announced_status", "reported_status", "used_at", "lease_expires_at"}
SIGNS_OF_LIFE |= {"position", "sending", "turn_at"}
"""How far a subscription has read, and when it last did."""
SIGNS_OF_LIFE |= {"lease_owner", "lease_until", "state", "reason", "cure", "since"}
"""The last of a gateway: what its keeper sees of it at any time."""


def tables_of(people: People) -> list[Table]:
    found = MetaData()
    found.reflect(people.engine)
    return [table for table in found.sorted_tables if not table.name.startswith(NOT_OF_TENANTS)]


def rows_of(people: People, tables: list[Table]) -> dict[str, set[tuple[str, ...]]]:
    """Each row as text, by table; without what an agent's call changes, which is written some time later."""
    with people.writing() as db:
        return {table.name: {tuple(map(_text, row)) for row in db.execute(_kept(table))} for table in tables}


def _text(value: object) -> str:
    # Ids are written in two ways by the two databases.
    return str(value).replace("-", "")


def _kept(table: Table) -> Select[Any]:
    return select(*(column for column in table.columns if column.name not in SIGNS_OF_LIFE))


def references_of(table: Table) -> Iterator[tuple[str, Any]]:
    """Columns that hold ids of something, with their foreign key or None."""
    for column in table.columns:
        if column.name.endswith("_id"):
            yield column.name, next(iter(column.foreign_keys), None)


def is_found_by(table: Table, column: str) -> bool:
    """Whether an index or a key of the table begins with the column."""
    keys = [key for key in table.constraints if isinstance(key, UniqueConstraint | PrimaryKeyConstraint)]
    ordered = [list(index.columns) for index in table.indexes] + [list(key.columns) for key in keys]
    return any(columns and columns[0].name == column for columns in ordered)
