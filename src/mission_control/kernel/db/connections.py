"""The connection that a session works on, for statements of columns: they need nothing of what it does for objects."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

_KEY = "connection"


def keep(db: Session, connection: Connection) -> None:
    """Have a session's connection at hand until its transaction ends: asking costs as much as a small statement."""
    db.info[_KEY] = connection


def connection_of(db: Session) -> Connection:
    """What was changed in objects of the session is not there before it is flushed."""
    return db.info.get(_KEY) or db.connection()
