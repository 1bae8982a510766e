"""Interviews about what boards are for, and what was told found by its key."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLE = "board_onboarding_sessions"
OPEN = sa.text("status IN ('active', 'completed')")
WAKE_INDEX = "ix_agent_wakes_wake_key"


def _foreign_key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{TABLE}_{column}_{target}", ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("session_key", sa.String(), nullable=False),
        sa.Column("wake_key", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("messages", JsonDocument, nullable=False),
        sa.Column("draft_goal", JsonDocument, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        _foreign_key("organization_id", "organizations"),
        _foreign_key("board_id", "boards"),
        sa.CheckConstraint("status IN ('active', 'completed', 'confirmed')", name=op.f(f"ck_{TABLE}_status")),
    )
    op.create_index(f"ix_{TABLE}_organization_id", TABLE, ["organization_id"])
    op.create_index(f"ix_{TABLE}_board_id_updated_at", TABLE, ["board_id", "updated_at"])
    op.create_index(f"uq_{TABLE}_open", TABLE, ["board_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(WAKE_INDEX, "agent_wakes", ["wake_key"])


def downgrade() -> None:
    op.drop_index(WAKE_INDEX, "agent_wakes")
    op.drop_table(TABLE)
