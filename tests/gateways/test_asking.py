"""What is asked of a gateway within a request: its sessions, and why it cannot be used."""

from __future__ import annotations

import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from mission_control.gateways.doctor import NEEDED, Diagnosis, examine
from mission_control.gateways.protocol.identity import DeviceIdentity
from mission_control.gateways.protocol.states import State
from mission_control.gateways.protocol.target import Target
from tests.gateways.scripted import TOKEN, Chatty, Frame, Mute, Refusal, Scripted, certificate
from tests.support.processes import free_port, wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_agent, make_board, move_to_new_organization, ok

GATEWAYS = "/api/v1/gateways"
SLUGS = [(" ", ""), ("\u00a0", ""), ("\n", ""), ("\ufeff", ""), ("", " "), ("", "\ufeff"), ("agent: mc-", "")]
SLUGS += [("agent:-", ""), ("AGENT :", "")]
"""What to write around the key of a session so that it looks like another one."""
PAIRING = Refusal("pairing required", "NOT_PAIRED", details={"code": "PAIRING_REQUIRED", "requestId": "6f1e"})


# --- the doctor


def diagnosis(url: str, **more: Any) -> Diagnosis:
    fields: dict[str, Any] = {"token": TOKEN, "identity": DeviceIdentity.new()} | more
    return asyncio.run(examine(Target(url, **fields)))


def failed(found: Diagnosis) -> list[str]:
    assert all(finding.cure for finding in found.findings if finding.outcome in {"failed", "warning"}), found.findings
    assert len(found.findings) == 11
    return [finding.check for finding in found.findings if finding.outcome == "failed"]


@pytest.mark.parametrize(
    ("options", "aimed", "check"),
    [
        ({"protocol": 5}, {}, "protocol"),
        ({}, {"token": "wrong"}, "auth"),
        ({"refuse": PAIRING}, {}, "pairing"),
        ({"scopes": ["operator.read"]}, {}, "scopes"),
        ({"silent": True}, {}, "websocket"),
        ({"deaf": True}, {}, "websocket"),
        ({"greeting": "hello there"}, {}, "websocket"),
        ({"http_status": 404}, {}, "websocket"),
    ],
)
def test_the_doctor_names_the_step_that_fails(options: dict[str, Any], aimed: dict[str, Any], check: str) -> None:
    with Scripted(**options) as gateway:
        found = diagnosis(gateway.url, **aimed)
    assert failed(found) == [check]
    assert found.seconds < 15
    assert (found.findings[6].command is not None) == (check == "pairing")


def test_the_doctor_tells_addresses_machines_and_certificates_apart(tmp_path: Path) -> None:
    assert failed(diagnosis("ws://no-such-host.invalid:1")) == ["address"]
    assert failed(diagnosis("ws://169.254.169.254")) == ["address"]
    assert failed(diagnosis(f"ws://127.0.0.1:{free_port()}")) == ["tcp"]
    with Mute() as mute:
        hung = diagnosis(mute.url)
    assert (failed(hung), hung.condition.state, hung.seconds < 15) == (["websocket"], State.HUNG, True)
    assert hung.condition.cure.startswith("Wait")
    with Chatty([b"SSH-2.0-OpenSSH_9\r\n"]) as other:
        found = diagnosis(other.url)
    assert (failed(found), found.condition.state) == (["websocket"], State.NOT_A_GATEWAY)
    tls, authority = certificate(tmp_path)
    with Scripted(tls=tls) as gateway:
        assert failed(diagnosis(gateway.url)) == ["tls"]
        assert failed(diagnosis(gateway.url, certificate_authority=authority)) == []


def test_the_doctor_waits_for_a_gateway_that_is_slow() -> None:
    """To restart it, as one that hangs, would make it slower."""
    with Scripted(late=5, methods={"config.get": {}}) as gateway:
        found = diagnosis(gateway.url)
    assert (found.condition.state, found.seconds < 15) == (State.CONNECTED, True)


