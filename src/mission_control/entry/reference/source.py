"""The reference's database: one moment of it, read row by row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any, Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import namedtuple_row
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from mission_control.moving.report import MoveFailed

AT_ONCE = 2_000
"""Rows that are held in memory, and written in one transaction."""
CONNECT_SECONDS = 10


class Source:
    """All of it is read in one transaction, so that what belongs together is of one moment; it locks nothing."""

    def __init__(self, connection: psycopg.Connection[Any], shown: str) -> None:
        self._connection = connection
        self._numbers = count()
        self.shown = shown
        """Where it is, without user and password."""

    @classmethod
    @contextmanager
    def opened(cls, address: str) -> Iterator[Self]:
        """Raises MoveFailed for an address that leads to no PostgreSQL, and whenever that ceases to answer."""
        options, shown = _address(address)
        try:
            # Not as one text, which the driver would repeat where it cannot read it, with the password.
            conninfo = make_conninfo("", **options)
            with psycopg.connect(conninfo, connect_timeout=CONNECT_SECONDS, row_factory=namedtuple_row) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.read_only = True
                yield cls(connection, shown)
        except psycopg.Error as error:
            raise MoveFailed(f"The reference's database at {shown} cannot be read ({_first_line(error)}).") from None

    def moment(self) -> datetime:
        """The moment that is read."""
        row = self._connection.execute("SELECT now()").fetchone()
        found: datetime = row[0] if row else datetime.now(UTC)
        return found.astimezone(UTC)

    def check(self, query: str) -> None:
        """Raises MoveFailed when the database lacks what a query asks for."""
        try:
            with self._connection.transaction():
                self._connection.execute(_composed(f"SELECT * FROM ({query}) AS asked LIMIT 0"))  # noqa: S608
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
            raise MoveFailed(
                f"The database at {self.shown} is not one of the reference's newest version "
                f"({_first_line(error)}); bring the reference up to date, or correct the address."
            ) from None

    def count(self, table: str) -> int:
        counting = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        row = self._connection.execute(counting).fetchone()
        return row[0] if row else 0

    def batches(self, query: str, size: int = AT_ONCE) -> Iterator[Sequence[Any]]:
        name = f"moving_{next(self._numbers)}"
        with self._connection.cursor(name) as cursor:
            cursor.execute(_composed(query), binary=True)
            while rows := cursor.fetchmany(size):
                yield rows


def _composed(query: str) -> sql.SQL:
    # Queries are texts of this package; none is put together from what somebody says.
    return sql.SQL(query)


def _address(text: str) -> tuple[dict[str, Any], str]:
    """What the driver takes, whichever driver the reference named in its DATABASE_URL, and what may be shown."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        # The second quotes what stands where the port should be: a password, when the host is missing.
        raise MoveFailed("Write the reference's database as postgresql://user:password@host:5432/name.") from None
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise MoveFailed("The reference's database is a PostgreSQL; write postgresql://user:password@host:5432/name.")
    if "@" in f"{url.host}{url.database}":
        # Then a part of the password was taken for what may be shown.
        raise MoveFailed("Write %40 for an @, and %2F for a /, in the user and password of the reference's database.")
    shown = f"{url.host or 'localhost'}:{url.port or 5432}/{url.database or ''}"
    return {**url.query, **url.translate_connect_args(username="user", database="dbname")}, shown


def _first_line(error: psycopg.Error) -> str:
    text = str(error).strip()
    return text.splitlines()[0].rstrip(".") if text else type(error).__name__
