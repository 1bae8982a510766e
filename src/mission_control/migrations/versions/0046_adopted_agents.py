"""Agents that lived on their gateway before: what they are there, and what of theirs is Mission Control's."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agents", sa.Column("adopted_as", sa.String(), nullable=True))
    op.add_column("agents", sa.Column("adopted_on", sa.String(), nullable=True))
    op.create_index("uq_agents_adopted", "agents", ["adopted_on", "adopted_as"], unique=True)
    op.add_column("agent_setups", sa.Column("section", sa.String(), nullable=True))
    op.add_column("agent_setups", sa.Column("found", JsonDocument, nullable=True))


def downgrade() -> None:
    op.drop_column("agent_setups", "found")
    op.drop_column("agent_setups", "section")
    op.drop_index("uq_agents_adopted", table_name="agents")
    op.drop_column("agents", "adopted_on")
    op.drop_column("agents", "adopted_as")
