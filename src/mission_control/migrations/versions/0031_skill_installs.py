"""Which skills gateways have, or are to have."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

INSTALLS = "gateway_installed_skills"


def upgrade() -> None:
    op.create_table(
        INSTALLS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("gateway_id", sa.Uuid(), nullable=False),
        sa.Column("skill_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("commit_id", sa.String(), nullable=True),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("status IN ('requested', 'installed', 'removing', 'failed')", name=f"ck_{INSTALLS}_status"),
        *[_goes_with(column, table) for column, table in REFERENCES],
        sa.PrimaryKeyConstraint("id", name=f"pk_{INSTALLS}"),
        sa.UniqueConstraint("gateway_id", "skill_id", name=f"uq_{INSTALLS}_gateway_id_skill_id"),
    )
    for column in ("organization_id", "skill_id"):
        op.create_index(f"ix_{INSTALLS}_{column}", INSTALLS, [column])


def downgrade() -> None:
    op.drop_table(INSTALLS)


REFERENCES = (
    ("organization_id", "organizations"),
    ("gateway_id", "gateways"),
    ("skill_id", "marketplace_skills"),
)


def _goes_with(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=f"fk_{INSTALLS}_{column}_{table}", ondelete="CASCADE"
    )
