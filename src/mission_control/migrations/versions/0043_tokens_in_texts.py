"""Tokens of agents in what agents have written, or have asked leave for: their secrets are taken out.

An agent begins each shell with its token, so commands that waited for leave held it.
"""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument
from mission_control.kernel.security.tokens import masked, without_tokens

revision = "0043"
down_revision = "0041"
branch_labels = None
depends_on = None

MAY_HOLD = ("%mca\\_%", "%x-agent-token%")
TEXTS = (("task_comments", "message"), ("board_memory", "content"), ("board_group_memory", "content"))


def upgrade() -> None:
    for table, column in TEXTS:
        _mask(table, column)
    _mask_payloads()


def downgrade() -> None:
    """What is gone is gone."""


def _mask(table: str, column: str) -> None:
    rows = sa.table(table, sa.column("id", sa.Uuid()), sa.column(column, sa.Text()))
    text = rows.c[column]
    connection = op.get_bind()
    for row_id, said in connection.execute(sa.select(rows.c.id, text).where(_may_hold(text))).all():
        if (shown := without_tokens(said)) != said:
            connection.execute(rows.update().where(rows.c.id == row_id).values({column: shown}))


def _mask_payloads() -> None:
    approvals = sa.table("approvals", sa.column("id", sa.Uuid()), sa.column("payload", JsonDocument))
    has_token = _may_hold(sa.cast(approvals.c.payload, sa.Text()))
    connection = op.get_bind()
    for row_id, payload in connection.execute(sa.select(approvals.c.id, approvals.c.payload).where(has_token)).all():
        change = approvals.update().where(approvals.c.id == row_id)
        connection.execute(change.values(payload=masked(payload)))


def _may_hold(text: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return sa.or_(*(text.ilike(like, escape="\\") for like in MAY_HOLD))
