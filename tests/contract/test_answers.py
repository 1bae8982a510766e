"""What every answer has, whatever its kind."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from tests.contract.conftest import CONFIDENTIAL, Answer
from tests.support.server import ServerProcess

MAX_BODY = 2 * 1024**2
AS_JSON = {"Content-Type": "application/json"}


def errors(answers: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.reply.status_code >= 400]


def having(answers: Sequence[Answer], header: str, value: str) -> list[str]:
    return [str(answer) for answer in answers if answer.reply.headers.get(header) == value]


def test_s25_content_type_options(answers: list[Answer]):
    assert having(answers, "x-content-type-options", "nosniff") == [str(answer) for answer in answers]


def test_s26_frame_options(answers: list[Answer]):
    assert having(answers, "x-frame-options", "DENY") == [str(answer) for answer in answers]


def test_s27_referrer_policy(answers: list[Answer]):
    wanted = "strict-origin-when-cross-origin"
    assert having(answers, "referrer-policy", wanted) == [str(answer) for answer in answers]


def test_s28_permissions_policy_is_not_sent(answers: list[Answer]):
    assert [str(answer) for answer in answers if "permissions-policy" in answer.reply.headers] == []


def test_s40_every_answer_has_a_request_id(answers: list[Answer]):
    assert [str(answer) for answer in answers if not answer.reply.headers.get("x-request-id")] == []


def test_a_path_with_a_slash_too_many_leads_to_this_host_whatever_the_caller_calls_it(server: ServerProcess):
    with server.client(headers={"Host": "evil.example.org"}) as anyone:
        for path in ("/api/v1/users/me/?a=b%26c", "/health/"):
            moved = anyone.get(path)
            assert (moved.status_code, moved.headers["location"]) == (307, path.replace("/?", "?").removesuffix("/"))


def test_s41_the_callers_own_id_comes_back(server: ServerProcess):
    with server.client() as client:
        for path in ("/healthz", "/api/v1/users/me", "/api/v2", "/", "/openapi.json"):
            assert client.get(path, headers={"X-Request-Id": "abc-123"}).headers["x-request-id"] == "abc-123"


@pytest.mark.parametrize("given", ["", "two words", "x" * 129, "a\tb", "<script>"])
def test_s42_otherwise_each_request_gets_an_id_of_its_own(server: ServerProcess, given: str):
    with server.client() as client:
        first, second = (client.get("/healthz", headers={"X-Request-Id": given}).headers["x-request-id"] for _ in "ab")
    assert first != second
    assert given not in (first, second)
    assert min(len(first), len(second)) >= 16


def test_s43_the_id_names_the_request_in_the_log_and_in_the_body(start_server):
    server: ServerProcess = start_server(env={"LOG_LEVEL": "DEBUG", "LOG_FORMAT": "json"})
    with server.client() as client:
        refused = client.get("/api/v1/users/me")
    request_id = refused.headers["x-request-id"]
    assert refused.json()["request_id"] == request_id
    lines = [json.loads(line) for line in server.logs(lines=500).splitlines() if line.startswith("{")]
    mine = [line for line in lines if line.get("request_id") == request_id]
    assert {line["path"] for line in mine} == {"/api/v1/users/me"}
    assert any(line["message"] == "http.request.complete" and line["status_code"] == 401 for line in mine)


def test_s44_w07_every_error_says_what_is_wrong_and_which_request_it_was(answers: list[Answer]):
    statuses = {answer.reply.status_code for answer in errors(answers)}
    assert statuses == {400, 401, 403, 404, 405, 409, 413, 422, 429, 500}
    for answer in errors(answers):
        body = answer.reply.json()
        assert body["detail"], str(answer)
        assert body["request_id"] == answer.reply.headers["x-request-id"], str(answer)
        assert body["code"], str(answer)
        assert isinstance(body["retryable"], bool), str(answer)


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("POST", "/api/v1/organizations", {}),
        ("POST", "/api/v1/organizations", {"name": 7}),
        ("POST", "/api/v1/organizations", []),
        ("GET", "/api/v1/boards?limit=0", None),
        ("GET", "/api/v1/boards?limit=201", None),
        ("GET", "/api/v1/boards?offset=-1", None),
        ("GET", "/api/v1/boards?limit=many", None),
    ],
)
def test_s49_s50_what_does_not_validate_is_named_field_by_field(
    server: ServerProcess, method: str, path: str, content: object
):
    with server.as_operator() as operator:
        reply = operator.request(method, path, json=content) if content is not None else operator.get(path)
    assert reply.status_code == 422
    assert reply.json()["detail"]
    assert all({"type", "loc", "msg"} <= item.keys() for item in reply.json()["detail"])


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b'{"name": "\\u0000"}', b'{"name": "\\ud800"}', b"[" * 5000])
def test_s49_a_body_that_cannot_be_read_or_kept_does_not_validate(server: ServerProcess, content: bytes):
    with server.as_operator() as operator:
        reply = operator.post("/api/v1/organizations", content=content, headers={"Content-Type": "application/json"})
    assert reply.status_code == 422, reply.text
    assert all({"type", "loc", "msg"} <= item.keys() for item in reply.json()["detail"])


@pytest.mark.parametrize("chunked", [False, True], ids=["with a length", "in chunks"])
@pytest.mark.parametrize(("over", "status"), [(0, 422), (1, 413)], ids=["at the limit", "above it"])
def test_s48_a_body_above_the_limit_is_too_large(server: ServerProcess, chunked: bool, over: int, status: int):
    """At the limit the body is read, and found to be no organization."""
    body = b'{"name": "' + b"x" * (MAX_BODY - 12 + over) + b'"}'
    assert len(body) == MAX_BODY + over
    pieces = (body[start : start + 65_536] for start in range(0, len(body), 65_536))
    with server.as_operator() as operator:
        reply = operator.post("/api/v1/organizations", content=pieces if chunked else body, headers=AS_JSON)
    assert reply.status_code == status, reply.text
    assert reply.json()["code"] == {422: "invalid_request", 413: "body_too_large"}[status]
    assert status == 422 or str(MAX_BODY) in reply.json()["detail"]


def test_s52_an_unforeseen_failure_is_told_to_the_log_alone(answers: list[Answer]):
    reply = next(answer.reply for answer in answers if answer.kind == "500")
    assert reply.json()["detail"] == "Internal Server Error"
    assert not any(word in reply.text for word in ("Traceback", "SELECT", "boards", "psycopg"))
    log = reply.extensions["log"]
    assert reply.headers["x-request-id"] in log
    assert "Traceback" in log
    assert CONFIDENTIAL not in log
