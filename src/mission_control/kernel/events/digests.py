"""Digests of events: what an event said when it was written, so that a later change of its row shows.

They are keyed: who has the database and not the installation's key can neither write an event nor change one with a
digest that fits.

The words of an event (its payload, its changes, and what a comment says) may be erased by right, when a task or a board
is deleted. They have a digest of their own, which the digest of the event covers in their place; it is salted, so that
nobody who still has it can try out what the words may have been once the salt is gone too.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from mission_control.kernel.events.envelope import Topic

SALT_BYTES = 16
Sign = Callable[[str], str]
"""Makes of a text what nobody can make without the key."""
_EXACT = 2**53
"""Up to here both databases give numbers back as they were, whole ones as whole ones."""

COVERED = (
    "id",
    "type",
    "topic",
    "organization_id",
    "board_id",
    "task_id",
    "agent_id",
    "actor_kind",
    "actor_id",
    "actor_name",
    "request_id",
    "address",
    "created_at",
)


_PLAIN = frozenset({str, bool, type(None)})


def new_salt() -> str:
    return secrets.token_hex(SALT_BYTES)


def words_digest(sign: Sign, salt: str, event: Mapping[str, Any]) -> str:
    """The digest of what may be erased of an event."""
    message = event["message"] if event["topic"] == Topic.COMMENTS else None
    return sign(canonical(["words", salt, message, event["payload"], event["changes"]]))


def event_digest(sign: Sign, words: str, event: Mapping[str, Any]) -> str:
    """The digest of an event: who, what, when and where, and the digest of its words."""
    message = None if event["topic"] == Topic.COMMENTS else event["message"]
    return sign(_write(["event", words, message, *(event[name] for name in COVERED)]))


def _as_text(value: object) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"no digest of a {type(value).__name__}")


_write = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_as_text).encode


def canonical(value: Any) -> str:
    """One text for one value, whichever database it has been in."""
    return _write(_alike(value))


def _alike(value: Any) -> Any:
    if type(value) in _PLAIN or isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return [item if type(item) in _PLAIN else _alike(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _alike(item) for key, item in value.items()}
    return _number(value) if isinstance(value, int | float) else value


def _number(value: float) -> int | float | str:
    """PostgreSQL keeps decimals: 1e300 comes back as a whole number of 301 digits."""
    if abs(value) < _EXACT:
        return int(value) if value == int(value) else value
    try:
        return float(value)
    except OverflowError:
        return str(value)
