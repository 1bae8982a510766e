"""The client of the gateway protocol, against gateways of every temper."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from mission_control.gateways.protocol.connection import Connection, Patience
from mission_control.gateways.protocol.errors import (
    AlreadyThere,
    CallRefused,
    CallTimedOut,
    CannotConnect,
    ConnectionLost,
    MissingScope,
    NotNow,
    NotThere,
    RateLimited,
    SpentKey,
    Stale,
    UnknownMethod,
)
from mission_control.gateways.protocol.handshake import connect, is_older
from mission_control.gateways.protocol.identity import DeviceIdentity
from mission_control.gateways.protocol.states import Condition, State
from mission_control.gateways.protocol.supervision import Observation, Pace, Supervisor
from mission_control.gateways.protocol.target import BadUrl, Target, checked_url
from tests.gateways.scripted import NEVER, TOKEN, Chatty, Mute, Refusal, Scripted, certificate
from tests.support.processes import free_port

IDENTITY = DeviceIdentity.new()
METADATA = ["169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "[::ffff:169.254.169.254]", "0.0.0.0"]
FAST = Pace(first=0.01, longest=0.05, blocked=0.05, restart=0.01, restart_lasts=5, handshake=0.5)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 30))


def target(url: str, **more: Any) -> Target:
    fields: dict[str, Any] = {"token": TOKEN, "identity": IDENTITY} | more
    return Target(url, **fields)


async def until(done: Callable[[], object]) -> None:
    while not done():  # noqa: ASYNC110 - what is waited for happens in other threads
        await asyncio.sleep(0.005)


async def refused(aim: Target, seconds: float = 5) -> Condition:
    with pytest.raises(CannotConnect) as caught:
        await connect(aim, seconds=seconds)
    return caught.value.condition


async def used(aim: Target, work: Any) -> Any:
    connection = await connect(aim, seconds=5)
    try:
        return await work(connection)
    finally:
        await connection.close()


@pytest.mark.parametrize("protocol", [3, 4])
def test_g12_gateways_of_both_protocols_let_us_in_and_the_token_is_in_no_url(protocol: int) -> None:
    with Scripted(protocol=protocol, methods={"health": {"ok": True}}) as gateway:
        hello, health = run(used(target(gateway.url), _hello_and_health))
    assert (hello.protocol, hello.version, hello.boot_id, health) == (protocol, "2026.9.6", "boot-1", {"ok": True})
    asked = gateway.named("connect")[0]["params"]
    assert (asked["minProtocol"], asked["maxProtocol"], asked["device"]["signedAt"]) == (3, 4, 17)
    assert asked["device"]["id"] == IDENTITY.device_id
    assert gateway.targets == ["/"]


def test_g12_without_pairing_we_come_as_whoever_has_the_token() -> None:
    """As the same client without a device: to call ourselves the gateway's own interface would need an Origin."""
    with Scripted() as gateway:
        run(used(target(gateway.url, identity=None), _protocol))
    asked = gateway.named("connect")[0]["params"]
    assert ("device" in asked, asked["auth"], asked["client"]["id"]) == (False, {"token": TOKEN}, "gateway-client")


async def _protocol(connection: Connection) -> int:
    return connection.hello.protocol


async def _hello_and_health(connection: Connection) -> Any:
    return connection.hello, await connection.call("health")


