"""What a gateway tells of a request, what is made of it, and what its end means. Pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from mission_control.kernel.security.tokens import without_tokens

ALLOW, DENY = "allow-once", "deny"
MOST_CHARACTERS = 20_000
WAITS = "pending"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the gateway lists it."""

    request_id: str
    runtime_id: str
    command: str
    folder: str | None
    host: str | None
    warning: str | None
    expires_at: datetime | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self | None:
        """None for what names no agent, or nothing to run."""
        asked = row.get("request")
        asked = asked if isinstance(asked, Mapping) else {}
        request_id, runtime_id, command = row.get("id"), asked.get("agentId"), asked.get("command")
        if not (isinstance(request_id, str) and isinstance(runtime_id, str) and isinstance(command, str)):
            return None
        return cls(
            request_id=request_id,
            runtime_id=runtime_id,
            command=clean(command),
            folder=_text(asked.get("cwd")),
            host=_text(asked.get("host")),
            warning=_text(asked.get("warningText")),
            expires_at=_moment(row.get("expiresAtMs")),
        )

    def payload(self, agent: str, gateway: str) -> dict[str, Any]:
        """What is to be decided, as approvals show it."""
        known = {"command": self.command, "folder": self.folder, "host": self.host, "warning": self.warning}
        reason = f"{agent} wants to run a command on gateway {gateway}, which lets it wait for a decision."
        return {"reason": reason} | {name: value for name, value in known.items() if value} | {"gateway": gateway}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request stands on its gateway; `status` is the gateway's own word."""

    status: str
    reason: str | None = None

    @classmethod
    def of(cls, approval: object) -> Self:
        told = approval if isinstance(approval, Mapping) else {}
        return cls(str(told.get("status") or "unknown"), _text(told.get("reason")))

    @property
    def waits(self) -> bool:
        return self.status == WAITS

    @property
    def is_allowed(self) -> bool:
        return self.status == "allowed"

    @property
    def is_expired(self) -> bool:
        return self.status == "expired"

    @property
    def words(self) -> str:
        """Why it has ended, for who reads the approval."""
        if self.status in {"allowed", "denied"}:
            return "Decided on the gateway"
        if self.is_expired:
            return "Nobody decided in time"
        why = f" ({self.reason})" if self.reason else ""
        return f"The gateway does not wait for it any more{why}"


GONE = Outcome("gone")


def clean(text: str) -> str:
    """As it can be stored and seen: no character hides, or turns the order of the others, and a cut is told.

    Agents begin each shell with their token, so most commands hold one; what is shown of it lets nobody in.
    """
    text = without_tokens(text)
    stored = "".join(character if _is_seen(character) else f"\\u{ord(character):04x}" for character in text)
    if len(stored) <= MOST_CHARACTERS:
        return stored
    return f"{stored[:MOST_CHARACTERS]}\n… and {len(stored) - MOST_CHARACTERS} characters more, which are not shown"


def _is_seen(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _text(value: object) -> str | None:
    return clean(value) if isinstance(value, str) and value else None


def _moment(milliseconds: object) -> datetime | None:
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None
