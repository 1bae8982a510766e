"""Skills from elsewhere wait for a second administrator; what was reported of a skill is held against its gateway."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

INSTALLS = "gateway_installed_skills"
FOREIGN_KEY = "fk_gateway_installed_skills_requested_by_user_id_users"
INDEX = "ix_gateway_installed_skills_requested_by_user_id"
WORDS = ("address", "requested_by", "approved_by", "verification")


def upgrade() -> None:
    op.add_column(
        "organizations", sa.Column("skills_need_second_admin", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column(
        "organizations",
        sa.Column("trusted_skill_sources", JsonDocument, nullable=False, server_default=sa.text("'[]'")),
    )
    with op.batch_alter_table(INSTALLS) as table:
        for name in WORDS:
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        for name in ("content", "verification_reason"):
            table.add_column(sa.Column(name, sa.Text(), nullable=True))
        table.add_column(sa.Column("requested_by_user_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("needs_approval", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("was_told", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.add_column(sa.Column("verified_at", UtcDateTime(), nullable=True))
        table.create_foreign_key(FOREIGN_KEY, "users", ["requested_by_user_id"], ["id"], ondelete="SET NULL")
        table.create_index(INDEX, ["requested_by_user_id"])


def downgrade() -> None:
    with op.batch_alter_table(INSTALLS) as table:
        table.drop_index(INDEX)
        table.drop_constraint(FOREIGN_KEY, type_="foreignkey")
        for name in (*WORDS, "content", "verification_reason", "requested_by_user_id", "needs_approval", "was_told"):
            table.drop_column(name)
        table.drop_column("verified_at")
    op.drop_column("organizations", "trusted_skill_sources")
    op.drop_column("organizations", "skills_need_second_admin")
