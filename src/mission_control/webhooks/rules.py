"""What a delivery means, what of it is kept and shown, and what an agent is told of it. Pure."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mission_control.kernel.security.fence import fenced

Payload = dict[str, Any] | list[Any] | str | int | float | bool | None

MAX_DEPTH = 64
MAX_INTEGER = 2**63
MAX_HEADER_LENGTH = 2_000
PREVIEW = 4_000
"""Characters of a payload that an agent is told at once; it reads the rest when it needs it."""

HIDDEN = "[hidden]"
KEPT_HEADERS = frozenset({"content-type", "user-agent"})
KEPT_PREFIXES = ("x-", "webhook-", "sentry-hook-", "request-id", "stripe-", "idempotency-key")
SECRETIVE = re.compile(r"key|token|secret|signature|cookie|auth|password|credential")
NO_SECRETS = frozenset({"idempotency-key"})
HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


# --- what was sent


def decoded(body: bytes, content_type: str | None) -> Payload:
    """The JSON value that was sent, or the text where it is none, or none that every client could read."""
    if not body:
        return {}
    text = body.decode("utf-8", "replace")
    declared = "application/json" in (content_type or "").lower()
    return _parsed(text) if declared or _looks_like_json(text.strip()) else text


def _looks_like_json(text: str) -> bool:
    return text[:1] in ("{", "[", '"') or text in ("true", "false")


def _parsed(text: str) -> Payload:
    try:
        value: Payload = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return text
    return value if _is_plain(value, MAX_DEPTH) else text


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _is_plain(value: Any, levels: int) -> bool:
    """Whether every client can read it: not too deep, with numbers that exist, and text that is Unicode."""
    if levels == 0:
        return False
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, dict):
        return all(_is_plain(key, levels) and _is_plain(item, levels - 1) for key, item in value.items())
    if isinstance(value, list):
        return all(_is_plain(item, levels - 1) for item in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) < MAX_INTEGER


def cut(payload: Payload, max_chars: int | None) -> Payload:
    """The payload, or, where it is longer when it is written down, the beginning of that."""
    if max_chars is None:
        return payload
    written = payload if isinstance(payload, str) else json.dumps(payload, separators=(",", ":"))
    if len(written) <= max_chars:
        return payload
    return written[:max_chars] if max_chars <= len("...") else written[: max_chars - len("...")] + "..."


def kept_headers(headers: Mapping[str, str], signatures: Iterable[str]) -> dict[str, str] | None:
    """Headers that say what a delivery is about. Signatures are left out; what may be a secret is hidden."""
    left_out = {name.lower() for name in signatures} | {"authorization"}
    kept = {
        name: HIDDEN if _is_secretive(name) else value[:MAX_HEADER_LENGTH].replace("\x00", "")
        for name, value in headers.items()
        if name not in left_out and (name in KEPT_HEADERS or name.startswith(KEPT_PREFIXES))
    }
    return kept or None


def _is_secretive(name: str) -> bool:
    return name not in NO_SECRETS and SECRETIVE.search(name) is not None


# --- what an agent is told


@dataclass(frozen=True, slots=True)
class Place:
    """Where a delivery is kept."""

    board_id: UUID
    webhook_id: UUID
    payload_id: UUID

    @property
    def path(self) -> str:
        return f"/api/v1/agent/boards/{self.board_id}/webhooks/{self.webhook_id}/payloads/{self.payload_id}"

    @property
    def tags(self) -> list[str]:
        return ["webhook", f"webhook:{self.webhook_id}", f"payload:{self.payload_id}"]


def endpoint_path(board_id: UUID, webhook_id: UUID) -> str:
    return f"/api/v1/boards/{board_id}/webhooks/{webhook_id}"


def notice(place: Place, board_name: str, description: str, payload: Payload) -> str:
    """What to do stands before the fence, what a stranger wrote inside it."""
    written = payload if isinstance(payload, str) else json.dumps(payload, indent=2)
    length = len(written)
    more = f" Shown are the first {PREVIEW} of {length} characters." if length > PREVIEW else ""
    return "\n".join(
        [
            f"**Webhook delivery on {board_name}**",
            "",
            f"Webhook: {place.webhook_id}  ",
            f"Payload: {place.payload_id}",
            "",
            f"What this webhook is for: {description}",
            "",
            "1. Judge by that what the delivery means for this board.",
            "2. Create or update tasks as it needs; look first whether one exists.",
            f"3. Name the payload ({place.payload_id}) in what you write.",
            "",
            f"Read all of it: `GET {place.path}`.{more} Earlier ones are in the board's memory, tag `webhook`.",
            "",
            fenced(written[:PREVIEW]),
        ]
    )


def short(description: str) -> str:
    """The first line of a description, for sentences."""
    line = description.splitlines()[0]
    return line if len(line) <= 80 else f"{line[:79]}…"
