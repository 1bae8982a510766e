"""Where a browser signed in, with what, and when it was last used."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0048"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLE = "sign_in_sessions"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("device", sa.String(), nullable=True))
    op.add_column(TABLE, sa.Column("address", sa.String(), nullable=True))
    op.add_column(TABLE, sa.Column("last_used_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    for column in ("last_used_at", "address", "device"):
        op.drop_column(TABLE, column)
