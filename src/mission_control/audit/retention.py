"""What is kept no longer: the oldest events, whole days of them, in small batches that the chain tells of."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete

from mission_control.audit import queries
from mission_control.audit.events import EventsRemoved
from mission_control.audit.models import AuditSeal
from mission_control.audit.sealing import take_turn
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.logging import get_logger
from mission_control.kernel.metrics import audit_events_removed

AT_ONCE = 2_000
"""Events for one transaction, or those of one seal if it has more."""
SEALS_AT_ONCE = 500

logger = get_logger(__name__)


def drop_old(uow: UnitOfWork) -> bool:
    """Remove some events that are too old, of one organization; answers whether there were any."""
    days = environment_of(uow.db).settings.event_retention_days
    if days == 0:
        return False
    take_turn(uow.db)
    # Whole days: the log would otherwise tell of a removal every minute.
    oldest_kept = (uow.now - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
    oldest = queries.oldest_sealed_before(uow.db, oldest_kept)
    if oldest is None:
        return False
    seals = queries.seals_from(uow.db, oldest.organization_id, 0, SEALS_AT_ONCE)
    removed = 0
    last: AuditSeal | None = None
    for seal in seals:
        if seal.removed_by:
            continue
        if seal.newest_at >= oldest_kept or (last and removed + seal.count > AT_ONCE):
            break
        removed, last = removed + seal.count, seal
    if last is None:
        # An older event after a newer one, by a clock that was set back: its turn comes with the newer one.
        return False
    _remove(uow, last.organization_id, last, removed)
    return True


def _remove(uow: UnitOfWork, organization_id: UUID, last: AuditSeal, removed: int) -> None:
    until, event_id = last.to_seq, uuid4()
    uow.db.execute(delete(EventRow).where(EventRow.organization_id == organization_id, EventRow.seq <= until))
    earlier = (AuditSeal.organization_id == organization_id) & (AuditSeal.number < last.number)
    uow.db.execute(delete(AuditSeal).where(earlier), execution_options={"synchronize_session": False})
    last.removed_by = event_id
    uow.emit(
        EventsRemoved(
            id=event_id,
            organization_id=organization_id,
            message=f"{removed} events up to {last.newest_at:%Y-%m-%d} were older than events are kept, and removed",
            removed=removed,
            until_seq=until,
            last_seal=last.number,
            last_hash=last.hash,
        )
    )
    audit_events_removed.inc(removed)
    logger.info("audit.events_removed", organization=str(organization_id), events=removed, until_seq=until)
