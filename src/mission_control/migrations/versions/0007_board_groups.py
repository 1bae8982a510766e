"""Groups of boards. No board could name a group before."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FOREIGN_KEY = "fk_boards_board_group_id_board_groups"


def upgrade() -> None:
    op.create_table(
        "board_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board_groups"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name="fk_board_groups_organization_id_organizations",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_board_groups_organization_id", "board_groups", ["organization_id"])
    op.create_index("ix_board_groups_slug", "board_groups", ["slug"])
    with op.batch_alter_table("boards") as boards:
        boards.create_foreign_key(FOREIGN_KEY, "board_groups", ["board_group_id"], ["id"], ondelete="SET NULL")
        boards.create_index("ix_boards_board_group_id", ["board_group_id"])


def downgrade() -> None:
    op.execute("UPDATE boards SET board_group_id = NULL")
    with op.batch_alter_table("boards") as boards:
        boards.drop_index("ix_boards_board_group_id")
        boards.drop_constraint(FOREIGN_KEY, type_="foreignkey")
    op.drop_table("board_groups")
