"""What agents on gateways want to run and ask for first."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

REQUESTS = "gateway_exec_requests"
REFERENCES = (("organization_id", "organizations"), ("gateway_id", "gateways"), ("approval_id", "approvals"))


def upgrade() -> None:
    op.create_table(
        REQUESTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("gateway_id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        *[
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_{REQUESTS}_{column}_{table}", ondelete="CASCADE"
            )
            for column, table in REFERENCES
        ],
        sa.PrimaryKeyConstraint("id", name=f"pk_{REQUESTS}"),
        sa.UniqueConstraint("gateway_id", "request_id", name=f"uq_{REQUESTS}_gateway_id_request_id"),
        sa.UniqueConstraint("approval_id", name=f"uq_{REQUESTS}_approval_id"),
    )
    op.create_index(f"ix_{REQUESTS}_organization_id", REQUESTS, ["organization_id"])
    op.create_index(f"ix_{REQUESTS}_gateway_id_settled_at", REQUESTS, ["gateway_id", "settled_at"])


def downgrade() -> None:
    op.drop_table(REQUESTS)
