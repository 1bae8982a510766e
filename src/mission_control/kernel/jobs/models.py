"""The table `jobs`: the queue of the embedded engine, and the dead letters of both engines."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Timestamped
from mission_control.kernel.db.types import JsonDocument, JsonObject, UtcDateTime


class JobStatus(StrEnum):
    QUEUED = "queued"
    FAILED = "failed"


class JobRow(Timestamped, Base):
    """A job that waits (embedded engine only) or that has used up its attempts."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    name: Mapped[str]
    arguments: Mapped[JsonObject] = mapped_column(JsonDocument)
    key: Mapped[str | None]
    run_at: Mapped[datetime] = mapped_column(UtcDateTime())
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(16), default=JobStatus.QUEUED)
    last_error: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index(None, "status", "run_at"),
        Index(None, "key", "id"),
        # AUTOINCREMENT: the order of a key's jobs is the order of their ids, so none may be handed out again.
        {"sqlite_autoincrement": True},
    )
