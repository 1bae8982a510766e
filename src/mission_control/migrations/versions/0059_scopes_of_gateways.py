"""What a gateway allows us, as it said when it was last connected."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("gateway_links", sa.Column("scopes", JsonDocument, nullable=True))


def downgrade() -> None:
    op.drop_column("gateway_links", "scopes")
