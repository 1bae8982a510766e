"""Which events a subscription wants, how they are told and signed, and when it is tried again. Pure."""

import base64
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from mission_control.kernel.security.addresses import forbidden, known_address

BEGINS_SECRETS = "whsec_"
SECRET_BYTES = 32
PAUSES = (5, 30, 120, 600, 3_600, 4 * 3_600, 12 * 3_600, 24 * 3_600)
"""Seconds before each further attempt."""
FAILURES_AT_ONCE = 3
"""After so many in a row the address seems not to be there, and all of its events wait."""
PAUSES_OF_ALL = (5, 30, 120, 600, 1_800)
"""Seconds before it is tried with one event again; the last holds for all that follow."""
GIVES_UP_AFTER = timedelta(days=5)
"""A subscription whose address has taken nothing for so long is paused."""
FORMER_SECRET_HOLDS = timedelta(days=1)
GONE = 410
"""The answer of a receiver that wants nothing more; https://www.standardwebhooks.com."""


class BadUrl(ValueError):
    """The text says what to write instead."""


def checked_url(text: str, *, allow_private: bool) -> str:
    """An address that may be told of events; raises BadUrl. What another name means is checked when it is used."""
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
    if not text.isascii():
        raise BadUrl("write letters beyond ASCII as browsers copy them: xn--… in the name, %… in what follows")
    address = known_address(parts.hostname)
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


def signed_headers(secrets: Sequence[str], event_id: UUID, moment: datetime, body: bytes) -> dict[str, str]:
    """The headers of https://www.standardwebhooks.com; the id is the event's, the same at every attempt."""
    stamp = str(int(moment.timestamp()))
    signed = f"{event_id}.{stamp}.".encode() + body
    return {
        "webhook-id": str(event_id),
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(_signature(secret, signed) for secret in secrets),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(BEGINS_SECRETS))
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def cure_of(status: int | None) -> str:
    """What whoever keeps a subscription can do about an answer, or about none."""
    if status is None:
        return "See that the receiver runs, and that its address is a public one and can be reached from here"
    if status in {401, 403}:
        return "See that the receiver knows this subscription's secret and admits it"
    if status in {404, 405}:
        return "Correct the address: the receiver takes nothing there"
    if 300 <= status < 400:
        return "Write the address that it points to; redirections are not followed"
    if status == 429:
        return "It is tried again more slowly; the receiver has to allow more"
    if status >= 500:
        return "Mend the receiver; its log says more"
    return "See what the receiver expects; its log says more"


def asked_pause(retry_after: str | None) -> int | None:
    """The seconds that a receiver asks for, as many as it is given."""
    if not retry_after or not retry_after.isascii() or not retry_after.isdecimal():
        return None
    return min(int(retry_after[:9]), PAUSES[-1])


def next_attempt(attempts: int, now: datetime, asked: int | None) -> datetime | None:
    """When an event is tried again after so many failed attempts, or None for never."""
    if attempts > len(PAUSES):
        return None
    return now + timedelta(seconds=max(PAUSES[attempts - 1], asked or 0))


def next_turn(failures: int, now: datetime, asked: int | None) -> datetime | None:
    """Until when nothing is sent after so many failures in a row, if anything is to wait."""
    beyond = failures - FAILURES_AT_ONCE
    pause = PAUSES_OF_ALL[min(beyond, len(PAUSES_OF_ALL) - 1)] if beyond >= 0 else 0
    seconds = max(pause, asked or 0)
    return now + timedelta(seconds=seconds) if seconds else None