def test_the_doctor_finds_nothing_wrong_with_an_old_gateway_but_what_it_lacks() -> None:
    with Scripted(protocol=3, methods={"chat.send": {}}) as gateway:
        found = diagnosis(gateway.url)
    assert found.condition.state is State.CONNECTED
    assert [it.check for it in found.findings if it.outcome == "warning"] == ["protocol", "methods"]


def test_the_doctor_looks_for_every_method_that_is_asked_for() -> None:
    source = Path(examine.__code__.co_filename).parents[1]
    asked = {
        name for path in source.rglob("*.py") for name in re.findall(r'call\(\s*"(\w+(?:\.\w+)+)"', path.read_text())
    }
    assert set(NEEDED) == asked


OURS = {"mc-00000000-0000-4000-8000-000000000000": {"heartbeat": {"every": "0m"}}}


@pytest.mark.parametrize(
    ("agents", "named"),
    [
        ({"entries": {"mia": {}, **OURS, "bo": {"name": "Bo"}}}, "bo, mia"),
        ({"entries": OURS}, "main"),
        ({}, "main"),
        ({"entries": {"mia": {}, "bo": {"heartbeat": {"every": "5m"}}}}, None),
        ({"entries": {"mia": {}}, "defaults": {"heartbeat": {"every": "0m"}}}, None),
    ],
)
def test_the_doctor_names_agents_of_others_that_ours_would_stop(agents: Frame, named: str | None) -> None:
    with Scripted(methods={name: {} for name in NEEDED} | {"config.get": {"parsed": {"agents": agents}}}) as gateway:
        (found,) = [it for it in diagnosis(gateway.url).findings if it.check == "heartbeats"]
    assert found.outcome == ("warning" if named else "passed")
    assert not named or f"their own: {named}. " in found.detail


def test_an_address_is_examined_before_and_after_it_is_added(server: ServerProcess) -> None:
    with server.as_operator() as operator, Scripted(refuse=PAIRING) as gateway:
        move_to_new_organization(operator)
        before = ok(operator.post(f"{GATEWAYS}/doctor", json={"url": gateway.url, "token": TOKEN}))
        pairing = next(it for it in before["findings"] if it["check"] == "pairing")
        # What would be approved now is not what is paired later.
        assert (before["ok"], pairing["command"], "Add the gateway" in pairing["cure"]) == (False, None, True)
        body = {"name": "Berlin", "url": gateway.url, "workspace_root": "~", "token": TOKEN}
        added = ok(operator.post(GATEWAYS, json=body))
        after = ok(operator.post(f"{GATEWAYS}/{added['id']}/doctor"))
        assert next(it for it in after["findings"] if it["check"] == "pairing")["command"].endswith("approve 6f1e")
        assert TOKEN not in str([before, after])
        ourselves = server.base_url.replace("http://", "ws://")
        mistaken = ok(operator.post(f"{GATEWAYS}/doctor", json={"url": ourselves, "token": TOKEN}))
        found = next(it for it in mistaken["findings"] if it["outcome"] == "failed")
        assert (found["check"], found["detail"]) == (
            "websocket",
            "What answers there is Mission Control, and not a gateway.",
        )


# --- sessions


