"""Deadlines of boards, and what was done about tasks that passed one."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DEADLINES = ("start_within_minutes", "progress_within_minutes", "review_within_minutes")


def upgrade() -> None:
    with op.batch_alter_table("boards") as boards:
        for name in DEADLINES:
            boards.add_column(sa.Column(name, sa.Integer(), nullable=True))
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("stirred_at", UtcDateTime(), nullable=True))
        tasks.add_column(sa.Column("nudged_at", UtcDateTime(), nullable=True))
        tasks.add_column(sa.Column("escalated_at", UtcDateTime(), nullable=True))
        tasks.add_column(sa.Column("returns", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE tasks SET stirred_at = updated_at")
    with op.batch_alter_table("tasks") as tasks:
        tasks.alter_column("stirred_at", existing_type=UtcDateTime(), nullable=False)
        tasks.alter_column("returns", existing_type=sa.Integer(), server_default=None)
    op.create_index("ix_tasks_board_id_status_stirred_at", "tasks", ["board_id", "status", "stirred_at"])


def downgrade() -> None:
    op.drop_index("ix_tasks_board_id_status_stirred_at", "tasks")
    with op.batch_alter_table("tasks") as tasks:
        for name in ("returns", "escalated_at", "nudged_at", "stirred_at"):
            tasks.drop_column(name)
    with op.batch_alter_table("boards") as boards:
        for name in DEADLINES:
            boards.drop_column(name)
