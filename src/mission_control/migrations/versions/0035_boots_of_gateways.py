"""The gateway's process that has taken an agent's newest message."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agent_setups", sa.Column("boot_id", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("agent_setups", "boot_id")