def test_g14_calls_share_a_connection_and_each_has_its_own_deadline_and_refusal() -> None:
    methods = {
        "slow": NEVER,
        "agents.get": Refusal('agent "x" not found'),
        "config.patch": Refusal("config changed since last load; re-run config.get and retry"),
        "files.set": Refusal("conflict", details={"type": "agent_file_conflict"}),
        "config.set": Refusal("rate limit exceeded", "UNAVAILABLE", retryable=True, retryAfterMs=24_496),
        "agents.delete": Refusal("lease lost", "UNAVAILABLE", retryable=True),
        "chat.send": Refusal("another message", details={"reason": "chat-request-conflict"}),
        "chat.again": Refusal("Pending input ownership ended; submit a new turn to continue", "UNAVAILABLE"),
        "logs.tail": Refusal("missing scope: operator.admin", details={"code": "MISSING_SCOPE"}),
        "echo": lambda params: params,
    }

    async def work(connection: Connection) -> None:
        slow = asyncio.create_task(connection.call("slow", seconds=0.3))
        echoes = await asyncio.gather(*(connection.call("echo", {"n": n}) for n in range(50)))
        assert echoes == [{"n": n} for n in range(50)]
        with pytest.raises(CallTimedOut):
            await slow
        kinds: dict[str, type[CallRefused]] = {
            "agents.get": NotThere, "config.patch": Stale, "files.set": Stale, "config.set": RateLimited,
            "agents.delete": NotNow, "chat.send": AlreadyThere, "chat.again": SpentKey, "nothing": UnknownMethod,
            "logs.tail": MissingScope,
        }  # fmt: skip
        for method, kind in kinds.items():
            with pytest.raises(CallRefused) as caught:
                await connection.call(method)
            assert type(caught.value) is kind
            assert caught.value.retry_after == (24.496 if method == "config.set" else None)
        with pytest.raises(MissingScope, match=r"^logs\.tail: missing scope: operator\.admin$"):
            await connection.call("logs.tail")

    with Scripted(methods=methods) as gateway:
        run(used(target(gateway.url), work))


def test_a_call_under_way_ends_with_the_connection() -> None:
    with Scripted(methods={"slow": NEVER}) as gateway:

        async def work(connection: Connection) -> None:
            slow = asyncio.create_task(connection.call("slow"))
            await until(lambda: gateway.named("slow"))
            await asyncio.to_thread(gateway.hang_up, 1012, "service restart")
            with pytest.raises(ConnectionLost) as caught:
                await slow
            assert caught.value.code == 1012
            with pytest.raises(ConnectionLost):
                await connection.call("slow")

        run(used(target(gateway.url), work))


@pytest.mark.parametrize(
    ("options", "aimed", "state", "words"),
    [
        ({"protocol": 5}, {}, State.PROTOCOL_MISMATCH, "protocol 5"),
        ({}, {"least_version": "2026.10.1"}, State.PROTOCOL_MISMATCH, "GATEWAY_MIN_VERSION demands 2026.10.1"),
        ({}, {"token": "wrong"}, State.AUTH_FAILED, "does not accept the stored token"),
        ({}, {"token": None}, State.AUTH_FAILED, "demands a token"),
        ({"scopes": []}, {"identity": None}, State.SCOPE_MISSING, "operator.admin"),
        ({"silent": True}, {}, State.HUNG, "does not introduce itself"),
        ({"deaf": True}, {}, State.HUNG, "introduces itself, and does not answer our request"),
        ({"greeting": "hello there"}, {}, State.NOT_A_GATEWAY, "speaks another protocol"),
        ({"greeting": '{"type": ["event"]}'}, {}, State.NOT_A_GATEWAY, "speaks another protocol"),
        ({"http_status": 503}, {}, State.STARTING, "HTTP 503"),
        ({"http_status": 404}, {}, State.NOT_A_GATEWAY, "HTTP 404"),
        ({"http_status": 403}, {}, State.AUTH_FAILED, "HTTP 403"),
        ({"http_status": 301}, {}, State.NOT_A_GATEWAY, "HTTP 301"),
        ({"refuse": Refusal("starting", "UNAVAILABLE", retryAfterMs=700)}, {}, State.STARTING, "starting"),
    ],
)
def test_g14_a_gateway_that_does_not_let_us_in_is_told_apart(
    options: dict[str, Any], aimed: dict[str, Any], state: State, words: str
) -> None:
    with Scripted(**options) as gateway:
        condition = run(refused(target(gateway.url, **aimed), 0.5))
        tries = gateway.named("connect")
    assert condition.state is state
    assert words in condition.reason
    assert len(tries) <= 1
    assert condition.cure or state is State.STARTING


