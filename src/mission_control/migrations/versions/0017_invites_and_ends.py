"""Invites, whether members see addresses, and an index for every foreign key: deletions look things up by them."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEXES = (
    ("users", "active_organization_id"),
    ("boards", "gateway_id"),
    ("tasks", "created_by_user_id"),
    ("tasks", "created_by_agent_id"),
    ("tasks", "last_worker_id"),
    ("task_comments", "agent_id"),
    ("task_comments", "user_id"),
    ("board_memory", "agent_id"),
    ("board_memory", "user_id"),
    ("approvals", "decided_by_user_id"),
)
INVITES = "organization_invites"
GRANTS = "organization_invite_board_access"


def _foreign_key(column: str, target: str, ondelete: str, name: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=name or f"fk_{INVITES}_{column}_{target}", ondelete=ondelete
    )


def _invites() -> None:
    op.create_table(
        INVITES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("invited_email", sa.String(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("all_boards_read", sa.Boolean(), nullable=False),
        sa.Column("all_boards_write", sa.Boolean(), nullable=False),
        sa.Column("created_by_user_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_by_user_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{INVITES}"),
        sa.UniqueConstraint("token_digest", name=f"uq_{INVITES}_token_digest"),
        sa.CheckConstraint("role IN ('owner', 'admin', 'member')", name=f"ck_{INVITES}_role"),
        _foreign_key("organization_id", "organizations", "CASCADE"),
        _foreign_key("created_by_user_id", "users", "SET NULL"),
        _foreign_key("accepted_by_user_id", "users", "SET NULL"),
    )
    for columns in (["organization_id", "created_at"], ["created_by_user_id"], ["accepted_by_user_id"]):
        op.create_index(f"ix_{INVITES}_{'_'.join(columns)}", INVITES, columns)
    pending = sa.text("accepted_at IS NULL")
    op.create_index(
        f"uq_{INVITES}_pending",
        INVITES,
        ["organization_id", "invited_email"],
        unique=True,
        sqlite_where=pending,
        postgresql_where=pending,
    )


def _grants() -> None:
    op.create_table(
        GRANTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_invite_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("can_read", sa.Boolean(), nullable=False),
        sa.Column("can_write", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{GRANTS}"),
        sa.UniqueConstraint("organization_invite_id", "board_id", name=f"uq_{GRANTS}_invite_board"),
        _foreign_key("organization_invite_id", INVITES, "CASCADE", f"fk_{GRANTS}_invite"),
        _foreign_key("board_id", "boards", "CASCADE", f"fk_{GRANTS}_board_id_boards"),
    )
    op.create_index(f"ix_{GRANTS}_board_id", GRANTS, ["board_id"])


def upgrade() -> None:
    # With a default in the database: the previous release goes on writing rows without it.
    op.add_column(
        "organizations", sa.Column("hide_member_emails", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _invites()
    _grants()
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in reversed(INDEXES):
        op.drop_index(f"ix_{table}_{column}", table)
    op.drop_table(GRANTS)
    op.drop_table(INVITES)
    op.drop_column("organizations", "hide_member_emails")
