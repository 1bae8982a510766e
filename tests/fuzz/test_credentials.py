"""A thousand tokens that are nobody's, wherever one is taken, and a thousand strange headers."""

from __future__ import annotations

import random
from collections import Counter
from uuid import uuid4

import httpx
import pytest

from tests.fuzz.credentials import PRINTED, hostile
from tests.support.server import ServerProcess
from tests.support.world import Json, as_agent, code_of, make_agent, make_board, make_note, move_to_new_organization, ok

ORGANIZATION = "/api/v1/organizations/me"
INVITES = "/api/v1/organizations/invites"
HEADERS = (
    *("Authorization", "X-Agent-Token", "X-Organization-Id", "Cookie", "Idempotency-Key", "If-Match", "If-None-Match"),
    *("Last-Event-ID", "X-Request-Id", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded"),
    *("X-Real-IP", "Content-Type", "Content-Encoding", "Accept", "Accept-Encoding", "Origin", "Host", "Range"),
    *("X-HTTP-Method-Override", "Expect", "TE", "Upgrade", "Referer", "User-Agent", "Traceparent"),
)
VALUES = (
    *(
        "",
        "*",
        "null",
        "0",
        "-1",
        "9" * 300,
        "a" * 8_000,
        "\xff\xfe",
        "\xa0",
        "'; DROP TABLE tasks; --",
        "%00",
        "${jndi:x}",
    ),
    *(
        'W/"1"',
        '"1", "2"',
        '"' + "9" * 400 + '"',
        "bytes=0-",
        "gzip, br",
        "127.0.0.1",
        "::1, 10.0.0.1",
        'for="_x"',
        "[::1]:x",
    ),
    *(
        "application/xml",
        "application/json; charset=utf-7",
        "multipart/form-data",
        "https://evil.example",
        "mc_session=x",
    ),
    *("Session cookie", "Bearer", "Bearer ", "Basic YTpi", "Negotiate x", "100-continue", "h2c", "DELETE", "00-x-y-01"),
)


@pytest.fixture
def number(module_database: str) -> int:
    """PostgreSQL takes less than SQLite does: there all of them are tried."""
    return 1_000 if module_database.startswith("postgresql") else 150


def test_tokens_of_nobody(server: ServerProcess, number: int) -> None:
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        agent = make_agent(operator, make_board(operator))
        keys = [ok(operator.post(f"{ORGANIZATION}/api-keys", json={"name": "Report"}))["key"] for _ in range(2)]
        email = {"invited_email": f"{uuid4().hex}@example.org"}
        invite = ok(operator.post(f"{ORGANIZATION}/invites", json=email))["token"]
        valid = [server.token, agent.token, *keys, invite]
        seen: Counter[tuple[int, str]] = Counter()
        wrong: list[str] = []
        with server.client() as stranger:
            for turn, token in enumerate(hostile(valid, number)):
                reply = _try(operator if turn % 4 == 3 else stranger, turn, token)
                seen[code_of(reply)] += 1
                if reply.status_code not in ({404, 422} if turn % 4 == 3 else {401}):
                    wrong.append(f"{reply.status_code} {token[:200]!r}")
        assert wrong == []
        assert sum(seen.values()) >= number * 0.9
        assert {code for _, code in seen} <= {"unauthorized", "invite_unusable", "validation_error"}, seen
        # What is valid is so still.
        for key in keys:
            with server.client(headers={"Authorization": f"Bearer {key}"}) as client:
                ok(client.get(ORGANIZATION))
        with as_agent(server, agent) as client:
            ok(client.get("/api/v1/agent/healthz"))


def _try(client: httpx.Client, turn: int, token: str) -> httpx.Response:
    sent = token.encode("utf-8", "replace")
    if turn % 4 == 3:
        return client.post(f"{INVITES}/accept", json={"token": token})
    if turn % 4 == 2:
        return client.get("/api/v1/agent/boards", headers=[(b"x-agent-token", sent)])
    path = ["/api/v1/boards", "/api/v1/audit"][turn % 2]
    return client.get(path, headers=[(b"authorization", b"Bearer " + sent)])


def test_strange_headers(server: ServerProcess, number: int) -> None:
    chance = random.Random(4)
    wrong: list[str] = []
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        board = make_board(operator)
        note = make_note(operator, board)
        calls = [("GET", "/api/v1/boards", None), ("POST", f"/api/v1/boards/{board['id']}/tasks", {"title": "Kept"})]
        calls += [("PATCH", f"/api/v1/boards/{board['id']}", {"objective": "Held"}), ("GET", "/api/v1/activity", None)]
        for turn in range(number):
            method, path, body = calls[turn % len(calls)]
            some = {chance.choice(HEADERS): _value(chance) for _ in range(chance.randrange(1, 4))}
            wrong += _faults(_send(operator, method, path, body, some), some)
        audited = ok(operator.get("/api/v1/audit", params={"limit": 200}))["items"]
    assert wrong == []
    assert note["content"] == "Ship on Friday."
    assert {it["address"] for it in audited} == {"127.0.0.1"}, "who is no proxy says nothing about others' addresses"
    assert "unhandled_exception" not in server.logs(lines=10_000)


def _value(chance: random.Random) -> bytes:
    if chance.random() < 0.7:
        return chance.choice(VALUES).encode("latin-1").strip()
    return bytes(chance.choice([9, 0x20, *PRINTED]) for _ in range(chance.randrange(60))).strip()


def _send(client: httpx.Client, method: str, path: str, body: Json | None, some: dict[str, bytes]) -> httpx.Response:
    sent = {"Content-Type": b"application/json"} if body else {}
    return client.request(method, path, json=body, headers=[(k.encode(), v) for k, v in (sent | some).items()])


def _faults(reply: httpx.Response, some: dict[str, bytes]) -> list[str]:
    told = f"{reply.request.method} {reply.request.url.path} {some}: {reply.status_code} {reply.text[:200]}"
    if reply.status_code < 300:
        return []
    if not 400 <= reply.status_code < 500 or (reply.status_code == 400 and "Invalid HTTP" in reply.text):
        return [told]
    body = reply.json()
    return [] if body["code"] and body["request_id"] == reply.headers["x-request-id"] else [told]
