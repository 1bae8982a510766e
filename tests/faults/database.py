"""The product's database, looked at from outside while the product runs or is down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.db.session import Database
from mission_control.kernel.settings import load_settings


@contextmanager
def looking_at(url: str) -> Iterator[Session]:
    """A session that only reads."""
    database = _connect(url)
    try:
        with database.read() as uow:
            yield uow.db
    finally:
        database.engine.dispose()


@contextmanager
def changing(url: str) -> Iterator[Session]:
    """A session whose changes are committed: what a test has to make happen that no caller can, such as time."""
    database = _connect(url)
    try:
        with database.write() as uow:
            yield uow.db
    finally:
        database.engine.dispose()


def let_time_pass(url: str) -> None:
    """A worker without a sign of life is believed dead after half a minute, too long for a test to wait."""
    if url.startswith("postgresql"):
        with changing(url) as db:
            db.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"))


def _connect(url: str) -> Database:
    return Database(make_engine(load_settings(database_url=url)))