@pytest.mark.parametrize(
    ("version", "least", "older"),
    [
        ("2026.02.9", "2026.2.9", False),
        ("2026.9.6", "2026.10", True),
        ("v2026.10.0-beta.2", "2026.10", False),
        ("2026.9", "2026.9.0.1", True),
        ("dev", "2026.9", False),
        ("2026.9.6", "2026.9.6", False),
        ("2026.9.6-2", "2026.9.6", False),
        ("2026.9.5-9", "2026.9.6", True),
        ("2025.12.31", "2026.1.1", True),
        ("", "2026.9", False),
        ("2026.9.6", "", False),
    ],
)
def test_g15_versions_are_compared_by_their_numbers(version: str, least: str, older: bool) -> None:
    """One that tells no version is not kept out: what counts is the protocol, in which it has agreed with us."""
    assert is_older(version, least) is older


def test_pairing_names_the_request_and_the_command_that_approves_it() -> None:
    details = {"code": "PAIRING_REQUIRED", "reason": "not-paired", "requestId": "6f1e-22"}
    with Scripted(refuse=Refusal("pairing required", "NOT_PAIRED", details=details)) as gateway:
        condition = run(refused(target(gateway.url)))
    assert (condition.state, condition.request_id) == (State.PAIRING_REQUIRED, "6f1e-22")
    assert condition.command == "openclaw devices approve 6f1e-22"
    hostile = details | {"requestId": "x; rm -rf /"}
    with Scripted(refuse=Refusal("pairing required", "NOT_PAIRED", details=hostile)) as gateway:
        assert run(refused(target(gateway.url))).command is None


def test_a_gateway_that_reads_only_the_older_proof_gets_it() -> None:
    error = {"code": "DEVICE_AUTH_SIGNATURE_INVALID"}
    with Scripted(refuse=Refusal("device signature invalid", details=error)) as gateway:
        assert run(refused(target(gateway.url))).state is State.AUTH_FAILED
    v3, v2 = (request["params"]["device"]["signature"] for request in gateway.named("connect"))
    assert v3 != v2


def test_addresses_that_lead_to_no_gateway_are_told_apart() -> None:
    port = free_port()
    assert "refused" in run(refused(target(f"ws://127.0.0.1:{port}"))).reason
    nowhere = run(refused(target("ws://no-such-host.invalid:1")))
    assert (nowhere.state, "no-such-host.invalid" in nowhere.reason) == (State.UNREACHABLE, True)
    with Mute() as mute:
        assert run(refused(target(mute.url), 0.3)).state is State.HUNG
    with Mute(b"SSH-2.0-OpenSSH_9.2\r\n") as other:
        assert run(refused(target(other.url))).state is State.NOT_A_GATEWAY
        assert "ws://" in run(refused(target(other.url.replace("ws:", "wss:")))).cure


@pytest.mark.parametrize("said", [[b"SSH-2.0-OpenSSH_9\r\n"], [b"x"], repeat(b"x" * 4096), [b"HTTP/1.0 200 OK\r\n"]])
def test_what_speaks_something_else_is_no_gateway_as_soon_as_it_has_spoken(said: Iterable[bytes]) -> None:
    """It leaves the connection open, and waits for us."""
    with Chatty(said) as other:
        began = time.monotonic()
        condition = run(refused(target(other.url), 20))
    assert (condition.state, "no gateway" in condition.reason) == (State.NOT_A_GATEWAY, True)
    assert "Check address and port" in condition.cure
    assert time.monotonic() - began < 5


def test_what_answers_in_drops_has_not_answered_in_time() -> None:
    with Chatty([bytes([byte]) for byte in b"HTTP/1.1 200 OK\r\n"], pause=0.1) as other:
        assert run(refused(target(other.url), 0.5)).state is State.HUNG


