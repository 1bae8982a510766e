"""SQL that the two databases write differently."""

from typing import Any

from sqlalchemy import ColumnElement, Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


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


def _moments(element: seconds_between, compiler: SQLCompiler, options: dict[str, Any]) -> tuple[str, str]:
    moments: list[ColumnElement[Any]] = list(element.clauses)
    start, end = (compiler.process(moment, **options) for moment in moments)
    return start, end
