"""The log itself: who did what, from where, in which request, with what before and after; and for whose eyes."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import Select, text
from sqlalchemy.orm import Session

from mission_control.audit import finding
from mission_control.audit.finding import Bounds
from mission_control.audit.queries import Filters, Scope
from mission_control.kernel.events.log import EventRow
from tests.audit.conftest import AUDIT, Log
from tests.support.people import People
from tests.support.world import (
    code_of,
    make_agent,
    make_board,
    make_note,
    make_task,
    make_template,
    make_webhook,
    move_to_new_organization,
    ok,
)

FROM = {"X-Forwarded-For": "203.0.113.7", "X-Request-Id": "audit-request-1"}
SECRET = "hush-hush-a-secret-of-a-webhook"


def changed(event: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {change["field"]: (change["before"], change["after"]) for change in event["changes"]}


def test_a_change_is_on_record_with_its_author_address_request_and_both_values(log: Log) -> None:
    board = make_board(log.operator, objective="Ship it")
    ok(log.operator.patch(f"/api/v1/boards/{board['id']}", json={"objective": "Ship it well"}, headers=FROM))
    told = log.events()[0]
    assert (told["event_type"], told["board_id"], told["board_name"]) == ("board.updated", board["id"], board["name"])
    assert (told["address"], told["request_id"]) == ("203.0.113.7", "audit-request-1")
    assert told["actor"]["kind"] == "user"
    assert changed(told) == {"objective": ("Ship it", "Ship it well")}
    created = log.events(event_type="board.created")[0]
    assert created["address"] == "127.0.0.1"
    assert changed(created)["objective"] == (None, "Ship it")
    task = make_task(log.operator, board, "Write it", description="x" * 2_000)
    (made,) = log.events(entity_id=task["id"])
    assert changed(made)["title"] == (None, "Write it")
    cut = changed(made)["description"][1]
    assert (cut["begins"], cut["characters"], len(cut["sha256"])) == ("x" * 500, 2_000, 64)


def test_what_a_row_was_is_on_record_when_it_is_deleted_unless_its_words_were_promised_to_go(log: Log) -> None:
    board = make_board(log.operator)
    agent = make_agent(log.operator, board, "Ava", identity_profile={"role": "tester"})
    task = make_task(log.operator, board, "Write it", description="Words that go")
    ok(log.operator.delete(f"/api/v1/agents/{agent.id}"))
    ok(log.operator.delete(f"/api/v1/boards/{board['id']}/tasks/{task['id']}"))
    gone = log.events(event_type="agent.deleted")[0]
    assert (gone["agent_name"], changed(gone)["identity_profile"]) == (None, ({"role": "tester"}, None))
    assert log.events(event_type="task.deleted")[0]["changes"] == []
    erased = log.events(event_type="task.created")[0]
    assert (erased["changes"], erased["details"], erased["words_erased"]) == ([], {}, True)


def test_the_log_is_filtered_and_read_in_pages(log: Log) -> None:
    board = make_board(log.operator)
    agent = make_agent(log.operator, board, "Ava")
    tasks = [make_task(log.operator, board, f"Task {number} 100%") for number in range(5)]
    with as_agent_of(log, agent.token) as client:
        ok(client.post(f"/api/v1/agent/boards/{board['id']}/tasks/{tasks[0]['id']}/claim"))
    webhook = make_webhook(log.operator, board)
    ok(log.operator.patch(f"/api/v1/boards/{board['id']}", json={"objective": "Now"}, headers=FROM))
    every = log.events()
    assert [event["seq"] for event in every] == sorted((event["seq"] for event in every), reverse=True)
    assert {event["actor"]["id"] for event in log.events(actor_kind="agent")} == {agent.id}
    assert log.events(actor_id=agent.id) == log.events(actor_kind="agent")
    assert log.events(text="100% ") == log.events(event_type="task.")
    assert len(log.events(text="TASK 3 100%")) == 1
    assert len(log.events(event_type="task.")) == 6
    assert len(log.events(entity_id=tasks[0]["id"])) == 2
    assert [event["event_type"] for event in log.events(entity_id=webhook["id"])] == ["webhook.created"]
    assert {event["request_id"] for event in log.events(request_id="audit-request-1")} == {"audit-request-1"}
    assert len(log.events(address="203.0.113.7")) == 1
    middle = every[4]["created_at"]
    assert log.events(since=middle, until=middle) == []
    assert len(log.events(since=middle)) + len(log.events(until=middle)) == len(every)
    assert log.events(after=every[3]["seq"]) == every[:3]
    pages, before = [], None
    while True:
        query = {"limit": 4, **({"before": before} if before else {})}
        page = ok(log.operator.get(AUDIT, params=query))
        pages += page["items"]
        before = page["next_before"]
        if before is None:
            break
    assert pages == every


def test_a_page_looks_at_a_bounded_part_and_one_thing_is_found_by_an_index(log: Log) -> None:
    """However little fits, and however long the log is."""
    board = make_board(log.operator)
    webhook = make_webhook(log.operator, board)
    for number in range(6):
        make_note(log.operator, board, f"Note {number}")
    scope, old = Scope(UUID(log.id)), Filters(text=webhook_words(log, webhook))
    found: list[EventRow] = []
    before, looks = None, 0
    with log.database.read() as uow:
        while looks == 0 or before is not None:
            part = finding.page(uow.db, scope, old, Bounds(before=before), 50, looked_at=3)
            found, before, looks = [*found, *part.events], part.next_before, looks + 1
            assert (part.searched_until is None) == (before is None)
        assert [str(it.payload["webhook_id"]) for it in found] == [webhook["id"]]
        assert looks > 2
        about = Filters(entity_id=UUID(webhook["id"]))
        for query in (finding.all_of(scope, about), finding.positions_told(scope, UUID(webhook["id"]))):
            assert "ix_event_entities_organization_id_entity_id_event_seq" in plan_of(uow.db, query)
    ok(log.operator.delete(f"/api/v1/boards/{board['id']}"))
    assert {event["event_type"] for event in log.events(entity_id=board["id"])} >= {"board.created", "board.deleted"}


def webhook_words(log: Log, webhook: dict[str, Any]) -> str:
    (made,) = log.events(entity_id=webhook["id"])
    return str(made["message"])


def plan_of(db: Session, query: Select[*tuple[Any, ...]]) -> str:
    """How the database would read it, where reading all of a table were not as quick."""
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        db.execute(text("SET LOCAL enable_seqscan = off"))
    words = str(query.compile(db.get_bind(), compile_kwargs={"literal_binds": True}))
    rows = db.execute(text(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{words.replace(':', chr(92) + ':')}"))
    return "\n".join(str(tuple(row)) for row in rows)


def as_agent_of(log: Log, token: str) -> httpx.Client:
    return httpx.Client(base_url=log.operator.base_url, headers={"X-Agent-Token": token}, trust_env=False)


def test_it_is_written_out_whole_as_lines_of_json_or_as_a_table(log: Log) -> None:
    board = make_board(log.operator)
    make_task(log.operator, board, "=1+1")
    lines = log.operator.get(f"{AUDIT}/export")
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in lines.text.splitlines()] == log.events()[::-1]
    table = log.operator.get(f"{AUDIT}/export", params={"format": "csv", "event_type": "task.created"})
    assert table.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    (row,) = csv.DictReader(io.StringIO(table.text))
    assert row["message"] == "'=1+1 was created"
    assert json.loads(row["changes"]) == log.events(event_type="task.created")[0]["changes"]


def test_nobody_but_administrators_of_the_organization_reads_it(log: Log, module_database: str) -> None:
    board = make_board(log.operator)
    agent = make_agent(log.operator, board)
    mine = log.events()
    with as_agent_of(log, agent.token) as client:
        for path in ("", "/export", "/verify"):
            assert code_of(client.get(AUDIT + path)) == (401, "unauthorized")
    fed = ok(log.operator.get("/api/v1/activity"))["items"][0]
    assert not {"address", "changes", "salt", "digest", "request_id"} & fed.keys()
    people = People(module_database)
    people.become(log.id, "member", reads_all=True, writes_all=True)
    assert code_of(log.operator.get(AUDIT)) == (403, "forbidden")
    people.become(log.id, "admin")
    beside = [event for event in mine if event["board_id"] is None]
    assert log.events() == beside
    people.become(log.id, "admin", grants={board["id"]: (True, False)})
    assert log.events() == mine
    move_to_new_organization(log.operator)
    assert not {event["id"] for event in log.events()} & {event["id"] for event in mine}
    assert log.events(board_id=board["id"]) == []


def test_bad_questions_are_answered_with_what_is_wrong(log: Log) -> None:
    bad: list[dict[str, Any]] = [
        {"limit": 0}, {"limit": 201}, {"before": -1}, {"before": 2**70}, {"since": "yesterday"},
        {"since": "0001-01-01T00:00:00+14:00"}, {"actor_kind": "god"}, {"entity_id": "x"}, {"text": "a\x00b"},
        {"event_type": "x" * 300},
    ]  # fmt: skip
    for query in bad:
        assert log.operator.get(AUDIT, params=query).status_code == 422, query
    assert log.operator.get(f"{AUDIT}/export", params={"format": "xml"}).status_code == 422
    assert log.operator.get(f"{AUDIT}/verify", params={"after": 2**40}).status_code == 422


def test_no_secret_is_ever_in_the_log(log: Log) -> None:
    board = make_board(log.operator)
    agent = make_agent(log.operator, board)
    rotated = ok(log.operator.post(f"/api/v1/agents/{agent.id}/token"))["token"]
    webhook = make_webhook(log.operator, board, secret=SECRET, signature_header="X-Signature")
    path = f"/api/v1/boards/{board['id']}/webhooks/{webhook['id']}"
    ok(log.operator.patch(path, json={"secret": SECRET + "-2"}))
    invited = {"invited_email": "mia@example.org", "role": "member"}
    invite = ok(log.operator.post("/api/v1/organizations/me/invites", json=invited))
    open_hook = make_webhook(log.operator, board)
    sent = {"Authorization": "Bearer of-a-stranger-0123456789"}
    assert log.operator.post(open_hook["endpoint_path"], json={"a": 1}, headers=sent).status_code == 202
    make_note(log.operator, board, "The password is swordfish.")
    make_template(log.operator, board)
    ok(log.operator.delete(path))
    secrets = [
        agent.token, rotated, SECRET, invite["token"], "of-a-stranger", "swordfish",
        log.operator.headers["Authorization"].removeprefix("Bearer "),
    ]  # fmt: skip
    with log.database.engine.connect() as connection:
        kept = " ".join(str(tuple(row)) for row in connection.exec_driver_sql("SELECT * FROM events"))
        sealed = [row[0] for row in connection.exec_driver_sql("SELECT token_digest FROM organization_invites")]
    shown = log.operator.get(f"{AUDIT}/export").text
    for secret in [*secrets, *sealed]:
        # A token is a public part and a secret one.
        assert secret.rpartition(".")[2] not in kept
        assert secret.rpartition(".")[2] not in shown
    masked = log.events(event_type="webhook.created")[-1]
    assert changed(masked)["sealed_secret"] == (None, "•••")
