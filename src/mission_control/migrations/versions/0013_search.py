"""What can be searched: a copy of the texts, kept by triggers, with the full-text index of each database.

SQLite drops the triggers of a table with the table: a later revision that alters `tasks`, `task_comments` or
`board_memory` in batch mode rebuilds it there, and must make its triggers again.
"""

# ruff: noqa: S608 - all parts of the statements are written down here

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "search_documents"
FIELDS = "kind, object_id, organization_id, board_id, task_id, title, body, created_at"
PUNCTUATION = "!\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~"


class Source(NamedTuple):
    """Where texts of one kind come from; the expressions are about a row called `new`."""

    kind: str
    table: str
    task_id: str
    title: str
    body: str
    texts: str
    """The columns whose change is a change of the text."""

    @property
    def values(self) -> str:
        place = f"new.id, new.organization_id, new.board_id, {self.task_id}"
        return f"'{self.kind}', {place}, {self.title}, {self.body}, new.created_at"

    def followers(self) -> Iterator[tuple[str, str, str]]:
        """(name of a trigger, when it runs, what it does)."""
        update = f"UPDATE {TABLE} SET title = {self.title}, body = {self.body} WHERE object_id = new.id;"
        for moment, when, statement in (
            ("insert", "INSERT", f"INSERT INTO {TABLE} ({FIELDS}) VALUES ({self.values});"),
            ("update", f"UPDATE OF {self.texts}", update),
            ("delete", "DELETE", f"DELETE FROM {TABLE} WHERE object_id = old.id;"),
        ):
            yield f"search_{self.table}_{moment}", f"AFTER {when} ON {self.table}", statement


SOURCES = (
    Source("task", "tasks", "new.id", "new.title", "COALESCE(new.description, '')", "title, description"),
    Source("comment", "task_comments", "new.task_id", "''", "new.message", "message"),
    Source("memory", "board_memory", "NULL", "''", "new.content", "content"),
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _create_documents(is_sqlite=is_sqlite)
    if is_sqlite:
        _index_on_sqlite()
    for source in SOURCES:
        op.execute(f"INSERT INTO {TABLE} ({FIELDS}) SELECT {source.values} FROM {source.table} AS new")
        for name, when, statement in source.followers():
            if is_sqlite:
                op.execute(f"CREATE TRIGGER {name} {when} BEGIN {statement} END")
            else:
                body = f"BEGIN {statement} RETURN NULL; END"
                op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
                op.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for source in SOURCES:
        for name, _when, _statement in source.followers():
            op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {source.table}")
            if not is_sqlite:
                op.execute(f"DROP FUNCTION {name}()")
    if is_sqlite:
        op.execute("DROP TABLE search_index")
    op.drop_table(TABLE)


def _create_documents(*, is_sqlite: bool) -> None:
    # The rows are only ever written by triggers, which come and go with what they copy: foreign keys would do it again.
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("object_id", name=f"uq_{TABLE}_object_id"),
    )
    if not is_sqlite:
        # `simple` knows no language: texts are of many, and code is of none. Without their punctuation, paths and names
        # in code fall into words, as they do on SQLite. A vector has to stay below a megabyte.
        words = f"to_tsvector('simple', translate(left(TEXT, 100000), '{PUNCTUATION}', repeat(' ', 32)))"
        vector = f"setweight({words.replace('TEXT', 'title')}, 'A') || setweight({words.replace('TEXT', 'body')}, 'C')"
        op.execute(f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector GENERATED ALWAYS AS ({vector}) STORED")
        op.execute(f"CREATE INDEX ix_{TABLE}_vector ON {TABLE} USING gin (vector)")


def _index_on_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5("
        f"title, body, content='{TABLE}', content_rowid='id', tokenize='unicode61', prefix='2 3')"
    )
    added = "INSERT INTO search_index (rowid, title, body) VALUES (new.id, new.title, new.body);"
    gone = "INSERT INTO search_index (search_index, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);"
    for moment, action in (("insert", added), ("update", gone + added), ("delete", gone)):
        op.execute(f"CREATE TRIGGER {TABLE}_{moment} AFTER {moment.upper()} ON {TABLE} BEGIN {action} END")
