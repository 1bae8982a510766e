"""How often a caller may try, counted in one process or in all of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import redis

from tests.contract.conftest import Answer, agent_answers, new_agent
from tests.support import redis_server
from tests.support.command import Installation
from tests.support.server import ServerProcess

CONFIGURATION = Path(__file__).parents[2] / "docs" / "configuration.md"
TWENTY = {"RATE_LIMIT_AGENT_AUTH": "20/60"}
SHARED = TWENTY | {"RATE_LIMIT_BACKEND": "redis"}


def test_s33_above_the_limit_the_answer_says_when_to_come_back(answers: list[Answer]):
    reply = next(answer.reply for answer in answers if answer.kind == "429")
    assert reply.json().keys() >= {"detail", "request_id"}
    assert (reply.json()["code"], reply.json()["retryable"]) == ("rate_limited", True)
    assert 1 <= int(reply.headers["retry-after"]) <= 60


def test_s34_by_default_each_process_counts_for_itself(start_server, pg_url: str):
    server: ServerProcess = start_server(pg_url, env=TWENTY, processes=2)
    with server.as_operator() as operator:
        token = new_agent(operator)
    assert [agent_answers(server, token, 0) for _ in range(21)] == [200] * 20 + [429]
    assert agent_answers(server, token, 1) == 200


def test_s35_over_redis_all_processes_count_together(start_server, pg_url: str, redis_url: str):
    server: ServerProcess = start_server(pg_url, env=SHARED | {"RATE_LIMIT_REDIS_URL": redis_url}, processes=2)
    with server.as_operator() as operator:
        token = new_agent(operator)
    assert [agent_answers(server, token, index) for index in (0, 1) for _ in range(10)] == [200] * 20
    assert [agent_answers(server, token, index) for index in (0, 1)] == [429, 429]


def test_s36_without_a_redis_of_their_own_the_limits_use_the_other(start_server, redis_url: str):
    server: ServerProcess = start_server(env=SHARED | {"RQ_REDIS_URL": redis_url})
    agent_answers(server, "a-token-that-nobody-has")
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        assert list(client.scan_iter("*ratelimit*"))


def test_s36_without_any_redis_the_start_is_refused(tmp_path: Path):
    done = Installation(tmp_path).run("serve", **SHARED, RATE_LIMIT_REDIS_URL="", RQ_REDIS_URL="")
    assert done.returncode == 2
    assert "RATE_LIMIT_REDIS_URL or RQ_REDIS_URL" in done.stderr


def test_s37_a_redis_that_does_not_answer_stops_the_start(tmp_path: Path):
    done = Installation(tmp_path).run("serve", **SHARED, RATE_LIMIT_REDIS_URL="redis://me:the-password@127.0.0.1:1/0")
    assert done.returncode not in (0, None)
    assert "redis://***@127.0.0.1:1/0" in done.stderr
    assert "the-password" not in done.stdout + done.stderr


def test_s38_when_redis_goes_away_callers_are_let_through(start_server, tmp_path: Path):
    shared = redis_server.start(tmp_path / "redis")
    server: ServerProcess = start_server(env=SHARED | {"RATE_LIMIT_REDIS_URL": shared.url(0)})
    with server.as_operator() as operator:
        token = new_agent(operator)
    assert agent_answers(server, token) == 200
    shared.stop()
    calls = [_timed(server, token) for _ in range(30)]
    assert {status for status, _ in calls} == {200}
    # None waits for Redis, however busy the machine is.
    assert max(seconds for _, seconds in calls) < 10
    assert "rate_limit.redis.unavailable" in server.logs()


def _timed(server: ServerProcess, token: str) -> tuple[int, float]:
    begun = time.monotonic()
    return agent_answers(server, token), time.monotonic() - begun


def test_s39_the_documentation_says_what_several_processes_count():
    page = CONFIGURATION.read_text()
    section = page[page.index("## Limits with several processes") :]
    assert all(words in section for words in ("each process counts for itself", "RATE_LIMIT_BACKEND=redis", "proxy"))


def test_s62_the_document_tells_the_limits_in_force(start_server):
    server: ServerProcess = start_server(env={"RATE_LIMIT_AGENT_AUTH": "7/30"})
    with server.as_operator() as operator:
        operations = _operations(operator)
        token = new_agent(operator)
    limited = [item for item in operations if "AgentToken" in str(item["security"])]
    assert limited
    for operation in limited:
        assert (operation["x-ratelimit-limit"], operation["x-ratelimit-window"]) == (7, 30)
        assert operation["x-ratelimit-scope"]
    assert [agent_answers(server, token) for _ in range(8)] == [200] * 7 + [429]


def _operations(client: httpx.Client) -> list[dict[str, Any]]:
    paths = client.get("/openapi.json").json()["paths"]
    return [operation for methods in paths.values() for operation in methods.values()]
