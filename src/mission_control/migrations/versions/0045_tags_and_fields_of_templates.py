"""Tags and custom fields of the tasks that a template makes."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument

revision = "0045"
down_revision = "0043"
branch_labels = None
depends_on = None


EMPTY = {"tag_ids": "[]", "custom_field_values": "{}"}


def upgrade() -> None:
    for name, empty in EMPTY.items():
        op.add_column("task_templates", sa.Column(name, JsonDocument, nullable=False, server_default=empty))
    with op.batch_alter_table("task_templates") as templates:
        for name in EMPTY:
            templates.alter_column(name, existing_type=JsonDocument, server_default=None)


def downgrade() -> None:
    for name in EMPTY:
        op.drop_column("task_templates", name)
