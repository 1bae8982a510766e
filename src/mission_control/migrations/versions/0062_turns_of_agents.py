"""Since when a turn of an agent runs on its gateway, and what that is about."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agent_setups", sa.Column("turn_since", UtcDateTime(), nullable=True))
    op.add_column("agent_setups", sa.Column("turn_about", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("agent_setups", "turn_about")
    op.drop_column("agent_setups", "turn_since")
