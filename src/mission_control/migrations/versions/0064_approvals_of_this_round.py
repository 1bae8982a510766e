"""Boards on which only what was approved since a task last came into review opens the way to done."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "boards", sa.Column("require_approval_after_review", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("tasks", sa.Column("approved_since_review", sa.Boolean(), nullable=False, server_default=sa.false()))
    tasks = sa.table("tasks", sa.column("approved_since_review"), sa.column("approvals_approved_count"))
    op.execute(tasks.update().where(tasks.c.approvals_approved_count > 0).values(approved_since_review=sa.true()))


def downgrade() -> None:
    op.drop_column("tasks", "approved_since_review")
    op.drop_column("boards", "require_approval_after_review")