def test_sessions_are_listed_read_and_talked_to_within_what_a_person_may_see(server: ServerProcess) -> None:
    told: list[Frame] = []

    def hear(params: Frame) -> Frame:
        told.append(params)
        return {"status": "started"}

    keys: list[str] = []
    methods = {
        "sessions.list": lambda _params: {"sessions": [{"key": key} for key in keys]},
        "chat.history": lambda params: {"messages": [{"role": "user", "content": params["sessionKey"]}]},
        "chat.send": hear,
    }
    with server.as_operator() as operator, Scripted(methods=methods) as gateway:
        move_to_new_organization(operator)
        body = {"name": "Berlin", "url": gateway.url, "workspace_root": "~", "token": TOKEN}
        gateway_id = ok(operator.post(GATEWAYS, json=body))["id"]
        board = make_board(operator, gateway_id=gateway_id)
        agent = make_agent(operator, board)
        foreign = "agent:mc-00000000-0000-4000-8000-000000000000:main"
        mine, main, lead = (f"agent:{it}:main" for it in (f"mc-{agent.id}", "main", f"lead-{board['id']}"))
        keys += [mine, main, lead, foreign]
        at_board = {"board_id": board["id"]}
        status = ok(operator.get(f"{GATEWAYS}/status", params=at_board))
        assert (status["connected"], status["sessions_count"], status["latency_ms"] >= 0) == (True, 3, True)
        assert wait_until(lambda: ok(operator.get(f"{GATEWAYS}/{gateway_id}"))["status"] == "connected", timeout=30)
        abilities = ok(operator.get(f"{GATEWAYS}/{gateway_id}/abilities"))
        missing = [method for method in NEEDED if method not in methods]
        assert (abilities["scopes"], abilities["missing"]) == (sorted(gateway.scopes), missing)
        listed = ok(operator.get(f"{GATEWAYS}/sessions", params={"gateway_id": gateway_id}))["sessions"]
        assert [it["key"] for it in listed] == [mine, main, lead]
        session = f"{GATEWAYS}/sessions/{mine}"
        assert ok(operator.get(session, params=at_board))["session"] == {"key": mine}
        assert ok(operator.get(f"{session}/history", params=at_board))["history"][0]["content"] == mine
        for _ in range(2):
            headers = {"Idempotency-Key": "once"}
            ok(operator.post(f"{session}/message", params=at_board, json={"content": "Hello."}, headers=headers))
        # The gateway takes what has one key for one message.
        assert [it["idempotencyKey"] for it in told] == [told[0]["idempotencyKey"]] * 2
        assert (told[0]["message"], told[0]["deliver"]) == ("Hello.", False)
        # To a gateway these are the same, to which it trims them.
        strange = [f"{before}{foreign}{after}" for before, after in SLUGS]
        assert [
            operator.get(f"{GATEWAYS}/sessions/{quote(it)}/history", params=at_board).status_code for it in strange
        ] == [404] * len(SLUGS)
        hidden = f"{GATEWAYS}/sessions/{foreign}"
        for reply in (
            operator.get(hidden, params=at_board),
            operator.get(f"{hidden}/history", params=at_board),
            operator.post(f"{hidden}/message", params=at_board, json={"content": "Hello."}),
        ):
            assert code_of(reply) == (404, "not_found")


def test_g16_a_gateway_that_fails_is_told_in_words_and_soon(server: ServerProcess) -> None:
    with server.as_operator() as operator, Scripted(silent=True) as mute:
        move_to_new_organization(operator)
        url = f"ws://127.0.0.1:{free_port()}"
        body = {"name": "Down", "url": url, "workspace_root": "~", "token": TOKEN}
        down = {"gateway_id": ok(operator.post(GATEWAYS, json=body))["id"]}
        hung = {"gateway_id": ok(operator.post(GATEWAYS, json=body | {"url": mute.url}))["id"]}
        assert code_of(operator.get(f"{GATEWAYS}/sessions", params=down)) == (502, "gateway_failed")
        began = time.monotonic()
        assert code_of(operator.get(f"{GATEWAYS}/sessions", params=hung)) == (504, "gateway_timed_out")
        assert time.monotonic() - began < 25
        status = ok(operator.get(f"{GATEWAYS}/status", params={"gateway_url": url}))
        assert (status["connected"], "refused" in status["error"], status["gateway_url"]) == (False, True, url)
        board = make_board(operator)
        for params in ({}, {"board_id": board["id"]}):
            assert code_of(operator.get(f"{GATEWAYS}/sessions", params=params)) == (422, "gateway_required")
        assert code_of(operator.get(f"{GATEWAYS}/sessions", params={"board_id": "x"})) == (422, "invalid_request")
        assert operator.get(f"{GATEWAYS}/status", params={"gateway_url": "http://x"}).status_code == 422
        assert ok(operator.get(f"{GATEWAYS}/commands"))["protocol_version"] == 4


