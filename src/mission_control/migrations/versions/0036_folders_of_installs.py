"""The folder of an installed skill on its gateway, and what is wanted of it, whatever came of the last attempt."""

import re
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLE = "gateway_installed_skills"
INSTALLS = sa.table(
    TABLE,
    sa.column("id", sa.Uuid()),
    sa.column("skill_id", sa.Uuid()),
    sa.column("status", sa.String()),
    sa.column("folder", sa.String()),
    sa.column("wanted", sa.String()),
)
SKILLS = sa.table("marketplace_skills", sa.column("id", sa.Uuid()), sa.column("name", sa.String()))


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("folder", sa.String(), nullable=True))
    op.add_column(TABLE, sa.Column("wanted", sa.String(), nullable=False, server_default="installed"))
    connection = op.get_bind()
    named = sa.select(INSTALLS.c.id, INSTALLS.c.skill_id, SKILLS.c.name).where(SKILLS.c.id == INSTALLS.c.skill_id)
    for install_id, skill_id, name in connection.execute(named).all():
        change = INSTALLS.update().where(INSTALLS.c.id == install_id)
        connection.execute(change.values(folder=_as_it_was_told(name, skill_id)))
    connection.execute(INSTALLS.update().where(INSTALLS.c.status == "removing").values(wanted="removed"))


def downgrade() -> None:
    op.drop_column(TABLE, "wanted")
    op.drop_column(TABLE, "folder")


def _as_it_was_told(name: str, skill_id: UUID) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-")
    return slug or f"skill-{skill_id.hex[:8]}"
