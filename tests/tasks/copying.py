"""Many rows like those that there are, written straight into a database: by calls it would take minutes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, Table, insert, select

from mission_control.migrations.tables import TABLES

COPIED = {
    "tags": "id",
    "boards": "id",
    "agents": "id",
    "task_templates": "id",
    "tasks": "id",
    "task_dependencies": "task_id",
    "tag_assignments": "task_id",
    "custom_field_values": "task_id",
    "task_comments": "id",
    "task_transitions": "task_id",
    "approvals": "id",
    "approval_task_links": "approval_id",
    "agent_turns": "id",
    "agent_turn_reasons": "turn_id",
    "board_memory": "id",
    "events": "task_id",
}
"""The tables that are copied, in an order that their references allow, with the column that says whose a row is."""
UNLIKE = ("slug", "message_key")
"""Texts of which there are no two alike."""


def copy(engine: Engine, ids: Collection[str], times: int) -> None:
    """Have what has these ids so many times more, with all that belongs to it."""
    originals = {UUID(one) for one in ids}
    tables = [TABLES[name] for name in COPIED]
    chosen: dict[Table, list[dict[str, Any]]] = {}
    # Not in the transaction that writes: SQLite refuses one that has read what somebody has changed since.
    with engine.connect() as connection:
        for table in tables:
            rows = select(table).where(table.c[COPIED[table.name]].in_(originals))
            chosen[table] = [dict(row) for row in connection.execute(rows).mappings()]
    made: dict[Table, list[dict[str, Any]]] = {table: [] for table in tables}
    for _ in range(times):
        new = {one: uuid4() for one in originals}
        for table, rows_of_it in chosen.items():
            made[table] += [_copied(table, row, new) for row in rows_of_it]
    with engine.begin() as connection:
        for table, copies in made.items():
            if copies:
                connection.execute(insert(table), copies)


def _copied(table: Table, row: dict[str, Any], new: dict[UUID, UUID]) -> dict[str, Any]:
    fresh = {name: new.get(value, value) if isinstance(value, UUID) else value for name, value in row.items()}
    if table.name == "events":
        del fresh["seq"]
        # A comment and its event have one id.
        fresh["id"] = new.get(row["id"], uuid4())
    for name in UNLIKE + (("name_key", "openclaw_session_id") if table.name == "agents" else ()):
        if fresh.get(name):
            fresh[name] = f"{fresh[name]}-{uuid4().hex}"
    return fresh
