"""What seals say and how a log is held against them; pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from mission_control.kernel.events import digests
from mission_control.kernel.events.digests import Sign
from mission_control.kernel.events.log import ERASABLE, FORGOTTEN

BEGINNING = "0" * 64
"""What the first seal of a chain has for the hash of the one before."""


SEALED_WITHIN = timedelta(minutes=10)
"""Sealing runs every minute; what waits longer while others write is not waiting."""


class Seal(Protocol):
    organization_id: UUID
    number: int
    from_seq: int
    to_seq: int
    count: int
    newest_at: datetime
    previous_hash: str
    hash: str
    sealed_at: datetime
    removed_by: UUID | None


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the log is not what was sealed, in words."""

    seq: int | None
    seal: int | None
    reason: str


def seal_hash(sign: Sign, seal: Seal, leaves: Sequence[tuple[int, str]]) -> str:
    """Over the seal before, this one's bounds, and position and digest of each event."""
    events = hashlib.sha256()
    for seq, digest in leaves:
        events.update(f"{seq}:{digest}\n".encode())
    bounds = [seal.organization_id, seal.number, seal.from_seq, seal.to_seq, seal.count, seal.newest_at, seal.sealed_at]
    return sign(digests.canonical(["seal", seal.previous_hash, *bounds, events.hexdigest()]))


def is_erased(event: Mapping[str, Any]) -> bool:
    """Whether the words of an event say that they were erased."""
    return event["salt"] is None and event["digest"] is not None


def why_not_original(sign: Sign, event: Mapping[str, Any]) -> str | None:
    """Why an event is not what was written, or None; whether it may have been erased is for the deletions to say."""
    named = f"event {event['seq']} ({event['type']})"
    if event["digest"] is None or event["words_digest"] is None:
        return f"{named} has no digest: the product did not write it like this"
    if digests.event_digest(sign, event["words_digest"], event) != event["digest"]:
        changed = "who, what, when or where was changed, or it was not written by the product"
        return f"{named} is not what was written: {changed}, or not under this SECRET_KEY (a backup of another one)"
    if not is_erased(event):
        told = digests.words_digest(sign, event["salt"], event) == event["words_digest"]
        return None if told else f"{named} is not what was written: its details were changed"
    silent = event["payload"] == {} and event["changes"] is None and event["topic"] in ERASABLE
    if silent and (event["message"] == FORGOTTEN or event["topic"] != "comments"):
        return None
    return f"{named} claims that its words were erased, but has some"


def why_not_sealed(sign: Sign, seal: Seal, leaves: Sequence[tuple[int, str]]) -> Break | None:
    """Why these events are not those that were sealed, or None."""
    where = f"events {seal.from_seq} to {seal.to_seq} (seal {seal.number})"
    if len(leaves) < seal.count:
        missing = seal.count - len(leaves)
        return Break(seal.from_seq, seal.number, f"of {where} {missing} out of {seal.count} are missing")
    if len(leaves) > seal.count:
        more = len(leaves) - seal.count
        return Break(seal.from_seq, seal.number, f"among {where} are {more} more than were sealed")
    if seal_hash(sign, seal, leaves) != seal.hash:
        return Break(seal.from_seq, seal.number, f"{where} are not those that were sealed, or the seal was changed")
    return None


def why_not_linked(seal: Seal, before: Seal | None) -> Break | None:
    """Why a seal does not follow on the one before it, or None."""
    number, previous = (before.number + 1, before.hash) if before else (1, BEGINNING)
    if seal.number != number:
        return Break(seal.from_seq, seal.number, f"seal {number} is missing before seal {seal.number}")
    if seal.previous_hash != previous:
        return Break(seal.from_seq, seal.number, f"seal {seal.number} does not follow on the seal before it")
    if before and seal.from_seq <= before.to_seq:
        return Break(seal.from_seq, seal.number, f"seal {seal.number} covers events of the seal before it")
    return None
