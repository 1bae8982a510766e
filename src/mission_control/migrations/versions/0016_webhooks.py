"""Webhooks of boards, and what they have received."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def _foreign_key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _webhooks() -> None:
    op.create_table(
        "board_webhooks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=True),
        sa.Column("signature_scheme", sa.String(), nullable=False),
        sa.Column("signature_header", sa.String(), nullable=True),
        sa.Column("received_count", sa.Integer(), nullable=False),
        sa.Column("last_received_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board_webhooks"),
        _foreign_key("board_webhooks", "organization_id", "organizations", "CASCADE"),
        _foreign_key("board_webhooks", "board_id", "boards", "CASCADE"),
        _foreign_key("board_webhooks", "agent_id", "agents", "SET NULL"),
    )
    for columns in (["organization_id"], ["agent_id"], ["board_id", "created_at", "id"]):
        op.create_index(f"ix_board_webhooks_{'_'.join(columns)}", "board_webhooks", columns)


def _payloads() -> None:
    table = "board_webhook_payloads"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("headers", JsonDocument, nullable=True),
        sa.Column("source_ip", sa.String(), nullable=True),
        sa.Column("content_type", sa.String(), nullable=True),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("memory_id", sa.Uuid(), nullable=True),
        sa.Column("delivery_status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("told_agent_id", sa.Uuid(), nullable=True),
        sa.Column("told_agent_name", sa.String(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        # Last: SQLite reads a row from its beginning, and this may be long.
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("webhook_id", "delivery_id", name=f"uq_{table}_webhook_id_delivery_id"),
        sa.CheckConstraint(
            "delivery_status IN ('pending', 'delivered', 'skipped')", name=f"ck_{table}_delivery_status"
        ),
        sa.CheckConstraint("signature IN ('verified', 'unsigned', 'test')", name=f"ck_{table}_signature"),
        _foreign_key(table, "organization_id", "organizations", "CASCADE"),
        _foreign_key(table, "board_id", "boards", "CASCADE"),
        _foreign_key(table, "webhook_id", "board_webhooks", "CASCADE"),
        _foreign_key(table, "memory_id", "board_memory", "SET NULL"),
        _foreign_key(table, "told_agent_id", "agents", "SET NULL"),
    )
    single = (["organization_id"], ["board_id"], ["memory_id"], ["told_agent_id"], ["received_at"])
    for columns in (*single, ["webhook_id", "received_at", "id"]):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    skipped = sa.text("delivery_status = 'skipped'")
    op.create_index(f"ix_{table}_skipped", table, ["webhook_id"], sqlite_where=skipped, postgresql_where=skipped)


def upgrade() -> None:
    _webhooks()
    _payloads()


def downgrade() -> None:
    op.drop_table("board_webhook_payloads")
    op.drop_table("board_webhooks")
