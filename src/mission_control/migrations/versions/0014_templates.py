"""Templates of tasks, those that recur, and what came of their runs."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _foreign_key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _templates() -> None:
    op.create_table(
        "task_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("assigned_agent_id", sa.Uuid(), nullable=True),
        sa.Column("due_after_minutes", sa.Integer(), nullable=True),
        sa.Column("cron", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("catch_up", sa.String(), nullable=False),
        sa.Column("overlap", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("next_run_at", UtcDateTime(), nullable=True),
        sa.Column("created_count", sa.Integer(), nullable=False),
        sa.Column("failing_since", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_task_templates"),
        sa.CheckConstraint("catch_up IN ('skip', 'one', 'all')", name="ck_task_templates_catch_up"),
        sa.CheckConstraint("overlap IN ('skip', 'allow')", name="ck_task_templates_overlap"),
        _foreign_key("task_templates", "organization_id", "organizations", "CASCADE"),
        _foreign_key("task_templates", "board_id", "boards", "CASCADE"),
    )
    for columns in (["organization_id"], ["board_id", "created_at", "id"], ["next_run_at"]):
        op.create_index(f"ix_task_templates_{'_'.join(columns)}", "task_templates", columns)


def _runs() -> None:
    op.create_table(
        "task_template_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("scheduled", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_task_template_runs"),
        sa.UniqueConstraint("template_id", "due_at", name="uq_task_template_runs_template_id_due_at"),
        sa.CheckConstraint("outcome IN ('created', 'skipped', 'failed')", name="ck_task_template_runs_outcome"),
        _foreign_key("task_template_runs", "template_id", "task_templates", "CASCADE"),
        _foreign_key("task_template_runs", "task_id", "tasks", "SET NULL"),
    )
    op.create_index("ix_task_template_runs_task_id", "task_template_runs", ["task_id"])


def _origin_of_tasks() -> None:
    op.add_column("tasks", sa.Column("template_id", sa.Uuid(), nullable=True))
    op.add_column("tasks", sa.Column("template_name", sa.String(), nullable=True))
    op.create_index("ix_tasks_template_id_status", "tasks", ["template_id", "status"])


def upgrade() -> None:
    _templates()
    _origin_of_tasks()
    _runs()


def downgrade() -> None:
    op.drop_table("task_template_runs")
    op.drop_index("ix_tasks_template_id_status", "tasks")
    op.drop_column("tasks", "template_name")
    op.drop_column("tasks", "template_id")
    op.drop_table("task_templates")
