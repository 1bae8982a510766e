"""Tasks say why they came back and how their last approval was refused, subscriptions why they fail."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

COLUMNS = ("approval_refused", "sent_back")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("tasks", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("event_subscriptions", sa.Column("last_failure", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("event_subscriptions", "last_failure")
    for name in reversed(COLUMNS):
        op.drop_column("tasks", name)
