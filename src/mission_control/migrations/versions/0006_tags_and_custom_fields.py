"""Tags, custom fields and their values on tasks."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _foreign_key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def _tags() -> None:
    op.create_table(
        "tags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("color", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.UniqueConstraint("organization_id", "slug", name="uq_tags_organization_id_slug"),
        _foreign_key("tags", "organization_id", "organizations"),
    )
    op.create_table(
        "tag_assignments",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", "tag_id", name="pk_tag_assignments"),
        _foreign_key("tag_assignments", "task_id", "tasks"),
        _foreign_key("tag_assignments", "tag_id", "tags"),
    )
    op.create_index("ix_tag_assignments_tag_id", "tag_assignments", ["tag_id"])


def _custom_fields() -> None:
    op.create_table(
        "custom_fields",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("field_key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("field_type", sa.String(), nullable=False),
        sa.Column("ui_visibility", sa.String(), nullable=False),
        sa.Column("validation_regex", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("default_value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_custom_fields"),
        sa.UniqueConstraint("organization_id", "field_key", name="uq_custom_fields_organization_id_field_key"),
        sa.CheckConstraint(
            "field_type IN ('text', 'text_long', 'integer', 'decimal', 'boolean', 'date', 'date_time', 'url', 'json')",
            name="ck_custom_fields_field_type",
        ),
        sa.CheckConstraint("ui_visibility IN ('always', 'if_set', 'hidden')", name="ck_custom_fields_ui_visibility"),
        _foreign_key("custom_fields", "organization_id", "organizations"),
    )
    op.create_table(
        "board_custom_fields",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("field_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "field_id", name="pk_board_custom_fields"),
        _foreign_key("board_custom_fields", "board_id", "boards"),
        _foreign_key("board_custom_fields", "field_id", "custom_fields"),
    )
    op.create_index("ix_board_custom_fields_field_id", "board_custom_fields", ["field_id"])
    op.create_table(
        "custom_field_values",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("field_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", "field_id", name="pk_custom_field_values"),
        _foreign_key("custom_field_values", "task_id", "tasks"),
        _foreign_key("custom_field_values", "field_id", "custom_fields"),
    )
    op.create_index("ix_custom_field_values_field_id", "custom_field_values", ["field_id"])


def upgrade() -> None:
    _tags()
    _custom_fields()


def downgrade() -> None:
    for table in ("custom_field_values", "board_custom_fields", "custom_fields", "tag_assignments", "tags"):
        op.drop_table(table)
