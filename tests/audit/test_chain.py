"""The chain: what was sealed can be held against what is there, and says where somebody changed it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from mission_control.audit import queries
from tests.audit.conftest import AUDIT, BARE, EVENTS, SEALS, Log, seal_all
from tests.support.database import SECRET_KEY, open_database
from tests.support.server import ServerProcess
from tests.support.world import Json, make_board, make_task, move_to_new_organization, ok


def busy(log: Log) -> Json:
    """A sealed log with some events, and a task that it tells of."""
    board = make_board(log.operator)
    task = make_task(log.operator, board, "Write it", description="Words")
    ok(log.operator.post(f"/api/v1/boards/{board['id']}/tasks/{task['id']}/comments", json={"message": "Mind it."}))
    log.seal()
    ok(log.operator.patch(f"/api/v1/boards/{board['id']}", json={"objective": "Ship"}))
    make_task(log.operator, board, "Another")
    log.seal()
    return task


def test_a_log_that_nobody_touched_is_intact_and_says_its_last_hash(log: Log) -> None:
    busy(log)
    found = log.verify()
    assert (found["state"], found["unsealed"], found["broken"]) == ("intact", 0, None)
    assert found["events"] == len(log.events())
    assert found["last_seq"] == log.events()[0]["seq"]
    assert len(found["last_hash"]) == 64
    make_board(log.operator)
    later = log.verify()
    # The server seals too, from time to time.
    assert (later["state"], later["events"] + later["unsealed"]) == ("intact", found["events"] + 1)
    rest = log.verify(after=1)
    assert (rest["state"], rest["from_seal"], rest["last_seal"]) == ("intact", 1, later["last_seal"])
    assert rest["events"] < later["events"]


TAMPERING = {
    "changed author": (
        "UPDATE events SET actor_name = 'Somebody else' WHERE seq = :seq",
        "event {seq} (task.created) is not what was written: who, what, when or where was changed",
    ),
    "changed details": (
        'UPDATE events SET payload = \'{{"status": "done"}}\' WHERE seq = :seq',
        "event {seq} (task.created) is not what was written: its details were changed",
    ),
    "changed address": ("UPDATE events SET address = NULL WHERE seq = :seq", "event {seq} (task.created) is not what"),
    "erased words": (
        "UPDATE events SET payload = '{{}}', changes = NULL, salt = NULL WHERE seq = :seq",
        "the words of event {seq} (task.created) were erased, but no deletion is on record",
    ),
    "half erased words": (
        "UPDATE events SET salt = NULL WHERE seq = :seq",
        "event {seq} (task.created) claims that its words were erased, but has some",
    ),
    "removed row": ("DELETE FROM events WHERE seq = :seq", "are missing"),
    "moved row": ("UPDATE events SET seq = seq + 1000000 WHERE seq = :seq", "are missing"),
    "forged digest": ("UPDATE events SET digest = 'beef' WHERE seq = :seq", "event {seq} (task.created) is not what"),
    "changed seal": (
        "UPDATE audit_seals SET count = count + 1 WHERE from_seq <= :seq AND to_seq >= :seq",
        "are missing",
    ),
    "changed hash": (
        "UPDATE audit_seals SET hash = 'beef' WHERE from_seq <= :seq AND to_seq >= :seq",
        "are not those that were sealed, or the seal was changed",
    ),
    "removed seal": ("DELETE FROM audit_seals WHERE from_seq <= :seq AND to_seq >= :seq", "is missing before seal"),
    "seal that claims a removal": (
        "UPDATE audit_seals SET removed_by = (SELECT id FROM events WHERE seq = :seq)"
        " WHERE from_seq <= :seq AND to_seq >= :seq",
        "removed",
    ),
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_whoever_changes_the_database_is_found_out(log: Log, kind: str) -> None:
    task = busy(log)
    assert log.verify()["state"] == "intact"
    seq = log.events(entity_id=task["id"], event_type="task.created")[0]["seq"]
    statement, reason = TAMPERING[kind]
    assert log.sql(statement.replace("{{", "{").replace("}}", "}"), seq=seq) == 1
    assert reason.format(seq=seq) in log.broken()


def test_a_row_put_in_between_is_found_even_with_digests_that_fit(log: Log) -> None:
    task = busy(log)
    made = log.events(entity_id=task["id"], event_type="task.created")[0]
    # The position of a neighbour, which is moved beyond the seals: the number of rows stays.
    log.sql("UPDATE events SET seq = seq + 1000000 WHERE seq = :seq", seq=made["seq"] + 1)
    columns = (
        "type, topic, organization_id, board_id, task_id, actor_kind, actor_name, message, payload, created_at, salt,"
        " words_digest, digest"
    )
    with log.database.engine.connect() as connection:
        blank = connection.exec_driver_sql("SELECT hex(randomblob(16))").scalar() if is_sqlite(log) else None
    new_id = "lower(:blank)" if blank else "gen_random_uuid()"
    statement = (
        f"INSERT INTO events (seq, id, {columns}) SELECT seq + 1, {new_id}, {columns} FROM events WHERE seq = :seq"
    )
    assert log.sql(statement, seq=made["seq"], **({"blank": blank} if blank else {})) == 1
    assert f"event {made['seq'] + 1} (task.created) is not what was written" in log.broken()


def is_sqlite(log: Log) -> bool:
    return log.database.engine.dialect.name == "sqlite"


def test_deleting_tasks_boards_and_organizations_is_no_forgery(log: Log) -> None:
    task = busy(log)
    tasks = f"/api/v1/boards/{task['board_id']}/tasks"
    ok(log.operator.delete(f"{tasks}/{task['id']}"))
    found = log.verify()
    assert (found["state"], found["words_erased"]) == ("intact", 2)
    log.seal()
    ok(log.operator.delete(f"/api/v1/boards/{task['board_id']}"))
    # Unsealed and erased: the digest of the words is sealed in their place.
    log.seal()
    found = log.verify()
    assert (found["state"], found["unsealed"]) == ("intact", 0)
    assert "were erased with deleted tasks or boards" in found["message"]
    assert "Words" not in log.operator.get(f"{AUDIT}/export").text
    other = move_to_new_organization(log.operator)
    log.seal()
    ok(log.operator.delete("/api/v1/organizations/me", params={"force": True}))
    log.seal()
    with log.database.read() as uow:
        ended = [str(found) for found in queries.sealed_organizations(uow.db)]
        assert other["id"] in ended
        assert [seal.number for seal in queries.seals_from(uow.db, UUID(other["id"]), 0, 9)] == [1]


def test_events_of_an_earlier_release_are_told_apart_and_never_get_a_digest(log: Log) -> None:
    make_task(log.operator, make_board(log.operator))
    made = log.events()
    log.tamper(update(EVENTS).where(log.of_it).values(**BARE), delete(SEALS).where(log.seals_of_it))
    log.seal()
    found = log.verify()
    assert (found["state"], found["uncovered"], found["last_seal"]) == ("intact", len(made), None)
    make_board(log.operator)
    log.seal()
    found = log.verify()
    assert (found["state"], found["events"], found["unsealed"]) == ("intact", 1, 0)
    assert (found["uncovered"], found["uncovered_until"]) == (len(made), made[0]["created_at"])
    assert f"{len(made)} events of an earlier release" in found["message"]
    log.forge(like=made[0]["seq"])
    assert "has no digest" in log.broken()


@pytest.fixture
def two_servers(pg_url: str, start_server: Callable[..., ServerProcess]) -> tuple[ServerProcess, str]:
    return start_server(pg_url, processes=2, env={"SECRET_KEY": SECRET_KEY}), pg_url


def test_seals_are_whole_while_many_write_and_several_seal(two_servers: tuple[ServerProcess, str]) -> None:
    server, url = two_servers
    with server.as_operator() as operator:
        organization = ok(operator.get("/api/v1/organizations/me"))
        board = make_board(operator)

    def write(number: int) -> None:
        with server.as_operator(number % 2) as client:
            for turn in range(8):
                make_task(client, board, f"Task {number}.{turn}")

    def seal(_: int) -> None:
        database = open_database(url)
        for _ in range(25):
            seal_all(database)
        database.engine.dispose()

    with ThreadPoolExecutor(19) as pool:
        working = [pool.submit(write, number) for number in range(16)]
        working += [pool.submit(seal, number) for number in range(3)]
        for done in working:
            done.result()
    database = open_database(url)
    seal_all(database)
    with database.read() as uow:
        seals = queries.seals_from(uow.db, UUID(organization["id"]), 0, 1_000)
        assert [seal.number for seal in seals] == list(range(1, len(seals) + 1))
    database.engine.dispose()
    with server.as_operator() as operator:
        found = ok(operator.get(f"{AUDIT}/verify"))
        assert (found["state"], found["unsealed"]) == ("intact", 0)
        assert found["events"] >= 16 * 8
