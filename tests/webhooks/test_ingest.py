"""What comes in: how it is read, what is kept of it, what is refused, and how often."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_board, make_webhook, ok
from tests.webhooks import signing
from tests.webhooks.conftest import Post
from tests.webhooks.signing import SECRET, SENDERS, event, hex_of

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("body", "headers", "kept"),
    [
        (b"", {}, {}),
        (b"", JSON, {}),
        (b'{"a": [1, 2.5, true, null]}', JSON, {"a": [1, 2.5, True, None]}),
        (b"[1]", JSON, [1]),
        (b'"x"', JSON, "x"),
        (b"42", JSON, 42),
        (b"false", JSON, False),
        (b"null", {"Content-Type": "application/json; charset=utf-8"}, None),
        (b' {"a": 1}', {}, {"a": 1}),
        (b"[1", {}, "[1"),
        (b"true", {"Content-Type": "text/plain"}, True),
        (b"42", {}, "42"),
        (b"hello", {"Content-Type": "text/plain"}, "hello"),
        (b"{oops", JSON, "{oops"),
        (b"\xff\xfe{}", JSON, "��{}"),
        (b"payload=%7B%7D", FORM, "payload=%7B%7D"),
        (b'{"a": NaN}', JSON, '{"a": NaN}'),
        (b'{"a": 1e999}', JSON, '{"a": 1e999}'),
        (b'{"a": 99999999999999999999}', JSON, '{"a": 99999999999999999999}'),
        (b'{"a": ' + b"9" * 5_000 + b"}", JSON, '{"a": ' + "9" * 5_000 + "}"),
        (b'"\\ud800"', JSON, '"\\ud800"'),
        (b'"a\\u0000b"', JSON, "a\x00b"),
        (b"a\x00b", {}, "a\x00b"),
        (DEEP, JSON, DEEP.decode()),
    ],
    ids=lambda value: str(value)[:30],
)
def test_each_kind_of_body_is_read_as_the_contract_says(post: Post, body: bytes, headers: dict[str, str], kept: Any):
    webhook = post.webhook()
    payload_id = post.taken(webhook, body, headers)
    read = post.payload(webhook, payload_id)
    assert read["payload"] == kept
    assert type(read["payload"]) is type(kept)
    assert (read["size"], read["content_type"]) == (len(body), headers.get("Content-Type"))
    assert read["source_ip"] == "127.0.0.1"
    agents = f"/api/v1/agent/boards/{post.crew.board['id']}/webhooks/{webhook['id']}/payloads/{payload_id}"
    assert ok(post.crew.ava.get(agents))["payload"] == kept


def test_the_limit_of_a_body_is_inclusive_with_and_without_its_length(post: Post):
    webhook = post.webhook()
    most = 1_048_576
    payload_id = post.taken(webhook, b"x" * most)
    assert len(post.payload(webhook, payload_id)["payload"]) == most
    for body in (b"x" * (most + 1), iter([b"x" * most, b"x"])):
        refused = post.stranger.post(webhook["endpoint_path"], content=body)
        assert code_of(refused) == (413, "webhook_payload_too_large")
        assert "1048576" in refused.json()["detail"]
    post.taken(webhook, iter([b"x" * (most - 1), b"x"]))  # type: ignore[arg-type]
    assert len(post.payloads(webhook)) == 2


def test_a_paused_webhook_answers_410_and_unknown_ones_404_alike(post: Post):
    webhook = post.webhook()
    post.change(webhook, enabled=False)
    assert code_of(post.send(webhook)) == (410, "webhook_disabled")
    tested = post.crew.operator.post(f"{post.url}/{webhook['id']}/test")
    assert code_of(tested) == (410, "webhook_disabled")
    answers = []
    for path in (f"{post.url}/{uuid4()}", f"/api/v1/boards/{uuid4()}/webhooks/{webhook['id']}", f"{post.url}/nothing"):
        reply = post.stranger.post(path, content=b"{}")
        assert code_of(reply) == (404, "not_found")
        answers.append({**reply.json(), "request_id": None})
    assert answers[0] == answers[1] == answers[2]
    post.change(webhook, enabled=True)
    post.taken(webhook)


def test_d22_only_headers_that_tell_something_are_kept_and_no_secret(post: Post):
    webhook = post.webhook(secret=SECRET, signature_header="X-My-Proof")
    sent = {
        "X-My-Proof": hex_of(SECRET, b"{}"),
        "X-Hub-Signature-256": "sha256=00",
        "X-Webhook-Signature": "00",
        "Authorization": "Bearer hunter2",
        "Cookie": "session=hunter2",
        "X-Api-Key": "hunter2",
        "X-Gitlab-Token": "hunter2",
        "X-Twilio-Signature": "hunter2",
        "X-Event": "push",
        "User-Agent": "Sender/1",
        "Accept": "text/plain",
    }
    read = post.payload(webhook, post.taken(webhook, b"{}", sent))
    assert read["headers"] == {
        "x-api-key": "[hidden]",
        "x-gitlab-token": "[hidden]",
        "x-twilio-signature": "[hidden]",
        "x-event": "push",
        "user-agent": "Sender/1",
    }
    assert "hunter2" not in json.dumps(read) + json.dumps(post.notes())


# --- signatures


@pytest.mark.parametrize("scheme", SENDERS)
def test_each_sender_is_believed_by_its_own_signature_and_by_no_other(post: Post, scheme: str):
    webhook = post.webhook(secret=SECRET, signature_scheme=scheme)
    sign, body = SENDERS[scheme], event()
    payload_id = post.taken(webhook, body, sign(body, SECRET))
    assert post.payload(webhook, payload_id)["signature"] == "verified"
    refused = {
        "nothing": post.send(webhook, body, JSON),
        "another secret": post.send(webhook, body, sign(body, SECRET + "x")),
    }
    if scheme != "gitlab":
        refused["another body"] = post.send(webhook, body + b" ", sign(body, SECRET))
    codes = {name: code_of(reply) for name, reply in refused.items()}
    missing = codes.pop("nothing")
    assert missing == (403, "webhook_signature_missing")
    assert set(codes.values()) == {(403, "webhook_signature_invalid")}
    assert len({reply.json()["detail"] for reply in refused.values()}) == 2
    assert len(post.payloads(webhook)) == 1


def test_the_forms_of_a_plain_signature(post: Post):
    webhook = post.webhook(secret=SECRET)
    right = hex_of(SECRET, b"{}")
    for given in (right, right.upper(), f"sha256={right}", f"SHA256={right}", f"sha256= {right.upper()}"):
        for name in ("X-Hub-Signature-256", "x-webhook-signature"):
            post.taken(webhook, b"{}", {name: given})
    post.taken(webhook, b"{}", {"X-Hub-Signature-256": "", "X-Webhook-Signature": right})
    for wrong in (b"\xff\xfe", "ü".encode(), b"sha256=", right[:-1].encode(), b"sha1=" + right.encode()):
        reply = post.stranger.post(webhook["endpoint_path"], content=b"{}", headers=[(b"X-Hub-Signature-256", wrong)])
        assert code_of(reply) == (403, "webhook_signature_invalid"), wrong


def test_a_header_that_the_webhook_names_is_the_only_one_that_counts(post: Post):
    webhook = post.webhook(secret=SECRET, signature_header="X-My-Proof")
    right = hex_of(SECRET, b"{}")
    post.taken(webhook, b"{}", {"x-my-proof": right})
    elsewhere = post.send(webhook, b"{}", {"X-Hub-Signature-256": right})
    assert code_of(elsewhere) == (403, "webhook_signature_missing")


def test_a_signed_time_may_be_five_minutes_off(post: Post):
    body = event()
    for scheme, sign in (("stripe", signing.stripe), ("standard", signing.standard)):
        webhook = post.webhook(secret=SECRET, signature_scheme=scheme)
        post.taken(webhook, body, sign(body, late=240))
        for late in (330, -330):
            assert code_of(post.send(webhook, event(), {})) == (403, "webhook_signature_missing")
            assert code_of(post.send(webhook, body, sign(body, late=late))) == (403, "webhook_signature_expired")


def test_a_standard_secret_is_base64_behind_its_prefix(post: Post):
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    webhook = post.webhook(secret=secret, signature_scheme="standard")
    post.taken(webhook, b"{}", signing.standard(b"{}", secret))


def test_a_secret_of_another_key_is_said_to_be_our_fault_and_the_sender_may_try_again(start_server, sqlite_url: str):
    server: ServerProcess = start_server(sqlite_url)
    with server.as_operator() as operator:
        webhook = make_webhook(operator, make_board(operator), secret=SECRET)
    server.stop()
    (server.data_dir / "secret-key").write_text("another-key-than-the-secret-was-written-with\n")
    server.start()
    with server.client() as stranger:
        reply = stranger.post(webhook["endpoint_path"], content=b"{}", headers=signing.plain(b"{}"))
    assert code_of(reply) == (503, "webhook_secret_unreadable")
    assert reply.json()["retryable"] is True


# --- repeated and hostile


@pytest.mark.parametrize("scheme", ["github", "gitlab", "stripe", "sentry", "standard"])
def test_a_repeated_delivery_gets_the_first_answer_and_does_nothing_again(post: Post, scheme: str):
    webhook = post.webhook(secret=SECRET, signature_scheme=scheme)
    body = event()
    headers = SENDERS[scheme](body, SECRET)
    first = post.taken(webhook, body, headers)
    assert post.settled(webhook, first)["delivery_id"]
    with ThreadPoolExecutor(4) as senders:
        again = list(senders.map(lambda _: post.taken(webhook, body, headers), range(6)))
    assert set(again) == {first}
    assert [it["id"] for it in post.payloads(webhook)] == [first]
    assert len(post.notes()) == len(post.events("webhook.received")) == len(post.events("webhook.told")) == 1
    other = event(2)
    assert post.taken(webhook, other, SENDERS[scheme](other, SECRET)) != first


def test_of_deliveries_of_one_name_at_a_time_one_is_kept(post: Post):
    webhook = post.webhook()
    with ThreadPoolExecutor(8) as senders:
        for number in range(5):
            headers = {"X-GitHub-Delivery": f"delivery-{number}"}
            answers = senders.map(lambda _, sent=headers: post.taken(webhook, b"{}", sent), range(8))
            assert len(set(answers)) == 1
    kept = post.payloads(webhook)
    assert len(kept) == len(post.notes()) == 5
    assert ok(post.crew.operator.get(f"{post.url}/{webhook['id']}"))["received_count"] == 5
    # Another webhook knows nothing of them, and what has no name is always new.
    assert post.taken(post.webhook(), b"{}", {"X-GitHub-Delivery": "delivery-0"}) not in {it["id"] for it in kept}
    assert post.taken(webhook) != post.taken(webhook)
    long = {"X-GitHub-Delivery": "x" * 4_000}
    assert post.taken(webhook, b"{}", long) == post.taken(webhook, b"{}", long)


# The time is for machines that run other tests beside it.
@pytest.mark.timeout(300)
def test_a_thousand_hostile_deliveries_are_refused_with_a_stable_code_or_kept_and_none_fails(
    post: Post, module_database: str
):
    chance = random.Random(20261125)
    # PostgreSQL is the stricter one about what it stores.
    number_of = 1_000 if module_database.startswith("postgresql") else 200
    hooks = [post.webhook(secret=SECRET, signature_scheme=scheme) for scheme in SENDERS] + [post.webhook()]
    seen: set[str] = set()
    for number in range(number_of):
        webhook = hooks[number % len(hooks)]
        reply = post.stranger.post(webhook["endpoint_path"], content=_body(chance), headers=_headers(chance))
        if webhook["has_secret"]:
            assert reply.status_code == 403, (number, reply.text)
            seen.add(code_of(reply)[1])
        else:
            assert reply.status_code == 202, (number, reply.text)
    assert seen == {"webhook_signature_missing", "webhook_signature_invalid"}
    for webhook in hooks[:-1]:
        assert post.payloads(webhook) == []
    for kept in post.payloads(hooks[-1]):
        assert ok(post.crew.operator.get(f"{post.url}/{hooks[-1]['id']}/payloads/{kept['id']}")) == kept
    assert len(post.notes(limit=200)) == len(post.payloads(hooks[-1]))


def _body(chance: random.Random) -> bytes:
    kinds = [
        chance.randbytes(chance.randrange(200)),
        b"[" * chance.randrange(3_000),
        b'{"id": "' + chance.randbytes(8) + b'"}',
        json.dumps({"id": "\ud800", "a": chance.choice(["\x00", "\u202e", "```", "x" * 5_000])}).encode(),
        b'{"id": NaN, "b": -Infinity}',
        b'{"id": ' + b"9" * 5_000 + b"}",
        b"\xef\xbb\xbf{}",
        b"",
    ]
    return chance.choice(kinds)


def _headers(chance: random.Random) -> list[tuple[bytes, bytes]]:
    """Some of the headers that schemes look at, with anything that a client can send in them."""
    names = [
        b"X-Hub-Signature-256", b"X-Webhook-Signature", b"X-Gitlab-Token", b"Stripe-Signature", b"Webhook-Signature",
        b"Sentry-Hook-Signature", b"Webhook-Id", b"Webhook-Timestamp", b"X-GitHub-Delivery", b"X-Gitlab-Event-UUID",
        b"Request-ID", b"Idempotency-Key", b"Content-Type", b"X-Forwarded-For", b"X-Anything",
    ]  # fmt: skip
    return [(name, _value(chance)) for name in chance.choices(names, k=chance.randrange(1, 8))]


def _value(chance: random.Random) -> bytes:
    printable = bytes(chance.choice([*range(33, 127), *range(128, 256)]) for _ in range(chance.randrange(60)))
    moment = str(chance.choice([0, -1, 10**11, 1_764_000_000, "١", "1e9"])).encode()
    kinds = [
        printable,
        b"sha256=" + printable,
        b"sha256=" + bytes(64),
        b"t=" + moment + b",v1=" + printable,
        b"t=" + moment + b",,=,v1,v1=" + b"0" * 64,
        b"v1," + printable + b" v1, v1,=",
        b"x" * chance.randrange(1, 6_000),
        moment,
        b"application/json",
    ]
    return chance.choice(kinds).replace(b"\x00", b"0")


# --- how often


def test_s32_the_sixty_first_delivery_in_a_minute_waits_and_other_addresses_do_not(start_server):
    proxied = {"RATE_LIMIT_WEBHOOK_INGEST": "60/60", "TRUSTED_PROXIES": "127.0.0.1"}
    server: ServerProcess = start_server(env=proxied)
    with server.as_operator() as operator, server.client() as stranger:
        board = make_board(operator)
        first, second = make_webhook(operator, board), make_webhook(operator, board)

        def send(webhook: dict[str, Any], address: str = "192.0.2.1") -> httpx.Response:
            return stranger.post(webhook["endpoint_path"], content=b"{}", headers={"X-Forwarded-For": address})

        assert [send(first).status_code for _ in range(60)] == [202] * 60
        refused = send(first)
        assert code_of(refused) == (429, "rate_limited")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert (send(second).status_code, send(first, "192.0.2.2").status_code) == (429, 202)
        guesses = [stranger.post(f"{second['endpoint_path'][:-36]}{uuid4()}").status_code for _ in range(61)]
        assert guesses == [404] * 60 + [429]
        document = stranger.get("/openapi.json").json()
        ingest = document["paths"]["/api/v1/boards/{board_id}/webhooks/{webhook_id}"]["post"]
        assert (ingest["x-ratelimit-limit"], ingest["x-ratelimit-window"]) == (60, 60)
        assert {"202", "403", "404", "410", "413", "429"} <= ingest["responses"].keys()
        assert (ingest["security"], ingest["x-required-role"]) == ([], ["public"])


def test_a_webhook_takes_so_much_from_all_addresses_together_and_forgers_do_not_use_it_up(start_server):
    server: ServerProcess = start_server(env={"RATE_LIMIT_PER_WEBHOOK": "2/60", "TRUSTED_PROXIES": "127.0.0.1"})
    with server.as_operator() as operator, server.client() as stranger:
        board = make_board(operator)
        signed, other = make_webhook(operator, board, secret=SECRET), make_webhook(operator, board)

        def send(webhook: dict[str, Any], number: int, signature: str = "") -> httpx.Response:
            headers = {"X-Forwarded-For": f"192.0.2.{number}", "X-Hub-Signature-256": signature}
            return stranger.post(webhook["endpoint_path"], content=b"{}", headers=headers)

        good = hex_of(SECRET, b"{}")
        assert [send(signed, number, "0" * 64).status_code for number in range(4)] == [403] * 4
        assert [send(signed, number, good).status_code for number in range(3)] == [202, 202, 429]
        assert code_of(send(signed, 9, good)) == (429, "rate_limited")
        assert send(other, 1).status_code == 202


def test_d05_what_was_answered_survives_a_kill_and_is_told_once(start_server, sqlite_url: str):
    server: ServerProcess = start_server(sqlite_url)
    with server.as_operator() as operator, server.client() as stranger:
        board = make_board(operator)
        webhook = make_webhook(operator, board)
        sent = []
        for number in range(3):
            for part in range(5):
                name = {"X-GitHub-Delivery": f"{number}-{part}"}
                sent.append(stranger.post(webhook["endpoint_path"], content=b"{}", headers=name).json()["payload_id"])
            server.kill()
            server.start()
        url = f"/api/v1/boards/{board['id']}"

        def settled() -> bool:
            kept = ok(operator.get(f"{url}/webhooks/{webhook['id']}/payloads"))["items"]
            return {it["id"] for it in kept} == set(sent) and {it["delivery_status"] for it in kept} == {"skipped"}

        assert wait_until(settled, timeout=90)
        told = ok(operator.get("/api/v1/activity", params={"event_type": "webhook.skipped"}))
        assert sorted(it["payload"]["payload_id"] for it in told["items"]) == sorted(sent)
        notes = ok(operator.get(f"{url}/memory", params={"tag": "webhook"}))["items"]
        assert len(notes) == len(sent) == len(set(sent))
