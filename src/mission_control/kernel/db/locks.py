"""Row locks, and the races that a database ends on its own account.

A lock keeps other writers of the row out and lets rows be written that refer to it: with the stronger kind two requests
that only mention each other's rows would wait for each other. SQLite has one writer and needs no row locks.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.util import identity_key

T = TypeVar("T")
LOCK = {"key_share": True}
"""The only strength in use; statements say it as `with_for_update(key_share=True)`."""
_ANEW = {"populate_existing": True}
TRIES = 4
LOST_RACES = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for serialization failures and deadlocks (its manual, appendix A)."""


def by_id(db: Session, entity: type[T], key: UUID) -> T | None:
    """As `Session.get`, which makes its statement anew each time; this is for what nearly every request asks."""
    held = db.identity_map.get(identity_key(entity, key))
    if held is not None and not inspect(held).expired:
        return held
    return cast("T | None", db.scalars(_by_id(inspect(entity)), {"key": key}).one_or_none())


def locked(db: Session, entity: type[T], key: UUID) -> T | None:
    """An object, read anew under a lock that lasts until the end of the transaction."""
    found = db.scalars(_locked_by_id(inspect(entity)), {"key": key}, execution_options=_ANEW)
    return cast("T | None", found.one_or_none())


@cache
def _by_id(mapper: Mapper[Any]) -> Select[Any]:
    return select(mapper).where(mapper.primary_key[0] == bindparam("key"))


@cache
def _locked_by_id(mapper: Mapper[Any]) -> Select[Any]:
    return _by_id(mapper).with_for_update(key_share=True)


def lock_again(db: Session, instance: Any) -> None:
    """Lock an object that was read before, and read it anew."""
    db.refresh(instance, with_for_update=LOCK)


def again_after_lost_races(transaction: Callable[[], T]) -> T:
    """Run a whole transaction, and run it again when the database has ended it in favour of another."""
    for _ in range(TRIES - 1):
        try:
            return transaction()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in LOST_RACES:
                raise
    return transaction()
