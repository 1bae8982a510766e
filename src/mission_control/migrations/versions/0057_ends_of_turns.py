"""How the turns end that messages to agents on gateways have begun."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agent_setups", sa.Column("turn_trouble", sa.Text(), nullable=True))
    op.add_column("agent_setups", sa.Column("has_given_up", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("agent_wakes", sa.Column("ended_at", UtcDateTime(), nullable=True))
    op.add_column("agent_wakes", sa.Column("turns_failed", sa.Integer(), nullable=False, server_default="0"))
    # Nobody has looked how those have ended, and gateways have forgotten it.
    op.execute("UPDATE agent_wakes SET ended_at = sent_at WHERE sent_at IS NOT NULL")


def downgrade() -> None:
    op.drop_column("agent_wakes", "turns_failed")
    op.drop_column("agent_wakes", "ended_at")
    op.drop_column("agent_setups", "has_given_up")
    op.drop_column("agent_setups", "turn_trouble")
