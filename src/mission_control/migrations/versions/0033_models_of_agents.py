"""The model that an agent on a gateway is to use, and the one that was written there."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agents", sa.Column("model", sa.String(), nullable=True))
    op.add_column("agent_setups", sa.Column("model", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("agent_setups", "model")
    op.drop_column("agents", "model")
