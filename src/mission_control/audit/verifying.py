"""Holding the log of an organization against its seals, a bounded piece at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.audit import queries, rules
from mission_control.audit.events import EventsRemoved
from mission_control.audit.models import AuditSeal
from mission_control.audit.queries import StoredEvent
from mission_control.audit.rules import Break
from mission_control.kernel.environment import environment_of
from mission_control.kernel.events.digests import Sign
from mission_control.organizations.events import OrganizationCreated, OrganizationDeleted
from mission_control.tasks.events import TaskDeleted

EVENTS_AT_ONCE = 10_000
SEALS_AT_ONCE = 500
UNSEALED_CHECKED = 5_000


@dataclass(slots=True)
class Piece:
    """What was found out about a part of a chain."""

    first_seal: int | None = None
    last: AuditSeal | None = None
    begun_at: datetime | None = None
    """When seal 1 was made, in the piece that has it."""
    first_event_at: datetime | None = None
    events: int = 0
    erased: int = 0
    uncovered: int = 0
    uncovered_until: datetime | None = None
    unsealed: int = 0
    complete: bool = False
    broken: Break | None = None

    def follow(self, earlier: "Piece") -> None:
        """Take over what the pieces before this one found."""
        self.first_seal = earlier.first_seal
        self.begun_at, self.first_event_at = earlier.begun_at, earlier.first_event_at
        self.events += earlier.events
        self.erased += earlier.erased
        self.uncovered, self.uncovered_until = earlier.uncovered, earlier.uncovered_until


def verify(db: Session, organization_id: UUID, after: int | None = None) -> Piece:
    """Check what follows on the seal `after`, or the chain from its beginning; `last` is where to go on."""
    beginning = queries.beginning(db, organization_id)
    piece = _Check(db, organization_id).run(after)
    if piece.broken and queries.beginning(db, organization_id) != beginning:
        # Retention went by between two statements.
        db.expire_all()
        piece = _Check(db, organization_id).run(None)
    return piece


class _Check:
    """One walk along a part of a chain."""

    def __init__(self, db: Session, organization_id: UUID) -> None:
        self._db = db
        self._organization_id = organization_id
        self._sign: Sign = environment_of(db).secrets.authenticate
        self._piece = Piece()

    def run(self, after: int | None) -> Piece:
        piece = self._piece
        seals = list(queries.seals_from(self._db, self._organization_id, after or 0, SEALS_AT_ONCE))
        if after and not seals:
            piece.broken = Break(None, after, f"seal {after} is missing")
            return piece
        if seals and (seals[0].number == after or seals[0].removed_by):
            piece.last = seals.pop(0)
            if piece.last.removed_by:
                piece.broken = self._why_not_a_beginning(piece.last)
        piece.first_seal = piece.last.number if piece.last else 1
        for seal in seals:
            if piece.broken or piece.events >= EVENTS_AT_ONCE:
                return piece
            piece.broken = self._sealed(seal)
            piece.last = seal
        if not piece.broken and len(seals) < SEALS_AT_ONCE - 1:
            piece.broken = self._unsealed()
            piece.complete = True
        return piece

    def _sealed(self, seal: AuditSeal) -> Break | None:
        before = self._piece.last
        if unlinked := rules.why_not_linked(seal, before):
            return unlinked
        if seal.removed_by:
            reason = f"seal {seal.number} says that its events were removed, others not"
            return Break(seal.from_seq, seal.number, reason)
        # The first seal begins with the first event that has a digest.
        after = before.to_seq if before else seal.from_seq - 1
        rows = queries.rows_between(self._db, seal.organization_id, after, seal.to_seq)
        if changed := self._changed(rows, seal.number):
            return changed
        self._piece.events += len(rows)
        if other := rules.why_not_sealed(self._sign, seal, [(row["seq"], row["digest"]) for row in rows]):
            return other
        if before:
            return None
        self._piece.begun_at, self._piece.first_event_at = seal.sealed_at, rows[0]["created_at"]
        return self._beginning(rows[0], seal.number)

    def _beginning(self, first: StoredEvent | None, seal: int | None) -> Break | None:
        """A log begins with the founding; before the first event with a digest are those of releases without any."""
        position = first["seq"] if first else None
        count, written, newest_at = queries.before(self._db, self._organization_id, position)
        self._piece.uncovered, self._piece.uncovered_until = count, newest_at
        if written:
            return Break(position, seal, f"{written} events from before event {position} were not sealed")
        if first and count and first["type"] == OrganizationCreated.type:
            return Break(
                position, seal, f"{count} events without a digest are from before the founding, event {position}"
            )
        begins_with = queries.first_event(self._db, self._organization_id)
        # One that was deleted and brought back from an archive: the event of its end outlived it.
        if begins_with in {OrganizationCreated.type, OrganizationDeleted.type} or not queries.exists(
            self._db, self._organization_id
        ):
            return None
        begins = f"begins with {begins_with}" if begins_with else "is empty"
        return Break(position, seal, f"it {begins} instead of the founding: what was before is gone")

    def _changed(self, rows: Sequence[StoredEvent], seal: int | None) -> Break | None:
        for row in rows:
            if reason := rules.why_not_original(self._sign, row):
                return Break(row["seq"], seal, reason)
        erased = [row for row in rows if rules.is_erased(row)]
        self._piece.erased += len(erased)
        gone = self._gone(erased) if erased else set()
        for row in erased:
            if row["task_id"] not in gone and row["board_id"] not in gone:
                reason = f"the words of event {row['seq']} ({row['type']}) were erased, but no deletion is on record"
                return Break(row["seq"], seal, reason)
        return None

    def _gone(self, erased: Sequence[StoredEvent]) -> set[UUID]:
        """Tasks and boards whose words were erased by right: the product wrote of their deletion, and they are gone."""
        told = queries.deletions(self._db, self._organization_id, erased)
        authentic = [event for event in told if rules.why_not_original(self._sign, event) is None]
        deleted = {event["task_id"] if event["type"] == TaskDeleted.type else event["board_id"] for event in authentic}
        return deleted - queries.existing(self._db, deleted)

    def _why_not_a_beginning(self, seal: AuditSeal) -> Break | None:
        """Retention leaves an event that names the last seal it removed."""
        event = queries.event_by_id(self._db, seal.removed_by) if seal.removed_by else None
        words = f"events up to {seal.to_seq} are gone, and no event says that retention removed them"
        if event is None or event["type"] != EventsRemoved.type or event["organization_id"] != seal.organization_id:
            return Break(seal.to_seq, seal.number, words)
        if reason := rules.why_not_original(self._sign, event):
            return Break(event["seq"], seal.number, reason)
        told = event["payload"]
        named = (told.get("last_seal"), told.get("last_hash"), told.get("until_seq"))
        if named != (seal.number, seal.hash, seal.to_seq):
            return Break(seal.to_seq, seal.number, words)
        left = queries.first_until(self._db, seal.organization_id, seal.to_seq)
        return Break(left, seal.number, f"event {left} is from before the beginning of the log") if left else None

    def _unsealed(self) -> Break | None:
        """Events that wait for their seal can be removed, but neither changed nor written, without the key."""
        last = self._piece.last
        if last:
            return self._waiting(last.to_seq)
        first = queries.first_written(self._db, self._organization_id)
        begun = self._beginning(first, None)
        return begun or (self._waiting(first["seq"] - 1) if first else None)

    def _waiting(self, after: int) -> Break | None:
        self._piece.unsealed = queries.count_after(self._db, self._organization_id, after)
        rows = queries.rows_next(self._db, self._organization_id, after, UNSEALED_CHECKED)
        if changed := self._changed(rows, None):
            return changed
        if rows and queries.is_followed(self._db, rows[0]["seq"], rows[0]["created_at"] + rules.SEALED_WITHIN):
            reason = f"event {rows[0]['seq']} should long be sealed: sealing has stopped, or seals were removed"
            return Break(rows[0]["seq"], None, reason)
        return None
