"""What events tell of in their details is found by an index; those that there are, are read once for it."""

import re
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

TABLE = "event_entities"
AT_ONCE = 2_000
SEQ = sa.BigInteger().with_variant(sa.Integer, "sqlite")
ID = re.compile(r"(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("event_seq", SEQ, nullable=False, autoincrement=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_seq"],
            ["events.seq"],
            name="fk_event_entities_event_seq_events",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_seq", "entity_id", name="pk_event_entities"),
        sqlite_with_rowid=False,
    )
    _index_what_is_there()
    columns = ["organization_id", "entity_id", "event_seq"]
    op.create_index("ix_event_entities_organization_id_entity_id_event_seq", TABLE, columns)


def _index_what_is_there() -> None:
    names = ("id", "organization_id", "board_id", "task_id", "agent_id")
    events = sa.table(
        "events",
        sa.column("seq", SEQ),
        *(sa.column(name, sa.Uuid()) for name in names),
        sa.column("payload", JsonDocument),
    )
    entities = sa.table(
        TABLE, sa.column("event_seq", SEQ), sa.column("entity_id", sa.Uuid()), sa.column("organization_id", sa.Uuid())
    )
    connection, position = op.get_bind(), 0
    told = sa.cast(events.c.payload, sa.Text).label("told")
    columns = [events.c.seq, *(events.c[name] for name in names), told]
    while True:
        after = sa.select(*columns).where(events.c.seq > position).order_by(events.c.seq).limit(AT_ONCE)
        rows = connection.execute(after).all()
        if not rows:
            return
        found = [
            {"event_seq": row.seq, "entity_id": entity, "organization_id": row.organization_id}
            for row in rows
            for entity in {UUID(it) for it in ID.findall(row.told or "")}
            - {row.id, row.board_id, row.task_id, row.agent_id}
        ]
        if found:
            connection.execute(entities.insert(), found)
        position = rows[-1].seq


def downgrade() -> None:
    op.drop_table(TABLE)
