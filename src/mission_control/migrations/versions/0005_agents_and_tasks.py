"""Agents with their tokens; tasks with dependencies and comments."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _foreign_key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _agents() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("gateway_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("is_board_lead", sa.Boolean(), nullable=False),
        sa.Column("heartbeat_config", JsonDocument, nullable=True),
        sa.Column("identity_profile", JsonDocument, nullable=True),
        sa.Column("identity_template", sa.Text(), nullable=True),
        sa.Column("soul_template", sa.Text(), nullable=True),
        sa.Column("openclaw_session_id", sa.String(), nullable=True),
        sa.Column("reported_status", sa.String(), nullable=True),
        sa.Column("announced_status", sa.String(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agents"),
        sa.UniqueConstraint("board_id", "name_key", name="uq_agents_board_id_name_key"),
        _foreign_key("agents", "organization_id", "organizations", "CASCADE"),
        _foreign_key("agents", "gateway_id", "gateways", "CASCADE"),
        _foreign_key("agents", "board_id", "boards", "CASCADE"),
    )
    op.create_index("ix_agents_organization_id_created_at", "agents", ["organization_id", "created_at"])
    op.create_index("ix_agents_board_id", "agents", ["board_id"])
    op.create_index("ix_agents_gateway_id", "agents", ["gateway_id"])
    op.create_index(
        "uq_agents_board_lead",
        "agents",
        ["board_id"],
        unique=True,
        sqlite_where=sa.text("is_board_lead"),
        postgresql_where=sa.text("is_board_lead"),
    )
    op.create_table(
        "agent_tokens",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_agent_tokens"),
        _foreign_key("agent_tokens", "agent_id", "agents", "CASCADE"),
    )
    op.create_index("ix_agent_tokens_agent_id", "agent_tokens", ["agent_id"])


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("assigned_agent_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_user_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_agent_id", sa.Uuid(), nullable=True),
        sa.Column("in_progress_at", UtcDateTime(), nullable=True),
        sa.Column("previous_in_progress_at", UtcDateTime(), nullable=True),
        sa.Column("last_worker_id", sa.Uuid(), nullable=True),
        sa.Column("comments_count", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_agent_id", sa.Uuid(), nullable=True),
        sa.Column("lease_claimed_at", UtcDateTime(), nullable=True),
        sa.Column("lease_expires_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.CheckConstraint("status IN ('inbox', 'in_progress', 'review', 'done')", name="ck_tasks_status"),
        _foreign_key("tasks", "organization_id", "organizations", "CASCADE"),
        _foreign_key("tasks", "board_id", "boards", "CASCADE"),
        _foreign_key("tasks", "assigned_agent_id", "agents", "SET NULL"),
        _foreign_key("tasks", "created_by_user_id", "users", "SET NULL"),
        _foreign_key("tasks", "created_by_agent_id", "agents", "SET NULL"),
        _foreign_key("tasks", "last_worker_id", "agents", "SET NULL"),
        _foreign_key("tasks", "lease_agent_id", "agents", "SET NULL"),
    )
    for columns in (
        ["board_id", "created_at", "id"],
        ["board_id", "status", "created_at", "id"],
        ["organization_id", "status"],
        ["assigned_agent_id", "status"],
        ["lease_agent_id"],
        ["lease_expires_at"],
    ):
        op.create_index(f"ix_tasks_{'_'.join(columns)}", "tasks", columns)


def _dependencies_and_comments() -> None:
    op.create_table(
        "task_dependencies",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("depends_on_task_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", "depends_on_task_id", name="pk_task_dependencies"),
        sa.CheckConstraint("task_id <> depends_on_task_id", name="ck_task_dependencies_not_itself"),
        _foreign_key("task_dependencies", "task_id", "tasks", "CASCADE"),
        _foreign_key("task_dependencies", "depends_on_task_id", "tasks", "CASCADE"),
    )
    op.create_index("ix_task_dependencies_depends_on_task_id", "task_dependencies", ["depends_on_task_id"])
    op.create_table(
        "task_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("mentions_lead", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_task_comments"),
        _foreign_key("task_comments", "organization_id", "organizations", "CASCADE"),
        _foreign_key("task_comments", "board_id", "boards", "CASCADE"),
        _foreign_key("task_comments", "task_id", "tasks", "CASCADE"),
        _foreign_key("task_comments", "agent_id", "agents", "SET NULL"),
        _foreign_key("task_comments", "user_id", "users", "SET NULL"),
    )
    for column in ("task_id", "organization_id", "board_id"):
        op.create_index(f"ix_task_comments_{column}_created_at_id", "task_comments", [column, "created_at", "id"])


def upgrade() -> None:
    _agents()
    _tasks()
    _dependencies_and_comments()


def downgrade() -> None:
    for table in ("task_comments", "task_dependencies", "tasks", "agent_tokens", "agents"):
        op.drop_table(table)
