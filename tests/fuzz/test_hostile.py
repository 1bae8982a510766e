"""Hostile inputs, on every operation that takes such: refused with a stable code, no failure, nothing half done."""

from __future__ import annotations

import io
import json
import socket
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from mission_control.kernel.events.log import EventRow
from tests.fuzz.hostile import AS_JSON, HEADER_VALUES, IDS, NUMBERS_IN_TEXT, TEXTS, UNREADABLE, as_sent, values_for
from tests.permissions.operations import Operation, body_of, nobodys
from tests.permissions.rows import all_rows
from tests.permissions.scene import Scene
from tests.support.people import People
from tests.support.world import Json, ok

PROFILE = "identity_profile"
"""Takes anything and makes texts of it, as the reference does; so it refuses less than its neighbours."""
FREE_TEXT = {
    "since",
    "until",
    "request_id",
    "address",
    "text",
    "event_type",
    "action_type",
    "tag",
    "q",
    "search",
    "category",
    "risk",
    "gateway_url",
    "gateway_token",
}
"""Queries that any text may be put into: it finds nothing, or means now."""


class Senders:
    """Who may call an operation: the operator, else the lead of the board, else the main agent of its gateway."""

    def __init__(self, scene: Scene, clients: ExitStack) -> None:
        self.operator = clients.enter_context(scene.server.as_operator())
        self.lead = clients.enter_context(scene.server.as_agent(scene.lead.token))
        self.main = clients.enter_context(scene.server.as_agent(scene.main.token))
        self.nobody = clients.enter_context(scene.server.client())

    def of(self, operation: Operation) -> httpx.Client:
        if operation.roles == {"public"}:
            return self.nobody
        if operation.people:
            return self.operator
        return self.lead if "agent-lead" in operation.roles else self.main


@pytest.fixture
def senders(scene: Scene) -> Iterator[Senders]:
    scene.own()
    with ExitStack() as clients:
        yield Senders(scene, clients)


Some = Callable[[Iterable[Any]], list[Any]]


@pytest.fixture(scope="module")
def some(module_database: str) -> Some:
    """All values for PostgreSQL, which takes less than SQLite does; for that every other one of all that there are."""
    if module_database.startswith("postgresql"):
        return list
    turn = count()
    return lambda values: [value for value in values if next(turn) % 2]


@pytest.fixture(scope="module")
def half(module_database: str) -> Some:
    """Of what is judged before any database is asked, every other one on each."""
    turn = count(module_database.startswith("sqlite"))
    return lambda values: [value for value in values if next(turn) % 2]


@contextmanager
def nothing_changes(people: People) -> Iterator[None]:
    before = all_rows(people)
    yield
    assert all_rows(people) == before


def faults(what: str, reply: httpx.Response, *, refused: bool = True) -> list[str]:
    """What is wrong with an answer to a hostile input; one that `refused` does not hold for may also succeed."""
    told = f"{what}: {reply.status_code} {reply.text[:200]}"
    if _gateway_is_away(reply) and not refused:
        return []
    if reply.status_code >= 500 or (refused and reply.status_code < 400):
        return [told]
    if reply.status_code < 400:
        return [] if _is_clean(reply) else [f"kept as it was: {told}"]
    body = reply.json()
    well = body["detail"] and body["code"] and body["request_id"] == reply.headers["x-request-id"]
    return [] if well and isinstance(body["retryable"], bool) else [f"no error of ours: {told}"]


def _gateway_is_away(reply: httpx.Response) -> bool:
    """Where nothing listens, the gateway of the scene is never there; and other agents have none."""
    away = {(502, "gateway_failed"), (409, "not_on_gateway")}
    return reply.status_code in {409, 502} and (reply.status_code, reply.json()["code"]) in away


def _is_of_another_mode(reply: httpx.Response) -> bool:
    """Where people sign in by a token, those who sign in elsewhere find nothing."""
    return reply.status_code == 404 and reply.json()["code"] == "not_this_sign_in_mode"


def _is_clean(reply: httpx.Response) -> bool:
    """Whether an answer is JSON as everybody understands it, of text that every database holds."""
    kind = reply.headers.get("content-type")
    if kind == "application/gzip":
        told = _lines_of_archive(reply.content)
    else:
        told = reply.text.splitlines() if kind == "application/x-ndjson" else [reply.text]
    text = json.dumps([json.loads(it, parse_constant=_no_number) for it in told])
    return "\\u0000" not in text and "\\ud8" not in text


def _lines_of_archive(archive: bytes) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        files = [tar.extractfile(member) for member in tar if member.name.endswith(".jsonl")]
        return [line.decode() for file in files if file for line in file]


