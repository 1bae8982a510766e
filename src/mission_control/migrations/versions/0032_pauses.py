"""What is paused, since when, by whom and why."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLES = ("organizations", "gateways", "boards", "agents")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("paused_at", UtcDateTime(), nullable=True))
        op.add_column(table, sa.Column("paused_by", sa.String(), nullable=True))
        op.add_column(table, sa.Column("pause_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    for table in reversed(TABLES):
        for column in ("pause_reason", "paused_by", "paused_at"):
            op.drop_column(table, column)
