"""Packs of skills, the catalogue of skills, and the readings of packs."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0022"
down_revision = "0018"
branch_labels = None
depends_on = None


def _foreign_key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _packs() -> None:
    table = "skill_packs"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("metadata", JsonDocument, nullable=False),
        sa.Column("commit_id", sa.String(), nullable=True),
        sa.Column("synced_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("organization_id", "source_url", name=f"uq_{table}_organization_id_source_url"),
        _foreign_key(table, "organization_id", "organizations", "CASCADE"),
    )


def _skills() -> None:
    table = "marketplace_skills"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("risk", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("metadata", JsonDocument, nullable=False),
        sa.Column("commit_id", sa.String(), nullable=True),
        sa.Column("vanished_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        # Last: SQLite reads a row from its beginning, and this may be long.
        sa.Column("content", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("organization_id", "source_url", name=f"uq_{table}_organization_id_source_url"),
        _foreign_key(table, "organization_id", "organizations", "CASCADE"),
        _foreign_key(table, "pack_id", "skill_packs", "SET NULL"),
    )
    for columns in (["pack_id"], ["organization_id", "created_at", "id"]):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _syncs() -> None:
    table = "skill_pack_syncs"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.Uuid(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("commit_id", sa.String(), nullable=True),
        sa.Column("warnings", JsonDocument, nullable=False),
        sa.Column("found_count", sa.Integer(), nullable=False),
        sa.Column("created_count", sa.Integer(), nullable=False),
        sa.Column("updated_count", sa.Integer(), nullable=False),
        sa.Column("vanished_count", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("found", JsonDocument, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.CheckConstraint(
            "status IN ('queued', 'fetching', 'ready', 'applied', 'failed', 'superseded')", name=f"ck_{table}_status"
        ),
        _foreign_key(table, "organization_id", "organizations", "CASCADE"),
        _foreign_key(table, "pack_id", "skill_packs", "CASCADE"),
    )
    for columns in (["organization_id"], ["pack_id", "created_at", "id"]):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def upgrade() -> None:
    _packs()
    _skills()
    _syncs()


def downgrade() -> None:
    op.drop_table("skill_pack_syncs")
    op.drop_table("marketplace_skills")
    op.drop_table("skill_packs")
