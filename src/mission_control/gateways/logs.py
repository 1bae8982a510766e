"""What a gateway writes of itself, made readable."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mission_control.gateways.asking import CALL_SECONDS, asking
from mission_control.gateways.protocol.target import Target
from mission_control.gateways.schemas import GatewayLogLine, GatewayLogRead
from mission_control.kernel.security.tokens import without_tokens

MOST_BYTES = 500_000
MOST_CHARACTERS = 2_000


async def tail(target: Target, cursor: int | None, limit: int) -> GatewayLogRead:
    """The newest lines, or those since a cursor. Raises GatewayFailed and GatewayTimedOut."""
    params = {"limit": limit, "maxBytes": MOST_BYTES} | ({} if cursor is None else {"cursor": cursor})
    async with asking(target) as gateway:
        answer = await gateway.call("logs.tail", params, seconds=CALL_SECONDS)
    found = answer if isinstance(answer, Mapping) else {}
    lines = found.get("lines")
    return GatewayLogRead(
        lines=[line_of(str(text)) for text in lines] if isinstance(lines, list) else [],
        cursor=_count(found.get("cursor")),
        restarted=found.get("reset") is True,
        cut=found.get("truncated") is True,
    )


def line_of(text: str) -> GatewayLogLine:
    """A line as gateways write them, JSON with its text under `message`; of any other the whole is the text."""
    try:
        entry = json.loads(text)
    except ValueError:
        entry = None
    if not isinstance(entry, dict) or not isinstance(entry.get("message"), str):
        return GatewayLogLine(at=None, level="", subsystem="", text=_shown(text))
    meta = entry.get("_meta")
    level = meta.get("logLevelName") if isinstance(meta, dict) else None
    return GatewayLogLine(
        at=_time(entry.get("time")),
        level=str(level or "").lower(),
        subsystem=_subsystem(entry),
        text=_shown(entry["message"]),
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def _subsystem(entry: Mapping[str, Any]) -> str:
    try:
        about = json.loads(str(entry.get("0")))
    except ValueError:
        return ""
    return str(about.get("subsystem") or "")[:100] if isinstance(about, dict) else ""


def _time(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


def _shown(text: str) -> str:
    return without_tokens(text)[:MOST_CHARACTERS]
