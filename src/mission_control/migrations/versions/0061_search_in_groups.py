"""What groups of boards remember and say can be searched too.

On SQLite the table of the texts is rebuilt, and its triggers with it: those on it go with it, and those of what it
copies would keep it from being renamed.
"""

# ruff: noqa: S608 - all parts of the statements are written down here

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

TABLE, SOURCE = "search_documents", "board_group_memory"
FIELDS = "kind, object_id, organization_id, board_group_id, title, body, created_at"
VALUES = "'group_memory', new.id, new.organization_id, new.board_group_id, '', new.content, new.created_at"
FOLLOWERS = (
    ("insert", "INSERT", f"INSERT INTO {TABLE} ({FIELDS}) VALUES ({VALUES});"),
    ("update", "UPDATE OF content", f"UPDATE {TABLE} SET body = new.content WHERE object_id = new.id;"),
    ("delete", "DELETE", f"DELETE FROM {TABLE} WHERE object_id = old.id;"),
)


def upgrade() -> None:
    with _without_triggers(), op.batch_alter_table(TABLE) as documents:
        documents.add_column(sa.Column("board_group_id", sa.Uuid(), nullable=True))
        documents.alter_column("board_id", existing_type=sa.Uuid(), nullable=True)
    op.execute(f"INSERT INTO {TABLE} ({FIELDS}) SELECT {VALUES} FROM {SOURCE} AS new")
    for moment, when, statement in FOLLOWERS:
        name = f"search_{SOURCE}_{moment}"
        if _is_sqlite():
            op.execute(f"CREATE TRIGGER {name} AFTER {when} ON {SOURCE} BEGIN {statement} END")
        else:
            body = f"BEGIN {statement} RETURN NULL; END"
            op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
            op.execute(f"CREATE TRIGGER {name} AFTER {when} ON {SOURCE} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    for moment, _when, _statement in FOLLOWERS:
        name = f"search_{SOURCE}_{moment}"
        op.execute(f"DROP TRIGGER {name}" if _is_sqlite() else f"DROP TRIGGER {name} ON {SOURCE}")
        if not _is_sqlite():
            op.execute(f"DROP FUNCTION {name}()")
    op.execute(f"DELETE FROM {TABLE} WHERE kind = 'group_memory'")
    with _without_triggers(), op.batch_alter_table(TABLE) as documents:
        documents.alter_column("board_id", existing_type=sa.Uuid(), nullable=False)
        documents.drop_column("board_group_id")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Take all triggers away that name the table, and make them again as they were."""
    if not _is_sqlite():
        yield
        return
    found = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE :about ORDER BY name")
    triggers = [tuple(row) for row in op.get_bind().execute(found, {"about": f"%{TABLE}%"})]
    for name, _sql in triggers:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in triggers:
        # Not `op.execute`, which would take what follows a colon for a parameter.
        op.get_bind().exec_driver_sql(sql)
