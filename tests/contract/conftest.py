"""One running product and one of each kind of answer that it gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest

from tests.support.document import served_document
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.services import Services

ORIGIN = "https://console.example.org"
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "PATCH"}
CONFIDENTIAL = "what-people-write-is-for-their-eyes"
NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Answer:
    """What came back, and what the request was called."""

    kind: str
    reply: httpx.Response

    def __str__(self) -> str:
        return f"{self.kind}: {self.reply.status_code}"


@pytest.fixture(scope="module")
def document(server: ServerProcess) -> dict[str, Any]:
    """The API document as it is served."""
    return served_document(server)


@pytest.fixture(scope="package")
def answers(services: Services) -> Iterator[list[Answer]]:
    """One answer of every kind, from 200 to 500, preflights and a stream included, and the server's log lines."""
    url = services.new_database("postgresql")
    environment = {"CORS_ORIGINS": ORIGIN, "RATE_LIMIT_AGENT_AUTH": "5/60"}
    with ServerProcess(url, env=environment) as server:
        yield _one_of_each(server.start(), url)
    services.drop_database(url)


def new_agent(operator: httpx.Client) -> str:
    """The token of a new worker, on a board of its own."""
    board = operator.post("/api/v1/boards", json={"name": "Fleet", "slug": "fleet", "description": "a fleet"})
    assert board.status_code == 200, board.text
    agent = operator.post("/api/v1/agents", json={"name": "Worker", "board_id": board.json()["id"]})
    assert agent.status_code == 200, agent.text
    token: str = agent.json()["token"]
    return token


def agent_answers(server: ServerProcess, token: str, index: int = 0) -> int:
    """The status of one call with an agent's token."""
    with server.as_agent(token, index) as agent:
        return agent.get("/api/v1/agent/healthz").status_code


def _one_of_each(server: ServerProcess, url: str) -> list[Answer]:
    with ExitStack() as clients:
        anyone = clients.enter_context(server.client())
        operator = clients.enter_context(server.as_operator())
        agent = clients.enter_context(server.as_agent(new_agent(operator)))
        guesser = clients.enter_context(server.as_agent("a-token-that-nobody-has"))
        organization = {"name": "Twice"}
        operator.post("/api/v1/organizations", json=organization)
        for _ in range(5):
            guesser.get("/api/v1/agent/healthz")
        replies = {
            "200": operator.get("/api/v1/users/me"),
            "200 page": anyone.get("/boards"),
            "304": anyone.get("/openapi.json", headers={"If-None-Match": "*"}),
            "307": anyone.get("/health/"),
            "401": anyone.get("/api/v1/users/me"),
            "403": agent.post("/api/v1/agent/agents", json={"name": "another"}),
            "404": operator.get(f"/api/v1/boards/{NOBODY}"),
            "404 path": anyone.get("/api/v2/users/me"),
            "405": anyone.put("/api/v1/boards"),
            "409": operator.post("/api/v1/organizations", json=organization),
            "413": operator.post("/api/v1/organizations", content=b"x" * (2 * 1024**2 + 1)),
            "422": operator.post("/api/v1/organizations", json={}),
            "429": guesser.get("/api/v1/agent/healthz"),
            "200 preflight": anyone.options("/api/v1/boards", headers=PREFLIGHT),
            "400 preflight": anyone.options("/api/v1/boards", headers=PREFLIGHT | {"Origin": "https://evil.example"}),
        }
        with operator.stream("GET", "/api/v1/agents/stream") as stream:
            replies["200 stream"] = stream
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER TABLE boards RENAME TO hidden_boards")
        replies["500"] = operator.post(
            "/api/v1/boards", json=dict.fromkeys(("name", "slug", "description"), CONFIDENTIAL)
        )
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER TABLE hidden_boards RENAME TO boards")
        # Jobs that met no boards either tell so too, at length.
        failed = replies["500"].headers.get("x-request-id", "-")
        assert wait_until(lambda: failed in server.logs(lines=2_000), timeout=20)
        for reply in replies.values():
            reply.extensions["log"] = server.logs(lines=2_000)
    for kind, reply in replies.items():
        assert reply.status_code == int(kind[:3]), f"{kind}: {reply.status_code} {reply.text}"
    return [Answer(kind, reply) for kind, reply in replies.items()]
