"""Cursors: where a page of a list ended, so that the next one misses and repeats nothing while rows come and go.

A cursor is opaque to clients. It holds the values that the list is ordered by, in the page's last row; for lists that
no database orders, how many items came before.
"""

import json
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from fastapi.exceptions import RequestValidationError
from sqlalchemy import ColumnElement, ScalarSelect, Select, UnaryExpression, and_, inspect, or_, select
from sqlalchemy.orm import InstanceState
from sqlalchemy.sql import operators
from sqlalchemy.types import NullType

from mission_control.kernel.http.text import storable

MAX_CURSOR = 2_000
"""Characters; the longest names that lists are ordered by take a quarter of that."""
MAX_OFFSET = 2**63 - 1
"""What both databases can count to."""

Place = Sequence[str | int]
"""The values of a row that its list is ordered by."""


def bad_cursor() -> RequestValidationError:
    """As the framework refuses a value, so that a stranger is asked who it is before."""
    message = "Not a cursor of this list: begin again without one"
    return RequestValidationError([{"type": "value_error", "loc": ("query", "cursor"), "msg": message, "input": None}])


def encode(place: Place | int) -> str:
    """A cursor for the place of a row, or for a number of items."""
    return urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str) -> Place | int:
    """What `encode` was given. Raises what `bad_cursor` makes."""
    try:
        told = json.loads(b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (BadBase64, ValueError, RecursionError):
        raise bad_cursor() from None
    values = told if isinstance(told, list) else [told]
    if not all(type(value) is str or (type(value) is int and 0 <= value <= MAX_OFFSET) for value in values):
        raise bad_cursor()
    if not isinstance(told, int | list):
        raise bad_cursor()
    return told


@dataclass(frozen=True, slots=True)
class Key:
    """One of the expressions that rows are ordered by; never null."""

    expression: ColumnElement[Any]
    is_descending: bool

    def beyond(self, value: Any) -> ColumnElement[bool]:
        found: ColumnElement[bool] = self.expression < value if self.is_descending else self.expression > value
        return found

    def not_before(self, value: Any) -> ColumnElement[bool]:
        found: ColumnElement[bool] = self.expression <= value if self.is_descending else self.expression >= value
        return found

    def value_of(self, told: str | int) -> Any:
        """Raises ValueError, also for what the database could not compare."""
        # What functions make of text has no type.
        kind = str if isinstance(self.expression.type, NullType) else self.expression.type.python_type
        made = _MADE_FROM[kind](told) if isinstance(told, str) and kind in _MADE_FROM else told
        if not isinstance(made, kind):
            raise ValueError(f"not of type {kind.__name__}")
        return made


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment.astimezone(UTC)


_MADE_FROM: dict[type, Callable[[str], Any]] = {datetime: _aware, UUID: UUID, str: storable}


def keys_of(rows: Select[*tuple[Any, ...]]) -> list[Key]:
    """What rows are ordered by; nothing where some of it may be null, for that has no place among others."""
    keys = []
    # SQLAlchemy tells it nowhere else.
    for clause in rows._order_by_clauses:  # noqa: SLF001
        modifier = clause.modifier if isinstance(clause, UnaryExpression) else None
        if modifier in {operators.nulls_last_op, operators.nulls_first_op}:
            return []
        is_ordering = modifier in {operators.desc_op, operators.asc_op}
        expression = clause.element if isinstance(clause, UnaryExpression) and is_ordering else clause
        keys.append(Key(expression, modifier is operators.desc_op))
    return keys


def values_of(keys: Sequence[Key], place: Place) -> list[Any]:
    """What to compare the keys with. Raises what `bad_cursor` makes."""
    if len(keys) != len(place):
        raise bad_cursor()
    try:
        return [key.value_of(told) for key, told in zip(keys, place, strict=True)]
    except (ValueError, OverflowError):
        raise bad_cursor() from None


def beyond(keys: Sequence[Key], values: Sequence[Any]) -> ColumnElement[bool]:
    """The rows that come after the one with these values."""
    found = keys[-1].beyond(values[-1])
    for key, value in zip(keys[-2::-1], values[-2::-1], strict=True):
        # In this form the first key alone says where an index begins.
        found = and_(key.not_before(value), or_(key.beyond(value), found))
    return found


def begins_with_entity(rows: Select[*tuple[Any, ...]]) -> bool:
    first = rows.column_descriptions[0]
    return first.get("entity") is not None and first["expr"] is first["entity"]


def place_of(keys: Sequence[Key], entity: object) -> list[ScalarSelect[Any]]:
    """The values that an entity is ordered by, to be asked for; null when it is deleted at this moment."""
    state = cast(InstanceState[Any], inspect(entity))
    columns = zip(state.mapper.primary_key, state.identity or (), strict=True)
    itself = and_(*(column == value for column, value in columns))
    return [select(key.expression).where(itself).correlate(None).scalar_subquery() for key in keys]


def as_place(values: Sequence[Any]) -> Place:
    return [_told(value) for value in values]


def _told(value: Any) -> str | int:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)
