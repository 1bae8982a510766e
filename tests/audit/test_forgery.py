"""Somebody who has the database, all of it, while the server runs and seals: what he makes up is not believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update

from mission_control.audit import reading, sealing, verifying
from mission_control.audit.models import AuditSeal
from mission_control.organizations.events import OrganizationUpdated
from mission_control.tasks.api import Task
from tests.audit.conftest import BARE, EVENTS, SEALS, Log
from tests.support.database import open_database
from tests.support.world import Json, make_board, make_task, ok

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def sealed_task(log: Log) -> Json:
    task = make_task(log.operator, make_board(log.operator), "Write it", description="Words")
    log.seal()
    make_board(log.operator)
    log.seal()
    assert log.verify()["state"] == "intact"
    return task


def seq_of(log: Log, event_type: str) -> int:
    return int(log.events(event_type=event_type)[-1]["seq"])


def test_an_event_that_is_put_in_is_never_sealed(log: Log) -> None:
    sealed_task(log)
    made, founded = seq_of(log, "task.created"), seq_of(log, "organization.created")
    forged = log.forge(like=made, actor_name="Somebody else", created_at=LONG_AGO)
    make_board(log.operator)
    log.seal()
    assert "(task.created) has no digest" in log.broken()
    log.tamper(delete(EVENTS).where(EVENTS.c.id == forged["id"]))
    assert log.verify()["state"] == "intact"
    log.forge(like=made, seq=-founded, created_at=LONG_AGO)
    assert f"from before the founding, event {founded}" in log.broken()


def test_a_chain_that_is_made_anew_does_not_cover_what_was_changed(log: Log) -> None:
    sealed_task(log)
    made = seq_of(log, "task.created")
    log.tamper(
        update(EVENTS).where(EVENTS.c.seq == made).values(actor_name="Nobody", message="Nothing", **BARE),
        delete(EVENTS).where(log.of_it, EVENTS.c.seq == made - 1),
        delete(SEALS).where(log.seals_of_it),
    )
    log.seal()
    assert f"event {made} (task.created) has no digest" in log.broken()


def test_a_removal_that_somebody_made_up_is_no_removal(log: Log) -> None:
    sealed_task(log)
    with log.database.read() as uow:
        first = uow.db.scalars(select(AuditSeal).where(log.seals_of_it).order_by(AuditSeal.number)).first()
    assert first is not None
    payload = {"removed": 3, "until_seq": first.to_seq, "last_seal": first.number, "last_hash": first.hash}
    removal = {"type": "audit.events_removed", "topic": "organization", "payload": payload}
    newest = log.events()[0]["seq"]
    forged = log.forge(like=newest, **removal)

    def claim(by: UUID) -> None:
        log.tamper(
            delete(EVENTS).where(log.of_it, EVENTS.c.seq <= first.to_seq),
            delete(SEALS).where(log.seals_of_it, SEALS.c.number < first.number),
            update(SEALS).where(log.seals_of_it, SEALS.c.number == first.number).values(removed_by=by),
        )

    claim(forged["id"])
    assert "(audit.events_removed) has no digest" in log.broken()
    with log.database.engine.connect() as connection:
        digests = select(EVENTS.c.salt, EVENTS.c.words_digest, EVENTS.c.digest).where(EVENTS.c.seq == newest)
        borrowed = dict(connection.execute(digests).mappings().one())
    claim(log.forge(like=newest, **removal, **borrowed)["id"])
    assert "(audit.events_removed) is not what was written" in log.broken()


def test_words_are_erased_by_right_only_when_the_product_deleted_what_they_were_about(log: Log) -> None:
    task = sealed_task(log)
    made = seq_of(log, "task.created")
    with log.database.engine.connect() as connection:
        row = dict(connection.execute(select(Task.__table__).where(Task.id == UUID(task["id"]))).mappings().one())
    log.tamper(update(EVENTS).where(EVENTS.c.seq == made).values(payload={}, changes=None, salt=None))
    log.forge(like=made, type="task.deleted")
    assert f"the words of event {made} (task.created) were erased, but no deletion" in log.broken()
    log.tamper(delete(EVENTS).where(log.of_it, EVENTS.c.type == "task.deleted"))
    ok(log.operator.delete(f"/api/v1/boards/{task['board_id']}/tasks/{task['id']}"))
    assert log.verify()["state"] == "intact"
    log.tamper(insert(Task).values(row))
    assert f"the words of event {made} (task.created) were erased, but no deletion" in log.broken()


def test_seals_that_are_gone_are_missed_and_an_empty_log_is_none(log: Log, module_database: str) -> None:
    sealed_task(log)
    organization_id = UUID(log.id)
    later = open_database(module_database, lambda: datetime.now(UTC) + timedelta(hours=1))
    with later.write() as uow:
        uow.emit(OrganizationUpdated(organization_id=uuid4(), message="Of somebody else", before={}, after={}))
    missed = "should long be sealed: sealing has stopped, or seals were removed"
    # In one transaction: no server seals meanwhile.
    with later.write() as uow:
        sealing.take_turn(uow.db)
        for gone in (AuditSeal.number > 1, AuditSeal.number > 0):
            uow.db.execute(delete(AuditSeal).where(log.seals_of_it, gone))
            broken = verifying.verify(uow.db, organization_id).broken
            assert broken is not None
            assert missed in broken.reason
        sealing.seal(uow)
        anew = verifying.verify(uow.db, organization_id)
        assert anew.broken is None
        assert "earlier seals were removed. Compare the hashes" in reading.words(anew)
    later.engine.dispose()
    founding = log.of_it & (EVENTS.c.type == "organization.created")
    log.tamper(delete(EVENTS).where(founding), delete(SEALS).where(log.seals_of_it))
    log.seal()
    assert "it begins with board.created instead of the founding" in log.broken()
    log.tamper(delete(EVENTS).where(log.of_it), delete(SEALS).where(log.seals_of_it))
    assert "it is empty instead of the founding" in log.broken()