def _no_number(name: str) -> float:
    raise AssertionError(f"{name} is no number of JSON")


# --- bodies


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_body_that_is_none_is_refused(
    scene: Scene, operations: list[Operation], senders: Senders, kind: str, half: Some
):
    content, content_type = UNREADABLE[kind]
    wrong = []
    bodies = half(operation for operation in operations if operation.takes_body)
    with nothing_changes(scene.people):
        for operation in bodies:
            url, headers = operation.url(scene.home.ids), {"Content-Type": content_type}
            reply = senders.of(operation).request(operation.method, url, content=content, headers=headers)
            wrong += faults(f"{operation} with {kind}", reply)
    assert not wrong, "\n".join(wrong[:60])
    assert len(bodies) >= 15


def test_no_field_takes_what_does_not_fit(
    scene: Scene, operations: list[Operation], senders: Senders, document: dict[str, Any], some: Some
):
    wrong, refused, sent = list[str](), set[str](), 0
    for operation in (it for it in operations if it.takes_body):
        good = body_of(operation, scene.home.ids) or {}
        for name, schema in _fields(operation, document):
            for value in some(values_for(schema, document)):
                sent += 1
                reply = senders.of(operation).request(
                    operation.method,
                    operation.url(scene.home.ids),
                    content=as_sent({**good, name: value}),
                    headers={"Content-Type": AS_JSON},
                )
                wrong += faults(f"{operation} {name}={value!r:.60}", reply, refused=name != PROFILE)
                if reply.status_code >= 400:
                    refused.add(reply.headers["x-request-id"])
    assert not wrong, "\n".join(wrong[:60])
    assert sent >= 400
    with scene.people.writing() as db:
        done = set(db.scalars(select(EventRow.request_id).where(EventRow.request_id.is_not(None))))
    assert refused & done == set()


def test_of_fields_that_come_twice_the_last_one_counts(senders: Senders, scene: Scene):
    url = f"/api/v1/boards/{scene.home.ids.board_id}"
    twice = b'{"objective": "first", "objective": "second", "name": null, "name": "At home board"}'
    board = ok(senders.operator.patch(url, content=twice, headers={"Content-Type": AS_JSON}))
    assert (board["objective"], board["name"]) == ("second", "At home board")


def test_a_body_that_breaks_off_is_no_request(scene: Scene):
    host, port = scene.server.base_url.removeprefix("http://").split(":")
    head = f"POST /api/v1/organizations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {scene.server.token}\r\n"
    head += 'Content-Type: application/json\r\nContent-Length: 40\r\n\r\n{"name": "Half"}'
    with nothing_changes(scene.people):
        for _ in range(3):
            with socket.create_connection((host, int(port)), timeout=5) as connection:
                connection.sendall(head.encode())
        with scene.server.client() as client:
            assert client.get("/readyz").status_code == 200
    assert "unhandled_exception" not in scene.server.logs(lines=2_000)


