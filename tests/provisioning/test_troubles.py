"""What is wrong is told once, where it is: at the gateway, in the setup, or with the agent."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx
import pytest

from tests.gateways.scripted import Refusal
from tests.provisioning.fleet import GATEWAYS, add_agent, add_gateway, agent_of, board_on, bring_up, setup_comes_to
from tests.provisioning.keeping import AgentKeeping, Json
from tests.support.processes import free_port, wait_until
from tests.support.server import ServerProcess
from tests.support.world import ok

pytestmark = pytest.mark.slow

NOT_LET_IN = Refusal("unauthorized: gateway token mismatch", details={"code": "AUTH_TOKEN_MISMATCH"})


def needs(operator: httpx.Client) -> list[Json]:
    found: list[Json] = ok(operator.get("/api/v1/overview"))["needs_me"]
    return found


def test_a_gateway_that_is_away_is_told_of_once_and_a_restart_not_at_all(
    start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    keeping, port = AgentKeeping(), free_port()
    server = start_server(sqlite_url, env={"AGENT_OFFLINE_SECONDS": "1"}, hurried=True)
    with server.as_operator() as operator:
        with keeping.serve(port=port) as scripted:
            gateway = add_gateway(operator, scripted.url)
            board = board_on(operator, gateway)
            agents = [bring_up(server, operator, keeping, add_agent(operator, board, name)) for name in ("Ada", "Bob")]
            # From here on they sleep.
            time.sleep(1.5)
            scripted.hang_up(1012, "service restart")
        at = f"{GATEWAYS}/{gateway['id']}"

        def told() -> list[str]:
            of_states = {"event_type": "agent.status_changed"}
            return [it["message"] for it in ok(operator.get("/api/v1/activity", params=of_states))["items"]]

        before = told()
        # Nobody listens there for a while, as it has announced.
        time.sleep(1.5)
        assert ok(operator.get(at))["status"] == "starting"
        assert {agent_of(operator, it)["status"] for it in agents} == {"online"}
        assert needs(operator) == []
        with keeping.serve(port=port) as scripted:
            assert wait_until(lambda: ok(operator.get(at))["status"] == "connected", timeout=60)
            assert told() == before
            scripted.refuse = NOT_LET_IN
            scripted.hang_up(1000, "bye")
            assert wait_until(lambda: ok(operator.get(at))["status"] == "auth_failed", timeout=60)
            seen = [agent_of(operator, it) for it in agents]
            assert {(it["status"], it["trouble"]) for it in seen} == {("offline", "unreachable")}
            (item,) = needs(operator)
            assert (item["kind"], item["title"], item["gateway_id"]) == ("gateway_unusable", "Berlin", gateway["id"])
            assert "does not accept the stored token" in item["reason"]
            assert "Enter the gateway's token" in item["action"]
            assert wait_until(lambda: len(told()) == len(before) + 2, timeout=60)
            scripted.refuse = None
            # As if somebody had looked after it.
            ok(operator.patch(at, json={"token": scripted.token}))
            assert wait_until(lambda: needs(operator) == [], timeout=60)
            assert {agent_of(operator, it)["status"] for it in agents} == {"online"}


def test_setups_that_keep_failing_are_one_item_with_the_gateways_reason(
    start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    keeping = AgentKeeping()

    def refuse(method: str, params: Json) -> None:
        if method == "agents.files.set" and params["agentId"].startswith("mc-") and "gateway" not in params["agentId"]:
            raise Refusal("disk full")

    keeping.before = refuse
    server = start_server(sqlite_url, env={"AGENT_SETUP_RETRY_SECONDS": "0.5"})
    with server.as_operator() as operator, keeping.serve() as scripted:
        board = board_on(operator, add_gateway(operator, scripted.url))
        first, _ = (add_agent(operator, board, name) for name in ("Ada", "Bob"))
        assert wait_until(lambda: any(it["title"] == "Ada and 1 more" for it in needs(operator)), timeout=90)
        (item,) = needs(operator)
        assert (item["kind"], item["agent_id"], "disk full" in item["reason"]) == ("setup_failing", first["id"], True)
        keeping.before = lambda _method, _params: None
        setup_comes_to(operator, first, "waking", timeout=90)
        assert wait_until(lambda: needs(operator) == [], timeout=90)