def test_g16_one_that_does_not_fit_is_no_failure_of_who_asks_and_is_added_all_the_same(server: ServerProcess) -> None:
    """Its state says what is wrong with it, and that it fits as soon as it is updated."""
    with server.as_operator() as operator, Scripted(protocol=5) as gateway:
        move_to_new_organization(operator)
        body = {"name": "Berlin", "url": gateway.url, "workspace_root": "~", "token": TOKEN}
        at = f"{GATEWAYS}/{ok(operator.post(GATEWAYS, json=body))['id']}"
        status = ok(operator.get(f"{GATEWAYS}/status", params={"gateway_url": gateway.url}))
        assert (status["connected"], status["sessions"], status["status"]) == (False, None, "protocol_mismatch")
        assert "It speaks protocol 5; Mission Control speaks 3 and 4." in status["error"]
        assert wait_until(lambda: ok(operator.get(at))["status"] == "protocol_mismatch", timeout=30)


def devices(gateway: Scripted) -> set[str | None]:
    """As which devices we have come to it; None for without one."""
    return {(request["params"].get("device") or {}).get("id") for request in gateway.named("connect")}


def test_g17_what_is_left_out_with_an_address_is_as_it_is_stored_with_it(server: ServerProcess, tmp_path: Path) -> None:
    tls, _ = certificate(tmp_path)
    with server.as_operator() as operator, Scripted(tls=tls, methods={"sessions.list": {"sessions": []}}) as gateway:
        move_to_new_organization(operator)
        asked = {"gateway_url": gateway.url}

        def answer(**more: Any) -> tuple[bool, str]:
            status = ok(operator.get(f"{GATEWAYS}/status", params=asked | more))
            return status["connected"], status["status"]

        assert answer(gateway_token=TOKEN) == (False, "tls_failed")
        body = {"name": "Berlin", "url": gateway.url, "workspace_root": "~", "token": TOKEN, "allow_insecure_tls": True}
        ok(operator.post(GATEWAYS, json=body | {"disable_device_pairing": True}))
        assert answer() == (True, "connected")
        assert devices(gateway) == {None}
        assert answer(gateway_allow_insecure_tls=False) == (False, "tls_failed")
        assert answer(gateway_disable_device_pairing=False) == (True, "connected")
        assert len(devices(gateway)) == 2


def test_a_gateway_that_does_not_let_us_in_is_not_asked_by_every_page(server: ServerProcess) -> None:
    """Ten refusals in a minute would lock us out, with the right token as well."""
    with server.as_operator() as operator, Scripted(token="another") as gateway:
        move_to_new_organization(operator)
        body = {"name": "Berlin", "url": gateway.url, "workspace_root": "~", "token": TOKEN}
        added = ok(operator.post(GATEWAYS, json=body))
        at = f"{GATEWAYS}/{added['id']}"
        answers = [operator.get(f"{at}/log") for _ in range(10)]
        assert wait_until(lambda: ok(operator.get(at))["status"] == "auth_failed", timeout=30)
        answers += [operator.get(f"{GATEWAYS}/sessions", params={"gateway_id": added["id"]}) for _ in range(10)]
        assert {code_of(it) for it in answers} == {(502, "gateway_failed")}
        assert all("does not accept the stored token. Enter the gateway's token" in it.text for it in answers)
        status = ok(operator.get(f"{GATEWAYS}/status", params={"gateway_id": added["id"]}))
        assert (status["connected"], status["status"], status["gateway_url"]) == (False, "auth_failed", gateway.url)
        assert len(gateway.named("connect")) <= 3
        # Who looks for the reason may try, and not too often either.
        tries = [operator.post(f"{at}/doctor").status_code for _ in range(6)]
        tries.append(operator.post(f"{GATEWAYS}/doctor", json={"url": gateway.url, "token": "x"}).status_code)
        assert tries == [200] * 5 + [429] * 2
        assert len(gateway.named("connect")) < 10
        ok(operator.patch(at, json={"token": "another"}))
        assert wait_until(lambda: ok(operator.get(at))["status"] == "connected", timeout=30)
        gateway.methods = {"sessions.list": {"sessions": []}}
        assert ok(operator.get(f"{GATEWAYS}/sessions", params={"gateway_id": added["id"]}))["sessions"] == []