def _fields(operation: Operation, document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Those of the shape that the good body has."""
    body = operation.declared["requestBody"]["content"][AS_JSON]["schema"]
    good = body_of(operation, nobodys()) or {}
    for form in body.get("anyOf", [body]):
        shape = document["components"]["schemas"][form["$ref"].rpartition("/")[2]]
        if good.keys() >= set(shape.get("required", [])):
            yield from shape["properties"].items()


# --- addresses


def test_no_object_has_a_malformed_id(scene: Scene, operations: list[Operation], senders: Senders, half: Some):
    wrong, sent = list[str](), 0
    with nothing_changes(scene.people):
        for operation in (it for it in operations if "{" in it.path):
            for value in half(IDS):
                sent += 1
                parts = [value if part.startswith("{") else part for part in operation.path.split("/")]
                body = body_of(operation, scene.home.ids)
                reply = senders.of(operation).request(operation.method, "/".join(parts), json=body)
                wrong += faults(f"{operation} about {value:.40}", reply)
                # Sessions are named by gateways, as they like, and souls by those who wrote them.
                named = "{session_id}" in operation.path or "{slug}" in operation.path
                if reply.status_code != 404 and not named:
                    wrong.append(f"{operation} about {value:.40}: {reply.status_code}, not 404")
    assert not wrong, "\n".join(wrong[:60])
    assert sent >= 200


def test_no_query_takes_what_does_not_fit(scene: Scene, operations: list[Operation], senders: Senders, some: Some):
    wrong, sent = list[str](), 0
    for operation, name, schema in _queries(operations):
        free = name in FREE_TEXT
        for value in some(TEXTS if free or name in {"status", "topics"} else NUMBERS_IN_TEXT):
            # An empty filter is none, and people write numbers in their own digits.
            lenient = free or value in {"", "١"} or (value == "-1" and "boolean" in str(schema))
            sent += 1
            url = operation.url(scene.home.ids)
            url += ("&" if "?" in url else "?") + f"{name}={value}"
            reply = _begun(senders.of(operation), operation, url)
            wrong += faults(f"{operation}?{name}={value:.40}", reply, refused=not lenient)
    assert not wrong, "\n".join(wrong[:60])
    assert sent >= 150


def _queries(operations: list[Operation]) -> Iterator[tuple[Operation, str, dict[str, Any]]]:
    for operation in operations:
        for parameter in operation.declared.get("parameters", []):
            if parameter["in"] == "query":
                yield operation, parameter["name"], parameter["schema"]


def _begun(client: httpx.Client, operation: Operation, url: str, headers: Any = None) -> httpx.Response:
    """The answer; of a stream, its beginning, which only comes when the request was understood."""
    body: Json | None = {} if operation.takes_body else None
    with client.stream(operation.method, url, json=body, headers=headers) as reply:
        if reply.status_code >= 400 or not operation.streams:
            reply.read()
            return reply
        first = next(reply.iter_bytes())
        return httpx.Response(200, json={"begins": first.decode()}, headers={"x-request-id": "-"})


# --- headers


@pytest.mark.parametrize("header", ["Authorization", "X-Agent-Token"])
def test_a_strange_token_is_nobodys(
    scene: Scene, operations: list[Operation], senders: Senders, header: str, half: Some
):
    wrong = []
    with nothing_changes(scene.people):
        for operation in (it for it in operations if it.roles != {"public"}):
            for value in half(HEADER_VALUES):
                sent = b"Bearer " + value if header == "Authorization" else value
                reply = _begun(senders.nobody, operation, operation.url(scene.home.ids), {header: sent})
                wrong += faults(f"{operation} with {header}: {value[:20]!r}", reply)
                if reply.status_code != 401:
                    wrong.append(f"{operation} with {header}: {value[:20]!r}: {reply.status_code}, not 401")
    assert not wrong, "\n".join(wrong[:60])


@pytest.mark.parametrize("header", ["If-Match", "Idempotency-Key"])
def test_a_strange_condition_is_refused(
    scene: Scene, operations: list[Operation], senders: Senders, header: str, half: Some
):
    wrong = []
    asked = [operation for operation in operations if _takes(operation, header)]
    with nothing_changes(scene.people):
        for operation in asked:
            for value in half(HEADER_VALUES):
                # Short and printable, if not in ASCII: as good a name of a request as any.
                if header == "Idempotency-Key" and len(value) < 200 and value.decode("latin-1").isprintable():
                    continue
                reply = senders.of(operation).request(
                    operation.method,
                    operation.url(scene.home.ids),
                    json=body_of(operation, scene.home.ids),
                    headers=[(header.encode(), value)],
                )
                wrong += faults(f"{operation} with {header}: {value[:20]!r}", reply)
    assert not wrong, "\n".join(wrong[:60])
    assert len(asked) >= 3


def test_a_strange_position_begins_a_stream_all_the_same(scene: Scene, operations: list[Operation], senders: Senders):
    streams = [operation for operation in operations if operation.streams]
    for operation in streams:
        for value in HEADER_VALUES:
            url = operation.url(scene.home.ids)
            reply = _begun(senders.of(operation), operation, url, {"Last-Event-ID": value})
            assert faults(f"{operation} from {value[:20]!r}", reply, refused=False) == []
    assert len(streams) >= 4


@pytest.mark.parametrize("header", ["X-Request-Id", "X-Forwarded-For", "Forwarded", "Origin", "Accept"])
def test_other_strange_headers_do_no_harm(scene: Scene, senders: Senders, header: str):
    for value in HEADER_VALUES:
        reply = senders.operator.get("/api/v1/boards", headers=[(header.encode(), value)])
        assert reply.status_code < 500, (header, value[:20])


def _takes(operation: Operation, header: str) -> bool:
    parameters = operation.declared.get("parameters", [])
    return any(item["in"] == "header" and item["name"] == header for item in parameters)


# --- afterwards


def test_after_all_that_everything_can_be_read(scene: Scene, operations: list[Operation], senders: Senders):
    """Runs last in this module: what the others have left is told as strict JSON, and nothing had failed."""
    for operation in (it for it in operations if not it.changes):
        reply = _begun(senders.of(operation), operation, operation.url(scene.home.ids))
        if _is_of_another_mode(reply):
            continue
        assert reply.status_code == 200 or _gateway_is_away(reply), f"{operation}: {reply.text}"
        assert _is_clean(reply), operation
    assert "unhandled_exception" not in scene.server.logs(lines=10_000)
