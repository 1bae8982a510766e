"""Devices that ask a gateway to be let in: others', and our own where another of our connections may decide."""

from __future__ import annotations

from typing import Any

from tests.gateways.scripted import TOKEN, Refusal, Scripted
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, move_to_new_organization, ok

GATEWAYS = "/api/v1/gateways"


class Door:
    """What a gateway knows of devices, whatever way one comes to it."""

    def __init__(self) -> None:
        self.pending: list[Json] = []
        self.decided: list[tuple[str, str]] = []

    def asks(self, request_id: str, device_id: str) -> None:
        about = {"displayName": "Laptop", "clientId": "cli", "platform": "linux", "remoteIp": "203.0.113.9"}
        scopes = ["operator.read", "operator.write"]
        self.pending.append(
            {"requestId": request_id, "deviceId": device_id, "scopes": scopes, "ts": 1_795_700_525_501, **about}
        )

    def methods(self) -> dict[str, Any]:
        return {
            "agents.list": {"agents": [{"id": "main"}]},
            "sessions.list": {"sessions": []},
            "device.pair.list": lambda _params: {"pending": self.pending, "paired": []},
            "device.pair.approve": lambda params: self._decide("approve", params),
            "device.pair.reject": lambda params: self._decide("reject", params),
        }

    def _decide(self, decision: str, params: Json) -> Json:
        if params["requestId"] not in {it["requestId"] for it in self.pending}:
            raise Refusal("unknown requestId")
        self.pending = [it for it in self.pending if it["requestId"] != params["requestId"]]
        self.decided.append((decision, params["requestId"]))
        return {"requestId": params["requestId"]}


def add(operator: Any, name: str, scripted: Scripted) -> Json:
    body = {"name": name, "url": scripted.url, "workspace_root": "~", "token": TOKEN}
    gateway: Json = ok(operator.post(GATEWAYS, json=body))
    return gateway


def comes_to(operator: Any, gateway: Json, status: str) -> None:
    at = f"{GATEWAYS}/{gateway['id']}"
    assert wait_until(lambda: ok(operator.get(at))["status"] == status, timeout=60), ok(operator.get(at))


def test_devices_are_let_in_and_turned_away_and_it_is_written_down_who_did(server: ServerProcess) -> None:
    door = Door()
    door.asks("first", "a" * 64)
    door.asks("second", "b" * 64)
    with server.as_operator() as operator, Scripted(methods=door.methods()) as scripted:
        move_to_new_organization(operator)
        at = f"{GATEWAYS}/{add(operator, 'Oslo', scripted)['id']}/pairing-requests"
        first, second = ok(operator.get(at))["requests"]
        assert (first["name"], first["scopes"]) == ("Laptop", ["operator.read", "operator.write"])
        assert first["requested_at"] == "2026-11-26T13:42:05.501000Z"
        ok(operator.post(f"{at}/{first['request_id']}/approve"))
        ok(operator.post(f"{at}/{second['request_id']}/reject"))
        assert door.decided == [("approve", "first"), ("reject", "second")]
        assert code_of(operator.post(f"{at}/first/approve")) == (404, "pairing_request_gone")
        told = ok(operator.get("/api/v1/activity", params={"event_type": "gateway.device_decided"}))["items"]
        assert [it["message"] for it in told] == [
            "Device Laptop was turned away by gateway Oslo",
            "Device Laptop was let in by gateway Oslo",
        ]
        scripted.methods = {"device.pair.list": Refusal("missing scope: operator.pairing")}
        assert code_of(operator.get(at)) == (409, "pairing_not_allowed")


def test_our_own_device_is_let_in_by_another_connection_to_the_same_gateway(server: ServerProcess) -> None:
    door = Door()
    details = {"code": "PAIRING_REQUIRED", "requestId": "ours"}
    refusal = Refusal("pairing required", "NOT_PAIRED", details=details)
    with server.as_operator() as operator, Scripted(methods=door.methods(), refuse=refusal) as away:
        move_to_new_organization(operator)
        remote = add(operator, "From afar", away)
        comes_to(operator, remote, "pairing_required")
        at = f"{GATEWAYS}/{remote['id']}/pairing/approve"
        assert code_of(operator.post(at)) == (409, "nobody_to_approve")
        with Scripted(methods=door.methods()) as local:
            near = add(operator, "At home", local)
            comes_to(operator, near, "connected")
            # It is connected, and is another gateway: what is to be run instead is said.
            refused = operator.post(at)
            assert code_of(refused) == (409, "nobody_to_approve")
            assert "openclaw devices approve ours" in refused.text
            door.asks("other", "c" * 64)
            door.asks("ours", away.named("connect")[0]["params"]["device"]["id"])
            assert ok(operator.post(at))["through_name"] == "At home"
            assert door.decided == [("approve", "ours")]