# --- what goes on there


def test_a_turn_is_stopped_and_no_token_is_shown_in_what_was_said_or_logged(server: ServerProcess) -> None:
    about: Frame = {"0": '{"subsystem":"gateway/ws"}', "_meta": {"logLevelName": "WARN"}}
    about["time"] = "2026-11-26T10:30:10.888+00:00"
    with server.as_operator() as operator, Scripted() as gateway:
        move_to_new_organization(operator)
        body = {"name": "Berlin", "url": gateway.url, "workspace_root": "~", "token": TOKEN}
        gateway_id = ok(operator.post(GATEWAYS, json=body))["id"]
        board = make_board(operator, gateway_id=gateway_id)
        agent = make_agent(operator, make_board(operator))
        command = {"type": "toolCall", "name": "exec", "arguments": {"command": f"AUTH='X-Agent-Token: {agent.token}'"}}
        gateway.methods = {
            "chat.abort": lambda params: {"aborted": params["sessionKey"] == "agent:main:main"},
            "chat.history": {"messages": [{"role": "assistant", "content": [command, f"line\n{agent.token}\x00"]}]},
            "sessions.list": {"sessions": [{"key": "agent:main:main", "preview": f"got\n{agent.token}", "of": TOKEN}]},
            "logs.tail": lambda params: {
                "lines": [json.dumps({**about, "message": f"called with {agent.token}"}), "no JSON \ud83d"],
                "cursor": params.get("cursor", 0) + 9,
                "reset": "cursor" in params,
            },
        }
        place, at = {"gateway_id": gateway_id}, f"{GATEWAYS}/sessions/agent:main:main"
        assert ok(operator.post(f"{at}/abort", params=place)) == {"aborted": True}
        resting = f"{GATEWAYS}/sessions/agent:lead-{board['id']}:main"
        assert ok(operator.post(f"{resting}/abort", params=place)) == {"aborted": False}
        stopped = ok(operator.get("/api/v1/activity", params={"event_type": "gateway.turn_stopped"}))["items"]
        assert [event["message"] for event in stopped] == ["A turn on gateway Berlin was stopped"]
        history = operator.get(f"{at}/history", params=place)
        public = "_".join(agent.token.split("_")[:2])
        assert (agent.token in history.text, f"{public}_…" in str(ok(history))) == (False, True)
        for seen in (operator.get(at, params=place), operator.get(f"{GATEWAYS}/sessions", params=place)):
            assert seen.is_success
            assert not [it for it in (agent.token, TOKEN) if it in seen.text]
        gateway.methods = {**gateway.methods, "chat.abort": Refusal(f"no: {agent.token} {TOKEN}")}
        refused = operator.post(f"{at}/abort", params=place)
        assert (refused.status_code, agent.token in refused.text, TOKEN in refused.text) == (502, False, False)
        log = ok(operator.get(f"{GATEWAYS}/{gateway_id}/log"))
        assert log["lines"] == [
            {
                "at": "2026-11-26T10:30:10.888000Z",
                "level": "warn",
                "subsystem": "gateway/ws",
                "text": f"called with {public}_…",
            },
            {"at": None, "level": "", "subsystem": "", "text": "no JSON \ufffd"},
        ]
        more = ok(operator.get(f"{GATEWAYS}/{gateway_id}/log", params={"cursor": log["cursor"]}))
        assert (log["cursor"], more["cursor"], more["restarted"]) == (9, 18, True)
        rows = [
            {"id": "large", "provider": "acme", "name": "Large", "contextWindow": 9, "tags": ["default"]},
            {"id": 1},
        ]
        gateway.methods = {"models.list": {"models": [*rows, "nonsense"]}}
        first, second = ok(operator.get(f"{GATEWAYS}/{gateway_id}/models"))["models"]
        about = {"id": "acme/large", "name": "Large", "context_tokens": 9, "available": True, "is_default": True}
        assert (first, second["id"]) == (about, "1")
        gateway.http_status = 503
        for name in ("log", "models"):
            assert operator.get(f"{GATEWAYS}/{gateway_id}/{name}").status_code == 502
