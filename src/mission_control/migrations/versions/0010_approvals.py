"""Approvals and the tasks they are about; how many a task has, on the task; how long a board lets them wait."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COUNTERS = ("approvals_count", "approvals_pending_count", "approvals_approved_count")


def _foreign_key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("action_type", sa.String(), nullable=False),
        sa.Column("payload", JsonDocument, nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("rubric_scores", JsonDocument, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("requested_by_kind", sa.String(), nullable=False),
        sa.Column("requested_by_name", sa.String(), nullable=False),
        sa.Column("decided_by_user_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decision_event_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("expired", sa.Boolean(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
        sa.CheckConstraint("status IN ('pending', 'approved', 'rejected')", name="ck_approvals_status"),
        _foreign_key("approvals", "organization_id", "organizations", "CASCADE"),
        _foreign_key("approvals", "board_id", "boards", "CASCADE"),
        _foreign_key("approvals", "agent_id", "agents", "SET NULL"),
        _foreign_key("approvals", "decided_by_user_id", "users", "SET NULL"),
    )
    for columns in (
        ["board_id", "created_at", "id"],
        ["board_id", "status", "created_at", "id"],
        ["organization_id", "status", "created_at", "id"],
        ["board_id", "action_type", "resolved_at"],
        ["agent_id"],
        ["expires_at"],
    ):
        op.create_index(f"ix_approvals_{'_'.join(columns)}", "approvals", columns)
    op.create_table(
        "approval_task_links",
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("approval_id", "task_id", name="pk_approval_task_links"),
        _foreign_key("approval_task_links", "approval_id", "approvals", "CASCADE"),
        _foreign_key("approval_task_links", "task_id", "tasks", "CASCADE"),
    )
    op.create_index("ix_approval_task_links_task_id", "approval_task_links", ["task_id"])


def upgrade() -> None:
    _approvals()
    for name in COUNTERS:
        op.add_column("tasks", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("boards", sa.Column("approval_expires_after_hours", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("boards", "approval_expires_after_hours")
    for name in COUNTERS:
        op.drop_column("tasks", name)
    op.drop_table("approval_task_links")
    op.drop_table("approvals")
