"""SQL that the two databases write differently."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Float, Label, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from mission_control.kernel.db.types import UtcDateTime


class seconds_between(FunctionElement[float]):  # noqa: N801 - used like a function of SQL
    """How long it is from the first moment to the second."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between, "postgresql")
def _on_postgresql(element: seconds_between, compiler: SQLCompiler, **options: Any) -> str:
    start, end = _moments(element, compiler, options)
    return f"CAST(EXTRACT(EPOCH FROM ({end} - {start})) AS DOUBLE PRECISION)"


@compiles(seconds_between, "sqlite")
def _on_sqlite(element: seconds_between, compiler: SQLCompiler, **options: Any) -> str:
    start, end = _moments(element, compiler, options)
    return f"((julianday({end}) - julianday({start})) * 86400.0)"


class _Unread(TypeDecorator[Any]):
    """A type of which nothing is made when SQLite's text is read."""

    impl = Text
    cache_ok = True

    def __init__(self, read_as: TypeEngine[Any]) -> None:
        super().__init__()
        self.read_as = read_as

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(self.read_as)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        if dialect.name == "sqlite":
            return None
        return self.read_as.dialect_impl(dialect).result_processor(dialect, coltype)


class _AsStored(FunctionElement[Any]):
    inherit_cache = True


@compiles(_AsStored)
def _as_it_is(element: _AsStored, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_AsStored, "sqlite")
def _as_text(element: _AsStored, compiler: SQLCompiler, **options: Any) -> str:
    (column,) = element.clauses
    text = compiler.process(column, **options)
    return f"{text} || '+00:00'" if isinstance(column.type, UtcDateTime) else text


def as_stored(column: InstrumentedAttribute[Any]) -> Label[Any]:
    """A time or an id for a model of pydantic, which reads SQLite's text several times faster than Python does."""
    stored = _AsStored(column)
    stored.type = _Unread(column.type)
    return stored.label(column.key)


def as_id(stored: UUID | str) -> UUID:
    """An id that was read as it is stored."""
    return UUID(stored) if isinstance(stored, str) else stored


def as_time(stored: datetime | str) -> datetime:
    """A time that was read as it is stored."""
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored


def _moments(element: seconds_between, compiler: SQLCompiler, options: dict[str, Any]) -> tuple[str, str]:
    moments: list[ColumnElement[Any]] = list(element.clauses)
    start, end = (compiler.process(moment, **options) for moment in moments)
    return start, end
