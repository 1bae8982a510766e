"""Commands of main agents that wait on their gateway for leave: how many, and since when."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("gateway_links", sa.Column("commands_waiting", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("gateway_links", sa.Column("commands_since", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("gateway_links", "commands_since")
    op.drop_column("gateway_links", "commands_waiting")
