"""The shared token is changed while people and programs go on, and who tries others is heard of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from tests.support.command import Installation
from tests.support.server import OPERATOR_TOKEN, ServerProcess
from tests.support.world import code_of, ok

ACCOUNT, AUDIT = "/api/v1/users/me", "/api/v1/audit"
FORMER = "former-token-of-the-test-servers-0123456789-abcdefghijklmnop"
OLDER = "older-token-of-the-test-servers-9876543210-ponmlkjihgfedcba"


def ask(server: ServerProcess, token: str, **headers: str) -> httpx.Response:
    with server.client(headers={"Authorization": f"Bearer {token}", **headers}) as client:
        return client.get(ACCOUNT)


def failures(server: ServerProcess, token: str = OPERATOR_TOKEN) -> list[dict[str, Any]]:
    with server.client(headers={"Authorization": f"Bearer {token}"}) as operator:
        found: list[dict[str, Any]] = ok(operator.get(AUDIT, params={"event_type": "auth.failed", "limit": 200}))[
            "items"
        ]
    return found


def test_former_tokens_go_on_and_guesses_are_told_within_bounds(
    database: str, start_server: Callable[..., ServerProcess]
) -> None:
    env = {"LOCAL_AUTH_TOKEN_FORMER": f"{FORMER}, {OLDER}", "TRUSTED_PROXIES": "127.0.0.1"}
    server = start_server(database, env=env | {"RATE_LIMIT_SIGN_IN": "3/60"})
    me = {ok(ask(server, token))["id"] for token in (OPERATOR_TOKEN, FORMER, OLDER)}
    assert len(me) == 1
    assert failures(server) == []
    guesser = {"X-Forwarded-For": "203.0.113.9"}
    codes = [ask(server, f"{FORMER}{turn}", **guesser).status_code for turn in range(8)]
    assert codes == [401] * 3 + [429] * 5
    told = failures(server)
    assert [(it["details"]["blocked"], it["address"]) for it in told] == [(True, "203.0.113.9"), (False, "203.0.113.9")]
    assert all(it["request_id"] and FORMER not in str(it) for it in told)
    with server.client(headers={"Authorization": "Bearer x", "X-Forwarded-For": "198.51.100.7"}) as writer:
        assert code_of(writer.post("/api/v1/tags", json={"name": "x", "slug": "x"})) == (401, "unauthorized")
    for number in range(100):
        assert ask(server, "guess", **{"X-Forwarded-For": f"192.0.2.{number}"}).status_code == 401
    assert len(failures(server)) == 60, "strangers do not fill the log"


def test_a_token_that_was_made_here_is_changed_without_a_restart(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server(env={"LOCAL_AUTH_TOKEN": ""})
    here = Installation(server.data_dir.parent)
    here.settings = server.environment()
    first = here.run("token", "show").stdout.strip()
    ok(ask(server, first))
    second = here.run("token", "rotate").stdout.strip()
    ok(ask(server, second))
    ok(ask(server, first))
    third = here.run("token", "rotate", "--at-once").stdout.strip()
    assert [ask(server, token).status_code for token in (first, second, third)] == [401, 401, 200]
