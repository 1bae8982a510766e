"""Gateways, boards and access to boards."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXTS = ("name", "slug", "description", "board_type")
RULES = (
    "goal_confirmed",
    "require_approval_for_done",
    "require_review_before_done",
    "comment_required_for_review",
    "block_status_changes_with_pending_approval",
    "only_lead_can_change_status",
)


def upgrade() -> None:
    op.create_table(
        "gateways",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gateways"),
        sa.CheckConstraint("kind IN ('direct', 'openclaw')", name="ck_gateways_kind"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name="fk_gateways_organization_id_organizations",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_gateways_organization_id", "gateways", ["organization_id"])
    op.create_index(
        "uq_gateways_direct",
        "gateways",
        ["organization_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'direct'"),
        postgresql_where=sa.text("kind = 'direct'"),
    )
    op.create_table(
        "boards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("objective", "goal_source")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in RULES),
        sa.Column("gateway_id", sa.Uuid(), nullable=True),
        sa.Column("board_group_id", sa.Uuid(), nullable=True),
        sa.Column("success_metrics", JsonDocument, nullable=True),
        sa.Column("target_date", UtcDateTime(), nullable=True),
        sa.Column("max_agents", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_boards"),
        sa.CheckConstraint("max_agents >= 0", name="ck_boards_max_agents"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name="fk_boards_organization_id_organizations",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["gateway_id"], ["gateways.id"], name="fk_boards_gateway_id_gateways", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_boards_organization_id", "boards", ["organization_id"])
    op.create_table(
        "organization_board_access",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_member_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("can_read", sa.Boolean(), nullable=False),
        sa.Column("can_write", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organization_board_access"),
        sa.UniqueConstraint(
            "organization_member_id",
            "board_id",
            name="uq_organization_board_access_organization_member_id_board_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_member_id"],
            ["organization_members.id"],
            name="fk_organization_board_access_member",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name="fk_organization_board_access_board_id_boards", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_organization_board_access_board_id", "organization_board_access", ["board_id"])


def downgrade() -> None:
    op.drop_table("organization_board_access")
    op.drop_table("boards")
    op.drop_table("gateways")
