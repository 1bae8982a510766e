"""How sure agents of a board must be to act without asking."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("approval_confidence_threshold", sa.Integer(), nullable=False, server_default="80")
    op.add_column("boards", column)


def downgrade() -> None:
    op.drop_column("boards", "approval_confidence_threshold")
