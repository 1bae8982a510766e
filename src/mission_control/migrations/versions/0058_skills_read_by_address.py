"""Skills that are added by their address are read too, and say how far that has come."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("marketplace_skills", sa.Column("read_status", sa.String(), nullable=False, server_default="unread"))
    op.add_column("marketplace_skills", sa.Column("read_reason", sa.Text(), nullable=True))
    op.execute("UPDATE marketplace_skills SET read_status = 'read' WHERE content IS NOT NULL")


def downgrade() -> None:
    op.drop_column("marketplace_skills", "read_reason")
    op.drop_column("marketplace_skills", "read_status")
