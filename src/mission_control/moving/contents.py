"""What an archive of an organization holds: which rows of which tables, and how values are written down."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, Uuid, inspect, select

from mission_control.kernel.db.base import Base
from mission_control.kernel.db.types import UtcDateTime
from mission_control.moving.report import MoveFailed

ORGANIZATIONS, USERS, MEMBERS, EVENTS = "organizations", "users", "organization_members", "events"
LEFT_OUT = {
    "agent_setups": "agents come without what they have on gateways: somebody has them set up anew",
    "agent_wakes": "what agents were to be woken for is told where they were",
    "audit_seals": "seals are of one installation; what comes is sealed anew",
    "event_deliveries": "what subscriptions have sent, they have sent",
    "event_entities": "events have positions of their own where they arrive, and what they tell of is found there anew",
    "gateway_exec_requests": "what a gateway waits for is answered from where it was asked for",
    "gateway_links": "Mission Control comes to each gateway as a new device",
    "idempotent_requests": "answers that are kept for a day",
    "jobs": "what waits to be done is done where it was asked for",
    "shared_organizations": "which organization everybody joins is of the installation and its provider",
    "sign_in_sessions": "people sign in again",
}
"""Tables whose rows stay where they are, and why; of every other table that belongs to organizations all rows come."""
NOT_WRITTEN = {EVENTS: frozenset({"seq", "salt", "words_digest", "digest"})}
"""Columns that mean something in one installation only."""
SEALED = "sealed_"
"""Begins the names of columns that are encrypted."""
SEARCH = "search_"
"""Begins the names of tables that the database fills by itself from others."""
WITHHELD = ""
"""In place of a secret that there is and that the archive does not hold."""


def check_known(connection: Connection) -> None:
    """Raises MoveFailed when the database has tables that are unknown here and refer to known ones.

    What is known is what this process has imported; rows of anything else would be left behind unseen.
    """
    known, database = Base.metadata.tables, inspect(connection)
    unknown = [name for name in database.get_table_names() if name not in known and not name.startswith(SEARCH)]
    ours = [name for name in unknown if any(it["referred_table"] in known for it in database.get_foreign_keys(name))]
    if ours:
        raise MoveFailed(
            f"The database has tables that this program does not know: {', '.join(sorted(ours))}. Their rows would be "
            "left behind: install this version anew, or move tables of your own to another database."
        )


def tables() -> Sequence[Table]:
    """Those in an archive, each after the ones that it refers to."""
    chosen = [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]
    # Their organization goes before the people in it: an account names the organization that it acts in.
    return sorted(chosen, key=lambda table: table.name != ORGANIZATIONS)


def of_organization(table: Table, organization_id: UUID) -> ColumnElement[bool]:
    """Which rows of a table are an organization's: by its id, or by what they refer to."""
    if table.name == ORGANIZATIONS:
        return table.c.id == organization_id
    if table.name == USERS:
        members = Base.metadata.tables[MEMBERS]
        return table.c.id.in_(select(members.c.user_id).where(members.c.organization_id == organization_id))
    if "organization_id" in table.c:
        found: ColumnElement[bool] = table.c.organization_id == organization_id
        return found
    for key in sorted(table.foreign_keys, key=lambda it: it.parent.name):
        parent = key.column.table
        if parent.name not in LEFT_OUT and not key.parent.nullable:
            return key.parent.in_(select(key.column).where(of_organization(parent, organization_id)))
    raise LookupError(f"{table.name} belongs to no organization")


def columns(table: Table) -> list[str]:
    left_out = NOT_WRITTEN.get(table.name, frozenset())
    return [column.name for column in table.c if column.name not in left_out]


def written(table: Table, row: Any) -> dict[str, Any]:
    """A row as JSON can say it."""
    return {name: _plain(getattr(row, name)) for name in columns(table)}


def read(table: Table, line: dict[str, Any]) -> dict[str, Any]:
    """The values of a row that was written down. Raises KeyError and ValueError for what was not written so."""
    return {name: _value(table, name, line[name]) for name in columns(table)}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _value(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, Uuid):
        return UUID(value)
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value, validate=True)
    return value
