"""Pages of lists: `limit` and `offset` in, `items` and `total` out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar, TypeVarTuple

from fastapi import Depends, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy import Row, Select, func
from sqlalchemy.orm import Session

MAX_PAGE = 200
MAX_OFFSET = 2**63 - 1
"""What both databases can count to."""

Item = TypeVar("Item")
Columns = TypeVarTuple("Columns")


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    total: int = Field(ge=0, description="All that match, whatever the page.")
    limit: int = Field(ge=1)
    offset: int = Field(ge=0)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that is asked for."""

    limit: int
    offset: int


# A coroutine: the framework would start a thread for a plain function.
async def _window(
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = MAX_PAGE, offset: Annotated[int, Query(ge=0)] = 0
) -> Window:
    if offset > MAX_OFFSET:
        # As the framework refuses a number, so that a stranger is asked who it is before.
        place = {"type": "less_than_equal", "loc": ("query", "offset"), "input": offset}
        raise RequestValidationError([{**place, "msg": f"Input should be less than or equal to {MAX_OFFSET}"}])
    return Window(limit, offset)


Paged = Annotated[Window, Depends(_window)]


def page_of(db: Session, rows: Select[Any], window: Window) -> tuple[list[Any], int]:
    """The objects of a page and how many there are in all; `rows` must be ordered down to the id."""
    found, total = page_of_rows(db, rows, window)
    return [row[0] for row in found], total


def page_of_rows(db: Session, rows: Select[*Columns], window: Window) -> tuple[Sequence[Row[*Columns]], int]:
    """The rows of a page and how many there are in all; they are only counted when the page does not tell."""
    found = db.execute(rows.limit(window.limit).offset(window.offset)).all()
    if len(found) < window.limit and (found or window.offset == 0):
        return found, window.offset + len(found)
    counting = rows.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    return found, db.scalar(counting) or 0
