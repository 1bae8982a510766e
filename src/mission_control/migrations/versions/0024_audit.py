"""The event log becomes the audit log: where a change came from, what it changed, and seals."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TEXTS = ("address", "salt", "words_digest", "digest")
SEALS = "audit_seals"


def upgrade() -> None:
    # Not in batch mode: SQLite would copy the log, and both databases add a nullable column without that.
    for name in TEXTS:
        op.add_column("events", sa.Column(name, sa.String(), nullable=True))
    op.add_column("events", sa.Column("changes", JsonDocument, nullable=True))
    op.create_table(
        SEALS,
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("to_seq", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("newest_at", UtcDateTime(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("organization_id", "number", name=f"pk_{SEALS}"),
    )
    op.create_index(f"ix_{SEALS}_newest_at", SEALS, ["newest_at"])


def downgrade() -> None:
    op.drop_table(SEALS)
    for name in ("changes", *TEXTS):
        op.drop_column("events", name)
