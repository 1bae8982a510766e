"""Whose a session is, by its key."""

import json
import re
from typing import Any, Literal, NamedTuple
from uuid import UUID

from mission_control.kernel.security.tokens import without_tokens

_KEY = re.compile(r"agent:(mc-gateway|lead|mc)-([0-9a-f-]{36}):", re.IGNORECASE)
_KINDS: dict[str, Literal["gateway", "board", "agent"]] = {"mc-gateway": "gateway", "lead": "board", "mc": "agent"}


class Owner(NamedTuple):
    kind: Literal["gateway", "board", "agent"]
    id: UUID


def owner_of(key: str) -> Owner | None:
    """None for a session that no Mission Control has made."""
    found = _KEY.match(key)
    if found is None:
        return None
    try:
        return Owner(_KINDS[found[1].lower()], UUID(found[2]))
    except ValueError:
        return None


def masked(history: list[Any]) -> list[Any]:
    """Without the tokens of ours that agents call with: what they do by a shell has them in it."""
    shown: list[Any] = json.loads(without_tokens(json.dumps(history)))
    return shown


def main_key(gateway_id: UUID) -> str:
    """The session of a gateway's main agent."""
    return f"agent:mc-gateway-{gateway_id}:main"