def test_the_way_to_a_gateway_ends_in_time_however_its_steps_share_that() -> None:
    """What was reached by then is told, and how long it took."""
    with Scripted(delay=0.4) as gateway:
        with pytest.raises(CannotConnect) as caught:
            run(connect(target(gateway.url), seconds=10, altogether=1))
        assert run(used(target(gateway.url), _protocol)) == 4
    condition = caught.value.condition
    assert (condition.state, "request to be let in (1" in condition.reason) == (State.HUNG, True)


@pytest.mark.parametrize("host", METADATA)
def test_addresses_of_machines_own_data_are_never_connected_to(host: str) -> None:
    assert run(refused(target(f"ws://{host}:80"))).state is State.FORBIDDEN


def test_private_addresses_are_left_out_where_an_installation_says_so() -> None:
    assert run(refused(target("ws://localhost:80", allow_private=False))).state is State.FORBIDDEN


def test_g13_a_certificate_has_to_be_known_unless_that_is_waived(tmp_path: Path) -> None:
    tls, authority = certificate(tmp_path)
    for waived in (False, True):
        assert target("ws://gateway.example.org", allow_insecure_tls=waived).tls() is None
    with Scripted(tls=tls) as gateway:
        unknown = run(refused(target(gateway.url)))
        assert (unknown.state, "authority" in unknown.cure) == (State.TLS_FAILED, True)
        assert run(used(target(gateway.url, allow_insecure_tls=True), _protocol)) == 4
        assert run(used(target(gateway.url, certificate_authority=authority), _protocol)) == 4
        assert run(refused(target(gateway.url.replace("wss", "ws")))).state is State.NOT_A_GATEWAY


# --- a connection that is kept


