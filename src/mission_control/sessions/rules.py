"""Whose a session is, by its key."""

import re
from typing import Literal, NamedTuple
from uuid import UUID

_KEY = re.compile(r"agent:(mc-gateway|lead|mc)-([0-9a-f-]{36}):", re.IGNORECASE)
_ADOPTED = re.compile(r"agent:[^:]{1,200}:(mc)-([0-9a-f-]{36})", re.IGNORECASE)
"""The session of ours that an agent has which lived there before; its others are not ours."""
_CANONICAL = re.compile(
    r"(?:agent:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?:|(?!agent))[\x21-\x7e](?:[\x20-\x7e]{0,400}[\x21-\x7e])?", re.IGNORECASE
)
_KINDS: dict[str, Literal["gateway", "board", "agent"]] = {"mc-gateway": "gateway", "lead": "board", "mc": "agent"}


class Owner(NamedTuple):
    kind: Literal["gateway", "board", "agent"]
    id: UUID


def is_canonical(key: str) -> bool:
    """Whether a key means to a gateway what it says: others are trimmed and slugged there, into somebody else's."""
    return _CANONICAL.fullmatch(key) is not None


def owner_of(key: str) -> Owner | None:
    """None for a session that no Mission Control has made."""
    found = _KEY.match(key) or _ADOPTED.fullmatch(key)
    if found is None:
        return None
    try:
        return Owner(_KINDS[found[1].lower()], UUID(found[2]))
    except ValueError:
        return None


def main_key(gateway_id: UUID) -> str:
    """The session of a gateway's main agent."""
    return f"agent:mc-gateway-{gateway_id}:main"
