"""Events as the audit log shows them."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.audit import queries
from mission_control.audit.rules import SEALED_WITHIN
from mission_control.audit.schemas import (
    AuditActorRead,
    AuditBreakRead,
    AuditChangeRead,
    AuditEventRead,
    AuditVerification,
)
from mission_control.audit.verifying import Piece
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.changes import bounded
from mission_control.kernel.events.log import EventRow

MOMENT = "%Y-%m-%d %H:%M UTC"
STATED = ("before", "after", "changes")
"""Where payloads state changes themselves."""


def shown(db: Session, events: Sequence[EventRow]) -> list[AuditEventRead]:
    boards, agents = queries.names(db, events)
    return [_shown(event, boards, agents) for event in events]


def _shown(event: EventRow, boards: dict[UUID, str], agents: dict[UUID, str]) -> AuditEventRead:
    return AuditEventRead(
        seq=event.seq,
        id=event.id,
        created_at=event.created_at,
        event_type=event.type,
        message=event.message,
        actor=AuditActorRead.model_validate({"kind": event.actor_kind, "id": event.actor_id, "name": event.actor_name}),
        address=event.address,
        request_id=event.request_id,
        board_id=event.board_id,
        board_name=boards.get(event.board_id) if event.board_id else None,
        task_id=event.task_id,
        agent_id=event.agent_id,
        agent_name=agents.get(event.agent_id) if event.agent_id else None,
        changes=[*_stated(event.payload), *_recorded(event.changes)],
        details={name: value for name, value in event.payload.items() if name not in STATED},
        words_erased=event.digest is not None and event.salt is None,
    )


def _stated(payload: JsonObject) -> Iterator[AuditChangeRead]:
    """The changes that an event's own payload tells of, in the two forms that payloads have."""
    pairs: dict[str, tuple[Any, Any]] = {}
    before, after = payload.get("before"), payload.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        pairs = {name: (before.get(name), after.get(name)) for name in {**before, **after}}
    elif isinstance(payload.get("changes"), dict):
        pairs = {name: (values[0], values[1]) for name, values in payload["changes"].items()}
    for name, (old, new) in pairs.items():
        yield AuditChangeRead(entity=None, entity_id=None, field=name, before=_cut(old), after=_cut(new))


def _recorded(changes: JsonObject | None) -> Iterator[AuditChangeRead]:
    for row in (changes or {}).get("rows", ()):
        before, after = row.get("before", {}), row.get("after", {})
        for name in {**before, **after}:
            yield AuditChangeRead(
                entity=row["kind"],
                entity_id=row["id"],
                field=name,
                before=before.get(name),
                after=after.get(name),
            )


def _cut(value: Any) -> Any:
    return None if value is None else bounded(value)


def verification(piece: Piece) -> AuditVerification:
    last = piece.last
    state = "broken" if piece.broken else "intact" if piece.complete else "unfinished"
    return AuditVerification.model_validate(
        {
            "state": state,
            "message": words(piece),
            "events": piece.events,
            "words_erased": piece.erased,
            "unsealed": piece.unsealed,
            "uncovered": piece.uncovered,
            "uncovered_until": piece.uncovered_until,
            "sealed_since": piece.begun_at,
            "from_seal": piece.first_seal,
            "last_seal": last.number if last else None,
            "last_seq": last.to_seq if last else None,
            "last_hash": last.hash if last else None,
            "next_after": last.number if last and state == "unfinished" else None,
            "broken": AuditBreakRead.model_validate(piece.broken, from_attributes=True) if piece.broken else None,
        }
    )


def words(piece: Piece) -> str:
    """The result for people."""
    if piece.broken:
        return f"The log cannot be trusted: {piece.broken.reason}."
    return "".join([_proven(piece), *_limits(piece)])


def _proven(piece: Piece) -> str:
    if piece.last is None:
        return f"Nothing is sealed yet; {piece.unsealed} events wait for the first seal."
    since = f", sealed since {piece.begun_at:{MOMENT}}" if piece.begun_at else ""
    checked = f"{piece.events} events checked{since}"
    return f"What was sealed up to event {piece.last.to_seq} is as it was written ({checked})."


def _limits(piece: Piece) -> Iterator[str]:
    """What else is to be known of it."""
    if piece.erased:
        yield f" The words of {piece.erased} were erased with deleted tasks or boards."
    if piece.uncovered and piece.uncovered_until:
        until = f"{piece.uncovered_until:{MOMENT}}"
        yield f" {piece.uncovered} events of an earlier release, the newest of {until}, are not covered."
    if piece.begun_at and piece.first_event_at and piece.begun_at - piece.first_event_at > SEALED_WITHIN:
        yield f" The first event is older, of {piece.first_event_at:{MOMENT}}: sealing began late, or earlier seals"
        yield " were removed. Compare the hashes that are kept elsewhere."
    if piece.last and piece.unsealed:
        yield f" Newer ones wait for their seal ({piece.unsealed})."
