"""Our own end between any two steps: what was begun is ended once, by whoever comes after."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.provisioning.fleet import add_agent, add_gateway, board_on, call_in, setup_comes_to, token_of
from tests.provisioning.keeping import AgentKeeping, Json
from tests.support.server import ServerProcess
from tests.support.world import ok

pytestmark = pytest.mark.faults
KILLED_AT = ("config.patch", "agents.files.set", "chat.send")


def test_a_server_that_is_killed_at_any_step_ends_with_one_agent_one_message_and_a_way_in(
    start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    keeping, reached = AgentKeeping(), threading.Event()
    server = start_server(sqlite_url, env={"GATEWAY_LEASE_SECONDS": "3"})
    left = list(KILLED_AT)

    def stop_there(method: str, _params: Json) -> None:
        if left and method == left[0]:
            left.pop(0)
            reached.set()

    with keeping.serve() as scripted:
        with server.as_operator() as operator:
            gateway = add_gateway(operator, scripted.url)
            keeping.after = stop_there
            agent = add_agent(operator, board_on(operator, gateway))
        for _ in KILLED_AT:
            assert reached.wait(60), left
            server.kill()
            reached.clear()
            server.start()
        with server.as_operator() as operator:
            woken = setup_comes_to(operator, agent, "waking", said="Woken", timeout=60)
            assert call_in(server, token_of(keeping, woken)).is_success
            ready = setup_comes_to(operator, agent, "ready")
            runtime_id = ready["setup"]["runtime_id"]
            assert (ready["setup"]["conflicts"], len(keeping.texts(runtime_id))) == ([], 1)
            assert sorted(keeping.entries) == sorted(["main", runtime_id, f"mc-gateway-{gateway['id']}"])
            assert len(keeping.texts(f"mc-gateway-{gateway['id']}")) == 1
            assert ok(operator.get("/api/v1/agents"))["total"] == 2
