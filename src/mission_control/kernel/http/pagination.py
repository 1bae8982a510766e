"""Pages of lists: `limit` and `offset` or `cursor` in, `items`, `total` and the next cursor out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Self, TypeVar, TypeVarTuple

from fastapi import Depends, Query
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, func
from sqlalchemy.orm import Session

from mission_control.kernel.http import cursors
from mission_control.kernel.http.cursors import MAX_CURSOR, MAX_OFFSET, Key, Place
from mission_control.kernel.schema import Schema

MAX_PAGE = 200
ALL = MAX_OFFSET - 1
"""The limit of a list that is not told in pages."""

Item = TypeVar("Item")
Other = TypeVar("Other")
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that is asked for."""

    limit: int
    offset: int = 0
    after: Place | None = None
    """Where the page before ended; then there is no offset."""


# A coroutine: the framework would start a thread for a plain function.
async def _window(
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = MAX_PAGE,
    offset: Annotated[int, Query(ge=0)] = 0,
    cursor: Annotated[
        str | None,
        Query(
            max_length=MAX_CURSOR,
            description="The `next_cursor` of the page before: misses and repeats nothing while rows come and go. "
            "Takes the place of `offset`.",
        ),
    ] = None,
) -> Window:
    if offset > MAX_OFFSET:
        # As the framework refuses a number, so that a stranger is asked who it is before.
        place = {"type": "less_than_equal", "loc": ("query", "offset"), "input": offset}
        raise RequestValidationError([{**place, "msg": f"Input should be less than or equal to {MAX_OFFSET}"}])
    place_before = cursors.decode(cursor) if cursor else offset
    return Window(limit, place_before) if isinstance(place_before, int) else Window(limit, after=place_before)


Paged = Annotated[Window, Depends(_window)]


@dataclass(frozen=True, slots=True)
class Found(Generic[Item]):
    """A page of rows, or of what they are shown as."""

    rows: Sequence[Item]
    total: int
    """All that match, whatever the page."""
    window: Window
    next_cursor: str | None

    def shown_as(self, items: Sequence[Other]) -> "Found[Other]":
        return Found(items, self.total, self.window, self.next_cursor)


class Page(Schema, Generic[Item]):
    items: list[Item]
    total: int = Field(ge=0, description="All that match, whatever the page.")
    limit: int = Field(ge=1)
    offset: int = Field(ge=0)
    next_cursor: str | None = Field(
        default=None, description="Ask with `cursor` set to this for the next page; null at the end."
    )

    @classmethod
    def of(cls, found: Found[Any], **more: Any) -> Self:
        """The page of what is shown already, or of rows that have the attributes of items; `more` if it tells more."""
        window = found.window
        told = {"total": found.total, "limit": window.limit, "offset": window.offset, "next_cursor": found.next_cursor}
        return cls.model_validate({"items": found.rows, **told, **more}, from_attributes=True)


def page_of(db: Session, rows: Select[Any], window: Window) -> Found[Any]:
    """The objects of a page; `rows` must be ordered down to the id."""
    found = page_of_rows(db, rows, window)
    return found.shown_as([row[0] for row in found.rows])


def page_of_rows(db: Session, rows: Select[*Columns], window: Window) -> Found[Row[*Columns]]:
    """The rows of a page; they are only counted when the page does not tell how many there are in all.

    The cursors of rows that begin with an entity, and are ordered by columns of it, are places; others are numbers.
    """
    keys = cursors.keys_of(rows) if cursors.begins_with_entity(rows) else []
    wanted = rows if window.after is None else rows.where(_continued(keys, window.after))
    found = db.execute(wanted.limit(window.limit + 1).offset(window.offset)).all()
    page = found[: window.limit]
    if len(found) > window.limit:
        total, next_cursor = _total_and_next(db, rows, keys, page, window)
        return Found(page, total, window, next_cursor)
    if window.after is not None or (not found and window.offset):
        return Found(page, db.execute(_counting(rows)).scalar_one(), window, None)
    return Found(page, window.offset + len(found), window, None)


def _counting(rows: Select[*Columns]) -> Select[int]:
    return rows.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)


def _total_and_next(
    db: Session, rows: Select[*Columns], keys: Sequence[Key], page: Sequence[Any], window: Window
) -> tuple[int, str]:
    """In one statement, unless the last row is deleted at this moment: then the one before it has the place."""
    if not keys:
        # Where rows have no places, the number that came before has to do.
        return db.execute(_counting(rows)).scalar_one(), cursors.encode(window.offset + window.limit)
    total = 0
    for row in reversed(page):
        total, *place = db.execute(_counting(rows).add_columns(*cursors.place_of(keys, row[0]))).one()
        if None not in place:
            return total, cursors.encode(cursors.as_place(place))
    return total, cursors.encode(window.offset if window.after is None else window.after)


def _continued(keys: Sequence[Key], place: Place) -> ColumnElement[bool]:
    if not keys:
        raise cursors.bad_cursor()
    return cursors.beyond(keys, cursors.values_of(keys, place))


def page_of_list(items: Sequence[Item], window: Window) -> Found[Item]:
    """A page of what no database orders, so that its cursors are numbers. Raises what `bad_cursor` makes."""
    if window.after is not None:
        raise cursors.bad_cursor()
    end = window.offset + window.limit
    next_cursor = cursors.encode(end) if end < len(items) else None
    return Found(items[window.offset : end], len(items), window, next_cursor)
