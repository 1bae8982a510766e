"""Seals: what was written is put under one hash after the other, by one process at a time.

Writers do not wait for it: events are sealed in batches some time after their commit, in the order of their positions.
All that can be seen up to a position is all that there will ever be (`kernel/events/log.py`). An event without a digest
gets none here: whoever can write to the database would have it confirmed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, delete, text
from sqlalchemy.orm import Session

from mission_control.audit import queries, rules
from mission_control.audit.models import AuditSeal
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.logging import get_logger
from mission_control.kernel.metrics import audit_events_sealed

SEAL_LOCK = 7_204_117_313
AT_ONCE = 1_000

logger = get_logger(__name__)


@dataclass(slots=True)
class _Draft:
    """A seal before it has its hash."""

    organization_id: UUID
    number: int
    from_seq: int
    to_seq: int
    count: int
    newest_at: datetime
    previous_hash: str
    sealed_at: datetime
    hash: str = ""
    removed_by: UUID | None = None


def seal(uow: UnitOfWork, at_once: int = AT_ONCE) -> bool:
    """Seal the next events of all organizations; answers whether there may be more."""
    take_turn(uow.db)
    left = at_once
    for organization_id in queries.with_unsealed(uow.db):
        last = queries.last_seal(uow.db, organization_id)
        events = queries.sealable(uow.db, organization_id, last.to_seq if last else 0, left)
        _seal(uow, organization_id, events, last)
        left -= len(events)
        if left == 0:
            return True
    return False


def take_turn(db: Session) -> None:
    """One process seals, removes or ends a chain at a time; SQLite has one writer anyway."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text(f"SELECT pg_advisory_xact_lock({SEAL_LOCK})"))


def end_chain(uow: UnitOfWork, organization_id: UUID) -> None:
    """The seals of an organization go with its events."""
    take_turn(uow.db)
    uow.db.execute(delete(AuditSeal).where(AuditSeal.organization_id == organization_id))


def _seal(
    uow: UnitOfWork, organization_id: UUID, events: Sequence[Row[int, str, datetime]], last: AuditSeal | None
) -> None:
    draft = _Draft(
        organization_id=organization_id,
        number=last.number + 1 if last else 1,
        from_seq=events[0][0],
        to_seq=events[-1][0],
        count=len(events),
        newest_at=max(at for _, _, at in events),
        previous_hash=last.hash if last else rules.BEGINNING,
        sealed_at=uow.now,
    )
    sign = environment_of(uow.db).secrets.authenticate
    draft.hash = rules.seal_hash(sign, draft, [(seq, digest) for seq, digest, _ in events])
    uow.db.add(
        AuditSeal(
            organization_id=organization_id,
            number=draft.number,
            from_seq=draft.from_seq,
            to_seq=draft.to_seq,
            count=draft.count,
            newest_at=draft.newest_at,
            previous_hash=draft.previous_hash,
            hash=draft.hash,
            sealed_at=draft.sealed_at,
            removed_by=None,
        )
    )
    audit_events_sealed.inc(draft.count)
    # Whoever keeps the log of the server elsewhere has the hashes out of reach of the database's owner.
    logger.info(
        "audit.sealed",
        organization=str(organization_id),
        seal=draft.number,
        until_seq=draft.to_seq,
        events=draft.count,
        hash=draft.hash,
    )
