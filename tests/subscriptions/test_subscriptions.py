"""Other systems are told what happens: signed, in order, tried again, on record, and nowhere they must not be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.faults.database import changing, let_time_pass
from tests.subscriptions.receiver import Receiver
from tests.support.people import People
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, make_board, make_task, make_webhook, move_to_new_organization, ok

SUBSCRIPTIONS = "/api/v1/event-subscriptions"


@pytest.fixture
def operator(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.as_operator() as client:
        move_to_new_organization(client)
        yield client


def subscribe(operator: httpx.Client, url: str, **over: Any) -> Json:
    made: Json = ok(operator.post(SUBSCRIPTIONS, json={"name": "Chat room", "url": url, **over}))
    return made


def read(operator: httpx.Client, subscription: Json) -> Json:
    found: Json = ok(operator.get(f"{SUBSCRIPTIONS}/{subscription['id']}"))
    return found


def deliveries(operator: httpx.Client, subscription: Json, **query: Any) -> list[Json]:
    found: list[Json] = ok(operator.get(f"{SUBSCRIPTIONS}/{subscription['id']}/deliveries", params=query))["items"]
    return found


def test_what_happens_is_told_once_signed_in_order_and_only_what_is_wanted(
    operator: httpx.Client, receiver: Receiver
) -> None:
    made = subscribe(operator, receiver.url, event_types=["task.", "board.updated"])
    board = make_board(operator, name="Launch")
    tasks = [make_task(operator, board, title) for title in ("One", "Two", "Three")]
    ok(operator.patch(f"/api/v1/boards/{board['id']}", json={"name": "Landing"}))
    told = receiver.until(made["secret"], "board.updated")
    assert told[0]["data"]["payload"]["after"]["name"] == "Landing"
    events = receiver.events(made["secret"])
    assert [event["type"] for event in events] == ["task.created"] * 3 + ["board.updated"]
    assert [event["data"]["task_id"] for event in events[:3]] == [task["id"] for task in tasks]
    assert {event["data"]["board_id"] for event in events} == {board["id"]}
    assert events[0]["data"]["actor"]["kind"] == "user"
    headers = [headers for headers, _ in receiver.taken]
    assert [it["webhook-id"] for it in headers] == [event["data"]["id"] for event in events]
    assert wait_until(lambda: read(operator, made)["pending"] == 0, timeout=60)
    record = deliveries(operator, made)
    assert [(it["state"], it["attempts"], it["status_code"]) for it in record] == [("delivered", 1, 200)] * 4
    assert [it["position"] for it in reversed(record)] == [event["data"]["position"] for event in events]
    now = read(operator, made)
    assert (now["pending"], now["dead"], now["failing_since"]) == (0, 0, None)
    assert now["delivered_at"]
    assert "secret" not in now
    assert made["secret"] not in operator.get("/api/v1/audit").text


def test_only_the_events_of_the_named_boards_are_told(operator: httpx.Client, receiver: Receiver) -> None:
    mine, other = make_board(operator), make_board(operator)
    made = subscribe(operator, receiver.url, board_ids=[mine["id"]])
    make_task(operator, other, "Not this")
    make_task(operator, mine, "This")
    receiver.until(made["secret"], "task.created")
    assert [event["data"]["board_id"] for event in receiver.events(made["secret"])] == [mine["id"]]


def test_a_receiver_that_is_away_gets_everything_when_it_is_back(operator: httpx.Client, receiver: Receiver) -> None:
    made = subscribe(operator, receiver.url, event_types=["task."])
    receiver.status, receiver.answer = 503, b"<h1>maintenance</h1>"
    board = make_board(operator)
    for number in range(5):
        make_task(operator, board, f"Task {number}")
    assert wait_until(lambda: read(operator, made)["failing_since"], timeout=60)
    why = read(operator, made)["last_failure"]
    assert why == "it answered 503: <h1>maintenance</h1>. Mend the receiver; its log says more"
    failed = [it for it in deliveries(operator, made, state="pending") if it["attempts"]]
    assert failed
    assert all(it["error"] == "it answered 503: <h1>maintenance</h1>" and it["next_attempt_at"] for it in failed)
    receiver.status = 200
    receiver.until(made["secret"], "task.created", count=5)
    assert wait_until(lambda: read(operator, made)["pending"] == 0, timeout=60)
    assert (read(operator, made)["failing_since"], read(operator, made)["last_failure"]) == (None, None)
    assert len({event["data"]["id"] for event in receiver.events(made["secret"])}) == 5


def test_nothing_is_lost_when_the_server_is_killed(
    start_server: Callable[..., ServerProcess], database: str, receiver: Receiver
) -> None:
    server = start_server(database, env={"SUBSCRIPTION_ALLOW_PRIVATE_ADDRESSES": "true"})
    with server.as_operator() as operator:
        made = subscribe(operator, receiver.url, event_types=["task."])
        board = make_board(operator)
        for number in range(10):
            make_task(operator, board, f"Task {number}")
    server.kill()
    let_time_pass(database)
    server.start()
    # What had been sent and not noted comes twice.
    assert wait_until(lambda: len({it["data"]["id"] for it in receiver.events(made["secret"])}) == 10, timeout=60)


def test_a_pause_loses_nothing_and_a_test_says_what_it_is(operator: httpx.Client, receiver: Receiver) -> None:
    made = subscribe(operator, receiver.url, event_types=["approval."])
    at = f"{SUBSCRIPTIONS}/{made['id']}"
    assert operator.post(f"{at}/test").status_code == 202
    assert receiver.until(made["secret"], "subscription.tested")[0]["data"]["message"].startswith("A test")
    ok(operator.patch(at, json={"enabled": False, "event_types": ["task."]}))
    assert code_of(operator.post(f"{at}/test")) == (409, "subscription_paused")
    make_task(operator, make_board(operator), "While paused")
    ok(operator.patch(at, json={"enabled": True}))
    receiver.until(made["secret"], "task.created")


def test_a_receiver_that_wants_no_more_ends_it_and_an_event_can_be_sent_again(
    operator: httpx.Client, receiver: Receiver
) -> None:
    made = subscribe(operator, receiver.url, event_types=["task."])
    at = f"{SUBSCRIPTIONS}/{made['id']}"
    receiver.status = 410
    make_task(operator, make_board(operator), "Unwanted")
    assert wait_until(lambda: not read(operator, made)["enabled"], timeout=60)
    assert "410" in read(operator, made)["paused_reason"]
    (dead,) = deliveries(operator, made, state="dead")
    assert dead["status_code"] == 410
    again = f"{at}/deliveries/{dead['id']}/replay"
    assert code_of(operator.post(again)) == (409, "subscription_paused")
    receiver.status = 200
    assert ok(operator.patch(at, json={"enabled": True}))["paused_reason"] is None
    assert operator.post(again).status_code == 202
    assert receiver.until(made["secret"], "task.created")[0]["data"]["task_id"]
    logged = [event["event_type"] for event in ok(operator.get("/api/v1/audit?event_type=subscription."))["items"]]
    assert {"subscription.created", "subscription.stopped", "subscription.delivery_failed"} <= set(logged)
    assert {"subscription.updated", "subscription.replay"} <= set(logged)


def test_another_secret_is_in_force_at_once_and_the_former_one_for_a_day_too(
    operator: httpx.Client, receiver: Receiver
) -> None:
    made = subscribe(operator, receiver.url, event_types=["approval."])
    at = f"{SUBSCRIPTIONS}/{made['id']}"
    other = ok(operator.post(f"{at}/rotate-secret"))
    assert other["secret"] != made["secret"]
    assert operator.post(f"{at}/test").status_code == 202
    receiver.until(other["secret"], "subscription.tested")
    assert receiver.events(made["secret"]) == receiver.events(other["secret"])
    assert read(operator, made)["former_until"]


def test_words_that_were_erased_are_not_sent(operator: httpx.Client, receiver: Receiver) -> None:
    made = subscribe(operator, receiver.url, event_types=["task.created", "task.deleted"])
    at = f"{SUBSCRIPTIONS}/{made['id']}"
    ok(operator.patch(at, json={"enabled": False}))
    task = make_task(operator, make_board(operator), "Very private words")
    ok(operator.delete(f"/api/v1/boards/{task['board_id']}/tasks/{task['id']}"))
    ok(operator.patch(at, json={"enabled": True}))
    receiver.until(made["secret"], "task.deleted")
    (created,) = receiver.until(made["secret"], "task.created")
    assert created["data"]["payload"] == {}


NOT_TOLD = [
    "http://example.org/hook",
    "ftp://example.org",
    "https://",
    "nothing",
    "https://user:word@example.org",
    "https://example.org/#part",
    "https://exämple.org/hook",
    "https://example.org\\@127.0.0.1/hook",
    "https://example.org/a b",
    "https://127.0.0.1/hook",
    "https://localhost:8443/hook",
    "https://Chat.LocalHost./hook",
    "https://0x7f.1/hook",
    "https://2130706433/hook",
    "https://metadata.google.internal/hook",
    "https://[::1]/hook",
    "https://[::ffff:10.0.0.1]/hook",
    "https://[64:ff9b::a9fe:a9fe]/hook",
    "https://[2002:a00:1::]/hook",
    "https://169.254.169.254/latest/meta-data",
    "https://10.1.2.3/hook",
    "https://example.org:port/",
    "https://exa\x00mple.org/",
    "https://" + "a" * 3_000 + ".org",
]


def test_an_address_that_must_not_be_told_is_refused(start_server: Callable[..., ServerProcess], database: str) -> None:
    """As it is without settings: events leave for public addresses over TLS only."""
    with start_server(database).as_operator() as operator:
        for url in NOT_TOLD:
            reply = operator.post(SUBSCRIPTIONS, json={"name": "Hook", "url": url})
            assert reply.status_code == 422, f"{url}: {reply.text}"
        assert ok(operator.get(SUBSCRIPTIONS))["total"] == 0


def test_a_name_of_a_private_address_is_not_connected_to(
    start_server: Callable[..., ServerProcess], database: str, receiver: Receiver
) -> None:
    server = start_server(database)
    with server.as_operator() as operator:
        made = subscribe(operator, "https://chat.example.org/hook", event_types=["board."])
        # As if the name had come to mean this machine since.
        with changing(database) as db:
            url = f"https://localhost:{receiver.url.rpartition(':')[2]}/hook"
            db.execute(text("UPDATE event_subscriptions SET url = :url"), {"url": url})
        make_board(operator)
        assert wait_until(lambda: read(operator, made)["failing_since"], timeout=60)
        errors = {it["error"] for it in deliveries(operator, made)}
    assert all("Mission Control does not connect there" in error for error in errors), errors
    assert receiver.asked == 0


def test_a_redirect_is_not_followed(operator: httpx.Client, receiver: Receiver) -> None:
    receiver.status = 307
    made = subscribe(operator, receiver.url, event_types=["board."])
    make_board(operator)
    assert wait_until(lambda: read(operator, made)["failing_since"], timeout=60)
    assert deliveries(operator, made)[0]["error"] == "it answered 307"


def test_the_installation_does_not_tell_itself_for_ever(server: ServerProcess, operator: httpx.Client) -> None:
    board = make_board(operator)
    webhook = make_webhook(operator, board)
    made = subscribe(operator, server.base_url + webhook["endpoint_path"])
    make_task(operator, board, "Told to nobody")
    assert wait_until(lambda: not read(operator, made)["enabled"], timeout=60)
    assert {it["error"].partition(":")[0] for it in deliveries(operator, made, state="dead")} == {"it answered 410"}
    received = ok(operator.get(f"/api/v1/boards/{board['id']}/webhooks/{webhook['id']}/payloads"))
    assert received["total"] == 0


def test_nobody_has_sent_elsewhere_what_he_may_not_read(
    server: ServerProcess, module_database: str, operator: httpx.Client, receiver: Receiver
) -> None:
    organization = ok(operator.get("/api/v1/organizations/me"))
    board = make_board(operator)
    foreign = make_board_elsewhere(server)
    People(module_database).become(organization["id"], "admin")
    body = {"name": "Hook", "url": receiver.url}
    assert code_of(operator.post(SUBSCRIPTIONS, json=body)) == (403, "needs_all_boards")
    for board_id in (board["id"], foreign["id"]):
        refused = operator.post(SUBSCRIPTIONS, json={**body, "board_ids": [board_id]})
        assert code_of(refused) == (422, "unknown_subscription_boards")


def make_board_elsewhere(server: ServerProcess) -> Json:
    with server.as_operator() as client:
        home = ok(client.get("/api/v1/organizations/me"))
        move_to_new_organization(client)
        board = make_board(client)
        ok(client.patch("/api/v1/organizations/me/active", json={"organization_id": home["id"]}))
        return board