class Kept:
    """A supervisor with what it has observed."""

    def __init__(self, aim: Target, pace: Pace = FAST, listener: Any = None) -> None:
        self.seen: list[Observation] = []
        self.supervisor = Supervisor(aim, self._observe, pace=pace, listener=listener)

    async def _observe(self, observation: Observation) -> None:
        self.seen.append(observation)

    @property
    def states(self) -> list[State]:
        return [item.condition.state for item in self.seen]

    async def until(self, *states: State) -> None:
        """Until these have been seen last, in this order."""
        await until(lambda: tuple(self.states[-len(states) :]) == states)

    async def __aenter__(self) -> Kept:
        self._task = asyncio.create_task(self.supervisor.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


def test_a_restart_is_no_failure_and_the_connection_comes_back_with_its_events() -> None:
    heard: list[str] = []

    async def work(gateway: Scripted) -> None:
        async with Kept(target(gateway.url), listener=lambda name, _: heard.append(name)) as kept:
            await kept.until(State.CONNECTED)
            await asyncio.to_thread(gateway.tell, "shutdown", {"reason": "gateway restarting"})
            await asyncio.to_thread(gateway.hang_up, 1012, "service restart")
            await kept.until(State.CONNECTED, State.STARTING, State.CONNECTED)
            assert await kept.supervisor.call("health") == {"ok": True}
            await asyncio.to_thread(gateway.tell, "presence", {})
            await until(lambda: "presence" in heard)

    with Scripted(methods={"health": {"ok": True}}) as gateway:
        run(work(gateway))
    assert heard == ["shutdown", "presence"]


def test_a_gateway_that_stops_answering_is_told_of_waited_for_and_only_then_left() -> None:
    async def work(gateway: Scripted) -> None:
        async with Kept(target(gateway.url)) as kept:
            await kept.until(State.CONNECTED)
            with gateway.stopped():
                await kept.until(State.CONNECTED, State.HUNG)
                assert "The connection stands" in kept.seen[-1].condition.reason
            await kept.until(State.HUNG, State.CONNECTED)
            assert (len(gateway.named("connect")), bool(kept.seen[-1].hello)) == (1, True)
            with gateway.stopped():
                await until(lambda: "went silent" in kept.seen[-1].condition.reason)
                await until(lambda: "accepts connections and does not answer" in kept.seen[-1].condition.reason)
            await kept.until(State.HUNG, State.CONNECTED)
            assert len(gateway.connected) == 1

    with Scripted(tick_ms=2_000) as gateway:
        run(work(gateway))


@pytest.mark.parametrize("tick_seconds", [1, 30, 600])
def test_that_a_gateway_has_stopped_answering_is_told_within_a_quarter_of_a_minute(tick_seconds: float) -> None:
    """It is left after no more than two of its ticks."""
    patience = Patience.of(tick_seconds)
    assert 0 < patience.before_told < 15
    assert patience.before_told + patience.end <= 2 * tick_seconds


def test_one_that_is_down_is_tried_until_it_is_up_and_calls_wait_within_their_deadline() -> None:
    port = free_port()

    async def work() -> None:
        async with Kept(target(f"ws://127.0.0.1:{port}")) as kept:
            await kept.until(State.UNREACHABLE, State.UNREACHABLE)
            with pytest.raises(CallTimedOut):
                await kept.supervisor.call("health", seconds=0.05)
            answer = asyncio.create_task(kept.supervisor.call("health"))
            with Scripted(port=port, methods={"health": {"ok": True}}):
                assert await answer == {"ok": True}

    run(work())


def test_one_that_was_away_for_a_while_is_found_again_soon_and_one_that_needs_a_person_is_left_alone() -> None:
    port, pace = free_port(), Pace(first=0.01, soon=0.02, share=0.1, longest=600, blocked=600)

    async def work() -> None:
        async with Kept(target(f"ws://127.0.0.1:{port}"), pace=pace) as kept:
            # Doubled each time it would wait for minutes by now.
            await until(lambda: len(kept.seen) >= 16)
            with Mute(b"HTTP/1.1 200 OK\r\n\r\n", port=port):
                await kept.until(State.NOT_A_GATEWAY)
            with Scripted(port=port):
                await kept.until(State.CONNECTED)
            with Scripted(port=port, token="another") as gateway:
                await kept.until(State.AUTH_FAILED)
                await asyncio.sleep(0.5)
                assert len(gateway.named("connect")) == 1

    run(work())


def test_one_that_is_slow_is_told_of_and_waited_for() -> None:
    async def work(gateway: Scripted) -> None:
        pace = Pace(first=0.01, handshake=5, slow=0.1)
        async with Kept(target(gateway.url), pace=pace) as kept:
            await kept.until(State.SLOW, State.CONNECTED)

    with Scripted(delay=0.1) as gateway:
        run(work(gateway))


def test_the_time_that_a_gateway_asks_for_is_given() -> None:
    async def work(gateway: Scripted) -> None:
        async with Kept(target(gateway.url)) as kept:
            await kept.until(State.STARTING)
            await asyncio.sleep(0.5)
            assert len(gateway.named("connect")) == 1

    with Scripted(refuse=Refusal("starting", "UNAVAILABLE", retryAfterMs=60_000)) as gateway:
        run(work(gateway))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "gateway.example.org",
        "http://g:1",
        "ws://",
        "ws://u:p@g",
        "ws://g?token=x",
        "ws://g#x",
        "ws://g:99999",
        "ws://g g",
        "ws://g:0",
        "ws://g/\u202egpj",
    ],
)
def test_a_url_that_is_none_or_holds_a_secret_is_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        checked_url(url)


def test_all_that_is_wrong_with_a_url_is_named_at_once() -> None:
    with pytest.raises(BadUrl) as caught:
        checked_url("http://u:p@g:0/a b?token=x")
    told = str(caught.value)
    assert [word for word in ("ws://", "password", "?", "port", "blanks") if word not in told] == []


def test_urls_have_one_spelling() -> None:
    assert checked_url(" WSS://Gateway.Example.org:18789/ ") == "wss://gateway.example.org:18789"
    assert checked_url("ws://[::1]:1/path/") == "ws://[::1]:1/path"
