"""Deliveries of webhooks may have failed: their agent's turns have ended in errors."""

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
    with op.batch_alter_table(TABLE) as payloads:
        payloads.drop_constraint(NAME, type_="check")
        payloads.create_check_constraint(NAME, check)
