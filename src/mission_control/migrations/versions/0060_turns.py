"""Turns of models that messages of ours have begun on gateways, what for, and what they have cost."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

TURNS, REASONS = "agent_turns", "agent_turn_reasons"


def upgrade() -> None:
    op.create_table(
        TURNS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column("gateway_id", sa.Uuid(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("agent_name", sa.String(), nullable=False),
        sa.Column("session_key", sa.String(), nullable=False),
        sa.Column("message_key", sa.String(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("input_tokens", sa.BigInteger(), nullable=True),
        sa.Column("output_tokens", sa.BigInteger(), nullable=True),
        sa.Column("cost_usd", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TURNS}"),
        sa.UniqueConstraint("message_key", name=f"uq_{TURNS}_message_key"),
        sa.CheckConstraint("outcome IN ('done', 'failed', 'cut', 'unknown')", name=op.f(f"ck_{TURNS}_outcome")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_{TURNS}_{column}_{table}", ondelete=ondelete)
            for column, table, ondelete in (
                ("organization_id", "organizations", "CASCADE"),
                ("board_id", "boards", "CASCADE"),
                ("gateway_id", "gateways", "SET NULL"),
                ("agent_id", "agents", "SET NULL"),
            )
        ),
    )
    for columns in (["organization_id"], ["board_id", "told_at"], ["agent_id", "told_at"], ["gateway_id", "outcome"]):
        op.create_index(f"ix_{TURNS}_{'_'.join(columns)}", TURNS, columns)
    op.create_table(
        REASONS,
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("turn_id", "position", name=f"pk_{REASONS}"),
        sa.ForeignKeyConstraint(["turn_id"], [f"{TURNS}.id"], name=f"fk_{REASONS}_turn_id_{TURNS}", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=f"fk_{REASONS}_task_id_tasks", ondelete="CASCADE"),
    )
    op.create_index(f"ix_{REASONS}_task_id", REASONS, ["task_id"])


def downgrade() -> None:
    op.drop_table(REASONS)
    op.drop_table(TURNS)
