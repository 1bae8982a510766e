import pytest

from tests.support.server import ServerProcess

ACCOUNT = "/api/v1/users/me"


def test_the_sign_in_token_opens_the_account(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        reply = operator.get(ACCOUNT)
    assert reply.status_code == 200
    assert (reply.json()["clerk_user_id"], reply.json()["email"]) == ("local-auth-user", "admin@home.local")


@pytest.mark.parametrize(
    "header",
    [None, "Bearer", "Bearer wrong", "Basic {token}", "Bearer {token}x", "{token}", "Bearer \u00e9\u00e8\u00ff"],
)
def test_anything_else_is_refused(server: ServerProcess, header: str | None) -> None:
    headers = [(b"authorization", header.format(token=server.token).encode("latin-1"))] if header else []
    with server.client() as stranger:
        reply = stranger.get(ACCOUNT, headers=headers)
    body = reply.json()
    assert (reply.status_code, body["code"]) == (401, "unauthorized")
    assert body["request_id"] == reply.headers["x-request-id"]
    assert reply.headers["www-authenticate"] == "Bearer"


def test_the_scheme_is_read_in_any_case_and_an_agent_header_is_ignored(server: ServerProcess) -> None:
    headers = {"Authorization": f"bEaReR  {server.token}", "X-Agent-Token": "anything"}
    with server.client() as client:
        assert client.get(ACCOUNT, headers=headers).status_code == 200


def test_a_stranger_does_not_learn_what_a_body_should_hold(server: ServerProcess) -> None:
    with server.client() as stranger:
        for content in (b"{", b"[]", b'{"timezone": 1}'):
            reply = stranger.patch(ACCOUNT, content=content, headers={"Content-Type": "application/json"})
            assert reply.status_code == 401, content


def test_signing_in_twice_is_the_same_account(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        first = operator.post("/api/v1/auth/bootstrap")
        second = operator.post("/api/v1/auth/bootstrap")
    assert first.status_code == second.status_code == 200
    assert first.json()["id"] == second.json()["id"]


def test_a_profile_keeps_what_is_left_out_and_null_clears(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        operator.patch(ACCOUNT, json={"pronouns": "they", "notes": "night owl"})
        reply = operator.patch(ACCOUNT, json={"pronouns": None, "email": "other@example.org"})
        assert (reply.status_code, reply.json()["pronouns"], reply.json()["notes"]) == (200, None, "night owl")
        assert operator.get(ACCOUNT).json()["email"] == "admin@home.local"


@pytest.mark.parametrize(
    "body",
    [
        b'{"timezone": "Nowhere/Bad"}',
        b'{"name": "a\\u0000b"}',
        b'{"name": "\\ud800"}',
        b'{"name": 7}',
        b'{"name": "' + b"x" * 201 + b'"}',
        b"[" * 100_000,
        b"\xff\xfe",
        b"{",
        b"",
    ],
)
def test_hostile_bodies_are_refused_in_the_shape_of_all_errors(server: ServerProcess, body: bytes) -> None:
    with server.as_operator() as operator:
        reply = operator.patch(ACCOUNT, content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == 422
    assert reply.json()["code"] == "invalid_request"
    assert reply.json()["request_id"] == reply.headers["x-request-id"]
