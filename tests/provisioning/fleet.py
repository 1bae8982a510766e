"""A gateway of the product with a scripted one behind it, and agents on it."""

from __future__ import annotations

import re
from typing import Any

import httpx

from tests.gateways.scripted import TOKEN
from tests.provisioning.keeping import AgentKeeping
from tests.support.processes import wait_until
from tests.support.world import Json, make_board, ok

GATEWAYS, AGENTS = "/api/v1/gateways", "/api/v1/agents"
AGENT_TOKEN = re.compile(r"mca_[\w-]+")


def add_gateway(operator: httpx.Client, url: str, **over: Any) -> Json:
    body = {"name": "Berlin", "url": url, "workspace_root": "~/.openclaw/", "token": TOKEN, **over}
    gateway: Json = ok(operator.post(GATEWAYS, json=body))
    return gateway


def board_on(operator: httpx.Client, gateway: Json, **over: Any) -> Json:
    return make_board(operator, gateway_id=gateway["id"], **over)


def add_agent(operator: httpx.Client, board: Json, name: str = "Ada", **over: Any) -> Json:
    agent: Json = ok(operator.post(AGENTS, json={"name": name, "board_id": board["id"], **over}))
    return agent


def agent_of(operator: httpx.Client, agent: Json) -> Json:
    found: Json = ok(operator.get(f"{AGENTS}/{agent['id']}"))
    return found


def setup_comes_to(operator: httpx.Client, agent: Json, phase: str, *, said: str = "", timeout: float = 30) -> Json:
    """The agent, when its setup has come to this phase and says this."""
    seen: Json = {}

    def has() -> bool:
        seen.update(agent_of(operator, agent))
        return bool(seen["setup"]["phase"] == phase and said in seen["setup"]["reason"])

    assert wait_until(has, timeout=timeout), seen
    return seen


def status_comes_to(operator: httpx.Client, agent: Json, status: str, *, said: str = "") -> Json:
    seen: Json = {}

    def has() -> bool:
        seen.update(agent_of(operator, agent))
        return bool(seen["status"] == status and said in seen["status_reason"])

    assert wait_until(has, timeout=30), seen
    return seen


def token_of(keeping: AgentKeeping, agent: Json) -> str:
    """The agent's token, from the one place in which it stands."""
    runtime_id = agent["setup"]["runtime_id"]
    found = {name: AGENT_TOKEN.findall(text) for (owner, name), text in keeping.files.items() if owner == runtime_id}
    assert [name for name, tokens in found.items() if tokens] == ["AGENTS.md"], found
    assert len(found["AGENTS.md"]) == 1
    return str(found["AGENTS.md"][0])


def call_in(server: Any, token: str) -> httpx.Response:
    with server.as_agent(token) as agent:
        reply: httpx.Response = agent.post("/api/v1/agent/heartbeat")
        return reply


def bring_up(server: Any, operator: httpx.Client, keeping: AgentKeeping, agent: Json) -> Json:
    """An agent that has been set up, woken, and has called."""
    woken = setup_comes_to(operator, agent, "waking", said="Woken")
    assert call_in(server, token_of(keeping, woken)).is_success
    return setup_comes_to(operator, agent, "ready")
