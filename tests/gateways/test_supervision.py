"""The connections that the product keeps: their state, and which process keeps them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from tests.gateways.scripted import TOKEN, Refusal, Scripted
from tests.support.processes import free_port, wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, move_to_new_organization, ok

GATEWAYS = "/api/v1/gateways"


def add(operator: httpx.Client, url: str, **over: Any) -> str:
    body = {"name": "Berlin", "url": url, "workspace_root": "~/.openclaw", "token": TOKEN, **over}
    return str(ok(operator.post(GATEWAYS, json=body))["id"])


def becomes(operator: httpx.Client, gateway_id: str, status: str) -> Json:
    """The gateway, when it has come to this status."""
    seen: Json = {}

    def has() -> bool:
        seen.update(ok(operator.get(f"{GATEWAYS}/{gateway_id}")))
        return bool(seen["status"] == status)

    assert wait_until(has, timeout=90), seen
    return seen


def test_a_gateway_is_connected_to_and_found_again_and_all_that_is_told(server: ServerProcess) -> None:
    port = free_port()
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        gateway_id = add(operator, f"ws://127.0.0.1:{port}")
        down = becomes(operator, gateway_id, "unreachable")
        assert (str(port) in down["status_reason"], bool(down["status_cure"])) == (True, True)
        with Scripted(port=port, device_token="a-token-of-the-device") as gateway:
            up = becomes(operator, gateway_id, "connected")
            assert (up["server_version"], up["protocol"], up["status_cure"]) == ("2026.9.6", 4, "")
            assert gateway.named("connect")[-1]["params"]["device"]["id"] == up["device_id"]
            gateway.hang_up(1012, "service restart")
            assert wait_until(lambda: len(gateway.named("connect")) >= 2, timeout=20)
            becomes(operator, gateway_id, "connected")
        states = ok(operator.get("/api/v1/activity", params={"event_type": "gateway.state"}))["items"]
        told = [item["message"] for item in reversed(states)]
        assert told[:3] == ["Gateway Berlin cannot be used", "Gateway Berlin is connected", "Gateway Berlin restarts"]


def test_a_changed_token_is_tried_at_once_and_a_pairing_can_be_approved(server: ServerProcess) -> None:
    with server.as_operator() as operator, Scripted() as gateway:
        move_to_new_organization(operator)
        gateway_id = add(operator, gateway.url, token="wrong")
        becomes(operator, gateway_id, "auth_failed")
        details = {"code": "PAIRING_REQUIRED", "requestId": "6f1e"}
        gateway.refuse = Refusal("pairing required", "NOT_PAIRED", details=details)
        ok(operator.patch(f"{GATEWAYS}/{gateway_id}", json={"token": TOKEN}))
        waiting = becomes(operator, gateway_id, "pairing_required")
        assert waiting["status_command"] == "openclaw devices approve 6f1e"
        gateway.refuse = None
        ok(operator.patch(f"{GATEWAYS}/{gateway_id}", json={"allow_insecure_tls": True}))
        assert becomes(operator, gateway_id, "connected")["status_command"] is None
        ok(operator.delete(f"{GATEWAYS}/{gateway_id}"))
        before = len(gateway.named("connect"))
        assert wait_until(lambda: not gateway.connected, timeout=20)
        assert len(gateway.named("connect")) == before


def test_one_process_keeps_a_connection_and_another_takes_over_when_it_dies(
    start_server: Callable[..., ServerProcess], pg_url: str
) -> None:
    with Scripted() as gateway:
        server = start_server(pg_url, processes=2, env={"GATEWAY_LEASE_SECONDS": "2"})
        with server.as_operator() as operator:
            move_to_new_organization(operator)
            gateway_id = add(operator, gateway.url)
            becomes(operator, gateway_id, "connected")
            assert len(gateway.named("connect")) == 1
            first_taken_by = gateway.connected
        # Whichever it is: after both have died and come back one at a time, one connection stands each time.
        server.kill(1)
        assert wait_until(lambda: len(gateway.connected) == 1, timeout=20)
        server.start(1)
        server.kill(0)
        assert wait_until(lambda: len(gateway.connected) == 1 and gateway.connected != first_taken_by, timeout=20)
        with server.as_operator(1) as operator:
            becomes(operator, gateway_id, "connected")
        server.start(0)
        # One that is told to end leaves its connection to the other without waiting for the lease.
        server.stop(1)
        with server.as_operator(0) as operator:
            becomes(operator, gateway_id, "connected")
        assert wait_until(lambda: len(gateway.connected) == 1, timeout=20)


def test_a_process_that_is_alone_waits_for_no_lease_of_one_that_was_killed(
    start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    with Scripted() as gateway:
        server = start_server(sqlite_url, env={"GATEWAY_LEASE_SECONDS": "3600"})
        with server.as_operator() as operator:
            becomes(operator, add(operator, gateway.url), "connected")
            server.kill()
            greetings = len(gateway.named("connect"))
            server.start()
            assert wait_until(lambda: len(gateway.named("connect")) > greetings, timeout=60)


def test_a_gateway_that_hangs_holds_up_nothing_else(server: ServerProcess) -> None:
    with server.as_operator() as operator, Scripted(silent=True) as gateway:
        move_to_new_organization(operator)
        gateway_id = add(operator, gateway.url)
        assert wait_until(lambda: bool(gateway.targets), timeout=20)
        for _ in range(50):
            ok(operator.get("/api/v1/boards"))
        assert ok(operator.get(f"{GATEWAYS}/{gateway_id}"))["status"] == "connecting"
