"""Deliveries of webhooks may have failed: their agent's turns have ended in errors."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLE = "board_webhook_payloads"
NAME = f"ck_{TABLE}_delivery_status"
FORMER, PRESENT = ("pending", "delivered", "skipped"), ("pending", "delivered", "skipped", "failed")


def upgrade() -> None:
    _allow(PRESENT)


def downgrade() -> None:
    op.execute("UPDATE board_webhook_payloads SET delivery_status = 'skipped' WHERE delivery_status = 'failed'")
    _allow(FORMER)


def _allow(statuses: tuple[str, ...]) -> None:
    check = "delivery_status IN ({})".format(", ".join(f"'{it}'" for it in statuses))
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(NAME, TABLE, type_="check")
        op.create_check_constraint(NAME, TABLE, check)
        return
    # The table is made anew, and its checks are not read from the one that is there.
    signature = "signature IN ('verified', 'unsigned', 'test')"
    checks = [sa.CheckConstraint(check, name=NAME), sa.CheckConstraint(signature, name=f"ck_{TABLE}_signature")]
    with op.batch_alter_table(TABLE, recreate="always", table_args=tuple(checks)):
        pass
