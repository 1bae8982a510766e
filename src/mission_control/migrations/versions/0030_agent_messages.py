"""What agents tell each other and ask of people."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MESSAGES = "agent_messages"


def upgrade() -> None:
    op.create_table(
        MESSAGES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sender_agent_id", sa.Uuid(), nullable=True),
        sa.Column("sender_name", sa.String(), nullable=False),
        sa.Column("recipient_agent_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_name", sa.String(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.String(), nullable=True),
        sa.Column("preferred_channel", sa.String(), nullable=True),
        sa.Column("reply_tags", JsonDocument, nullable=False),
        sa.Column("reply_source", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('nudge', 'ask_user', 'question', 'handoff')", name=f"ck_{MESSAGES}_kind"),
        sa.CheckConstraint("status IN ('open', 'answered', 'dismissed', 'told')", name=f"ck_{MESSAGES}_status"),
        *[_refers(column, to, on_delete) for column, to, on_delete in REFERENCES],
        sa.PrimaryKeyConstraint("id", name=f"pk_{MESSAGES}"),
    )
    for columns in INDEXES:
        op.create_index(f"ix_{MESSAGES}_{'_'.join(columns)}", MESSAGES, columns)


def downgrade() -> None:
    op.drop_table(MESSAGES)


REFERENCES = (
    ("organization_id", "organizations", "CASCADE"),
    ("board_id", "boards", "CASCADE"),
    ("sender_agent_id", "agents", "SET NULL"),
    ("recipient_agent_id", "agents", "SET NULL"),
)
INDEXES = (
    ["sender_agent_id"],
    ["board_id", "created_at", "id"],
    ["organization_id", "status", "created_at", "id"],
    ["recipient_agent_id", "kind", "created_at"],
)


def _refers(column: str, table: str, on_delete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=f"fk_{MESSAGES}_{column}_{table}", ondelete=on_delete
    )
