"""Indexes of columns that are mostly empty hold the rows that have something in them."""

from alembic import op
from sqlalchemy import text

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

INDEXES = (
    ("tasks", "assigned_agent_id", "status"),
    ("tasks", "lease_agent_id"),
    ("tasks", "lease_expires_at"),
    ("tasks", "template_id", "status"),
    ("tasks", "created_by_user_id"),
    ("tasks", "created_by_agent_id"),
    ("tasks", "last_worker_id"),
    ("task_transitions", "worker_id", "at"),
    ("task_comments", "agent_id"),
    ("task_comments", "user_id"),
    ("events", "task_id", "seq"),
    ("events", "agent_id", "seq"),
)


def upgrade() -> None:
    for table, *columns in INDEXES:
        is_set = text(f"{columns[0]} IS NOT NULL")
        _drop(table, columns)
        op.create_index(_name(table, columns), table, columns, sqlite_where=is_set, postgresql_where=is_set)


def downgrade() -> None:
    for table, *columns in reversed(INDEXES):
        _drop(table, columns)
        op.create_index(_name(table, columns), table, columns)


def _drop(table: str, columns: list[str]) -> None:
    op.drop_index(_name(table, columns), table_name=table)


def _name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"
