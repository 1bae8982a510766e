"""Agents on gateways: how far their setup is, and what they are to be woken for; one main agent for each gateway."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SETUPS, WAKES = "agent_setups", "agent_wakes"
NO_BOARD = sa.text("board_id IS NULL")


def upgrade() -> None:
    op.create_index(
        "uq_agents_gateway_main",
        "agents",
        ["gateway_id"],
        unique=True,
        sqlite_where=NO_BOARD,
        postgresql_where=NO_BOARD,
    )
    _create_setups()
    op.create_table(
        WAKES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("setup_id", sa.Uuid(), nullable=False),
        sa.Column("wake_key", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("message_key", sa.String(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{WAKES}"),
        sa.ForeignKeyConstraint(
            ["setup_id"], [f"{SETUPS}.id"], name=f"fk_{WAKES}_setup_id_{SETUPS}", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=f"fk_{WAKES}_task_id_tasks", ondelete="CASCADE"),
        sa.UniqueConstraint("setup_id", "wake_key", name=f"uq_{WAKES}_setup_id_wake_key"),
    )
    op.create_index(f"ix_{WAKES}_task_id", WAKES, ["task_id"])
    op.create_index(f"ix_{WAKES}_setup_id_sent_at", WAKES, ["setup_id", "sent_at"])


def _create_setups() -> None:
    op.create_table(
        SETUPS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("gateway_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("runtime_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("applied", sa.Integer(), nullable=False),
        sa.Column("written", JsonDocument, nullable=False),
        sa.Column("conflicts", JsonDocument, nullable=False),
        sa.Column("overwrites", sa.Boolean(), nullable=False),
        sa.Column("resets_session", sa.Boolean(), nullable=False),
        sa.Column("sealed_token", sa.Text(), nullable=True),
        sa.Column("token_id", sa.String(), nullable=True),
        sa.Column("wake_key", sa.String(), nullable=True),
        sa.Column("wakes", sa.Integer(), nullable=False),
        sa.Column("woken_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{SETUPS}"),
        _foreign_key("organization_id", "organizations", "CASCADE"),
        _foreign_key("gateway_id", "gateways", "CASCADE"),
        _foreign_key("agent_id", "agents", "SET NULL"),
        sa.UniqueConstraint("agent_id", name=f"uq_{SETUPS}_agent_id"),
        sa.UniqueConstraint("gateway_id", "runtime_id", name=f"uq_{SETUPS}_gateway_id_runtime_id"),
    )
    op.create_index(f"ix_{SETUPS}_organization_id", SETUPS, ["organization_id"])
    op.create_index(f"ix_{SETUPS}_gateway_id_next_attempt_at", SETUPS, ["gateway_id", "next_attempt_at"])


def _foreign_key(column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{SETUPS}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    op.drop_table(WAKES)
    op.drop_table(SETUPS)
    op.drop_index("uq_agents_gateway_main", "agents")
