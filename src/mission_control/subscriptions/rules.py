"""Which events a subscription wants, how they are told and signed, and when it is tried again. Pure."""

import base64
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from mission_control.kernel.security.addresses import forbidden, literal_address

BEGINS_SECRETS = "whsec_"
SECRET_BYTES = 32
PAUSES = (5, 30, 120, 600, 3_600, 4 * 3_600, 12 * 3_600, 24 * 3_600)
"""Seconds before each further attempt."""
GIVES_UP_AFTER = timedelta(days=5)
"""A subscription whose address has taken nothing for so long is paused."""
GONE = 410
"""The answer of a receiver that wants nothing more; https://www.standardwebhooks.com."""


class BadUrl(ValueError):
    """The text says what to write instead."""


def checked_url(text: str, *, allow_private: bool) -> str:
    """An address that may be told of events; raises BadUrl. What its name means is checked when it is used."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise BadUrl("write an address such as https://hooks.example.org/mission-control") from None
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise BadUrl("write an address that begins with https://")
    if parts.scheme == "http" and not allow_private:
        raise BadUrl("write an address that begins with https://; what happens here is not for everybody on the way")
    if parts.username is not None or parts.password is not None:
        raise BadUrl("leave name and password out of the address; deliveries are signed")
    if parts.fragment or any(character.isspace() or ord(character) < 32 for character in text):
        raise BadUrl("leave blanks, and everything from # on, out of the address")
    address = literal_address(parts.hostname)
    if reason := _forbidden(address, allow_private=allow_private):
        raise BadUrl(reason)
    return text


def _forbidden(address: ipaddress.IPv4Address | ipaddress.IPv6Address | None, *, allow_private: bool) -> str | None:
    return forbidden(address, allow_private=allow_private) if address else None


def wants(event_types: Collection[str], event_type: str) -> bool:
    if not event_types:
        return True
    return any(event_type.startswith(it) if it.endswith(".") else event_type == it for it in event_types)


def body_of(event: Mapping[str, Any]) -> bytes:
    """An event as it is sent: the type, when it happened, and what the log has of it."""
    told = {
        "type": event["type"],
        "timestamp": _text(event["created_at"]),
        "data": {
            "id": str(event["id"]),
            "position": event["seq"],
            "message": event["message"],
            "organization_id": str(event["organization_id"]),
            "board_id": _text(event["board_id"]),
            "task_id": _text(event["task_id"]),
            "agent_id": _text(event["agent_id"]),
            "actor": {
                "kind": event["actor_kind"],
                "id": _text(event["actor_id"]),
                "name": event["actor_name"],
            },
            "payload": event["payload"],
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _text(value: datetime | UUID | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime) else str(value)


def new_secret(random: bytes) -> str:
    return BEGINS_SECRETS + base64.b64encode(random).decode()


def signed_headers(secret: str, event_id: UUID, moment: datetime, body: bytes) -> dict[str, str]:
    """The headers of https://www.standardwebhooks.com; the id is the event's, the same at every attempt."""
    key = base64.b64decode(secret.removeprefix(BEGINS_SECRETS))
    stamp = str(int(moment.timestamp()))
    signature = hmac.new(key, f"{event_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": str(event_id),
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }


def next_attempt(attempts: int, now: datetime, asked: str | None) -> datetime | None:
    """When to try again after so many failed attempts, or None for never; a receiver may ask for a longer pause."""
    if attempts > len(PAUSES):
        return None
    pause = PAUSES[attempts - 1]
    if asked and asked.isascii() and asked.isdecimal() and len(asked) <= 6:
        pause = max(pause, min(int(asked), PAUSES[-1]))
    return now + timedelta(seconds=pause)
