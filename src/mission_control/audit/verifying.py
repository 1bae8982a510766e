"""Holding the log of an organization against its seals, a bounded piece at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.audit import queries, rules
from mission_control.audit.events import EventsRemoved
from mission_control.audit.models import AuditSeal
from mission_control.audit.queries import StoredEvent
from mission_control.audit.rules import Break

EVENTS_AT_ONCE = 10_000
SEALS_AT_ONCE = 500
UNSEALED_CHECKED = 5_000


@dataclass(slots=True)
class Piece:
    """What was found out about a part of a chain."""

    first_seal: int | None = None
    last: AuditSeal | None = None
    events: int = 0
    erased: int = 0
    unsealed: int = 0
    complete: bool = False
    broken: Break | None = None


def verify(db: Session, organization_id: UUID, after: int | None = None) -> Piece:
    """Check what follows on the seal `after`, or the chain from its beginning; `last` is where to go on."""
    beginning = queries.beginning(db, organization_id)
    piece = _verify(db, organization_id, after)
    if piece.broken and queries.beginning(db, organization_id) != beginning:
        # Retention went by between two statements.
        db.expire_all()
        piece = _verify(db, organization_id, None)
    return piece


def _verify(db: Session, organization_id: UUID, after: int | None) -> Piece:
    piece = Piece()
    seals = list(queries.seals_from(db, organization_id, after or 0, SEALS_AT_ONCE))
    if seals and (seals[0].number == after or seals[0].removed_by):
        piece.last = seals.pop(0)
        if piece.last.removed_by:
            piece.broken = _why_not_a_beginning(db, piece.last)
    piece.first_seal = piece.last.number if piece.last else 1
    for seal in seals:
        if piece.broken or piece.events >= EVENTS_AT_ONCE:
            return piece
        piece.broken = _check(db, piece, seal)
        piece.last = seal
    if not piece.broken and len(seals) < SEALS_AT_ONCE - 1:
        piece.broken = _check_unsealed(db, organization_id, piece)
        piece.complete = True
    return piece


def _check(db: Session, piece: Piece, seal: AuditSeal) -> Break | None:
    before = piece.last
    if unlinked := rules.why_not_linked(seal, before):
        return unlinked
    if seal.removed_by:
        return Break(seal.from_seq, seal.number, f"seal {seal.number} says that its events were removed, others not")
    rows = queries.rows_between(db, seal.organization_id, before.to_seq if before else 0, seal.to_seq)
    if changed := _changed(db, piece, rows, seal.organization_id, seal.number):
        return changed
    piece.events += len(rows)
    return rules.why_not_sealed(seal, [(row["seq"], row["digest"]) for row in rows])


def _changed(
    db: Session, piece: Piece, rows: Sequence[StoredEvent], organization_id: UUID, seal: int | None
) -> Break | None:
    for row in rows:
        if reason := rules.why_not_original(row):
            return Break(row["seq"], seal, reason)
    erased = [row for row in rows if rules.is_erased(row)]
    piece.erased += len(erased)
    gone = queries.deletions(db, organization_id, erased) if erased else set()
    for row in erased:
        if row["task_id"] not in gone and row["board_id"] not in gone:
            reason = f"the words of event {row['seq']} ({row['type']}) were erased, but no deletion is on record"
            return Break(row["seq"], seal, reason)
    return None


def _why_not_a_beginning(db: Session, seal: AuditSeal) -> Break | None:
    """Retention leaves an event that names the last seal it removed."""
    event = queries.event_by_id(db, seal.removed_by) if seal.removed_by else None
    words = f"events up to {seal.to_seq} are gone, and no event says that retention removed them"
    if event is None or event["type"] != EventsRemoved.type or event["organization_id"] != seal.organization_id:
        return Break(seal.to_seq, seal.number, words)
    told = event["payload"]
    if (told.get("last_seal"), told.get("last_hash"), told.get("until_seq")) != (seal.number, seal.hash, seal.to_seq):
        return Break(seal.to_seq, seal.number, words)
    if reason := rules.why_not_original(event):
        return Break(event["seq"], seal.number, reason)
    left = queries.first_until(db, seal.organization_id, seal.to_seq)
    return Break(left, seal.number, f"event {left} is from before the beginning of the log") if left else None


def _check_unsealed(db: Session, organization_id: UUID, piece: Piece) -> Break | None:
    """Events that wait for their seal can be changed together with their digest, but not alone."""
    position = piece.last.to_seq if piece.last else 0
    rows = queries.rows_next(db, organization_id, position, UNSEALED_CHECKED)
    piece.unsealed = queries.count_after(db, organization_id, position)
    # Those of an earlier release have no digest until they are sealed.
    return _changed(db, piece, [row for row in rows if row["digest"] is not None], organization_id, None)
