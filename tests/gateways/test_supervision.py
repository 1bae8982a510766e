"""The connections that the product keeps: their state, and which process keeps them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from tests.gateways.scripted import TOKEN, Chatty, Mute, Refusal, Scripted, certificate
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


def test_one_that_stops_answering_is_told_of_and_goes_on_over_the_same_connection(server: ServerProcess) -> None:
    with server.as_operator() as operator, Scripted(tick_ms=8_000) as gateway:
        move_to_new_organization(operator)
        gateway_id = add(operator, gateway.url)
        becomes(operator, gateway_id, "connected")
        with gateway.stopped():
            silent = becomes(operator, gateway_id, "hung")
            assert ("The connection stands" in silent["status_reason"], bool(silent["status_cure"])) == (True, True)
        becomes(operator, gateway_id, "connected")
        assert (len(gateway.connected), len(gateway.named("connect"))) == (1, 1)


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


def test_each_way_not_to_get_in_has_its_state_reason_and_cure_within_a_quarter_of_a_minute(
    start_server: Callable[..., ServerProcess], sqlite_url: str, tmp_path: Path
) -> None:
    pairing = Refusal("pairing required", "NOT_PAIRED", details={"code": "PAIRING_REQUIRED", "requestId": "6f1e"})
    tls, _ = certificate(tmp_path)
    kinds: dict[str, tuple[Any, tuple[str, str, str]]] = {
        "hung": (Mute(), ("hung", "accepts connections and does not answer", "Wait if the gateway's machine is busy")),
        "silent": (
            Scripted(silent=True),
            ("hung", "does not introduce itself", "Wait if the gateway's machine is busy"),
        ),
        "deaf": (Scripted(deaf=True), ("hung", "does not answer our request", "Wait if the gateway's machine is busy")),
        "ssh": (Chatty([b"SSH-2.0-OpenSSH_9\r\n"]), ("not_a_gateway", "no gateway", "Check address and port")),
        "chat": (
            Scripted(greeting="hello there"),
            ("not_a_gateway", "another protocol", "Check address, port and path"),
        ),
        "slow": (Scripted(delay=5), ("slow", "takes long", "load of its machine")),
        "old": (Scripted(protocol=3), ("connected", "protocol 3", "Update OpenClaw")),
        "strange": (Scripted(protocol=5), ("protocol_mismatch", "protocol 5", "Update the gateway")),
        "wrong token": (Scripted(token="another"), ("auth_failed", "stored token", "Enter the gateway's token")),
        "pairing": (Scripted(refuse=pairing), ("pairing_required", "approve", "openclaw devices approve 6f1e")),
        "scopes": (Scripted(scopes=["operator.read"]), ("scope_missing", "operator.admin", "Allow this device")),
        "tls": (Scripted(tls=tls), ("tls_failed", "certificate", "authority that signed it")),
    }
    with ExitStack() as running, start_server(sqlite_url).as_operator() as operator:
        urls = {name: running.enter_context(gateway).url for name, (gateway, _) in kinds.items()}
        wanted = {name: told for name, (_, told) in kinds.items()} | {
            "refusing": ("unreachable", "connection refused", "Check that the gateway runs")
        }
        for name, url in (urls | {"refusing": f"ws://127.0.0.1:{free_port()}"}).items():
            add(operator, url, name=name)
        seen: dict[str, Json] = {}

        def is_told() -> bool:
            seen.update({it["name"]: it for it in ok(operator.get(GATEWAYS))["items"]})
            return {name: it["status"] for name, it in seen.items()} == {name: it[0] for name, it in wanted.items()}

        # The product's other work goes on beside all of them.
        assert wait_until(is_told, timeout=15), seen
        for name, (_, reason, cure) in wanted.items():
            assert reason in seen[name]["status_reason"], seen[name]
            assert cure in seen[name]["status_cure"], seen[name]
        becomes(operator, seen["slow"]["id"], "connected")
