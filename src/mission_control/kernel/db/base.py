"""The declarative base: one naming convention, so that migrations can name every constraint on both databases."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, MetaData, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from mission_control.kernel.db.types import UtcDateTime


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012 - SQLAlchemy reads it off the class


class Identified:
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Timestamped:
    """Set from the unit of work's clock, never by the database, so that a transaction has one time."""

    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


def index_where_set(first: str, *more: str) -> Index:
    """An index of the rows that have something in its first column: nobody looks for the others by it."""
    is_set = text(f"{first} IS NOT NULL")
    return Index(None, first, *more, sqlite_where=is_set, postgresql_where=is_set)
