"""Signs of life, and the tokens that they come with."""

import time
from collections.abc import Callable

import pytest

from mission_control.kernel.settings import Settings
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_agent, make_board, ok

HEARTBEAT = "/api/v1/agent/heartbeat"
HEALTH = "/api/v1/agent/healthz"
Start = Callable[..., ServerProcess]


@pytest.mark.parametrize(
    "body",
    [None, {"name": "Tessa", "board_id": "<board-id>", "status": "online"}, {"anything": [1]}],
    ids=["none", "as-documented", "odd"],
)
def test_g23_a_heartbeat_counts_whatever_its_body(server: ServerProcess, body: dict[str, object] | None) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
    with server.as_agent(agent.token) as client:
        beat = ok(client.post(HEARTBEAT, json=body) if body else client.post(HEARTBEAT))
    assert (beat["id"], beat["status"]) == (agent.id, "online")
    assert beat["last_seen_at"]


def test_any_call_brings_an_agent_online_and_is_told(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        with server.as_agent(agent.token) as client:
            ok(client.get(HEALTH))
        assert ok(operator.get(f"/api/v1/agents/{agent.id}"))["status"] == "online"
        feed = ok(operator.get("/api/v1/activity", params={"agent_id": agent.id}))["items"]
    assert [item["event_type"] for item in feed] == ["agent.status_changed", "agent.created"]
    assert feed[0]["actor"] == {"kind": "agent", "id": agent.id, "name": agent.name}


def test_g23_what_an_agent_says_of_itself_is_shown_until_its_next_heartbeat(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
    with server.as_agent(agent.token) as client:
        said = ok(client.post(f"/api/v1/agents/{agent.id}/heartbeat", json={"status": "degraded"}))
        assert said["status"] == "degraded"
        assert ok(client.get(HEALTH))["status"] == "degraded"
        assert ok(client.post(HEARTBEAT))["status"] == "online"
        assert ok(client.get(HEALTH))["status"] == "online"


def test_g23_an_agent_checks_in_for_itself_only(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = make_board(operator)
        agent, other = make_agent(operator, board), make_agent(operator, board)
    with server.as_agent(agent.token) as client:
        assert client.post(f"/api/v1/agents/{other.id}/heartbeat", json={}).status_code == 403


def test_g24_a_silent_agent_goes_offline_with_a_reason_and_comes_back(database: str, start_server: Start) -> None:
    assert Settings.model_fields["agent_offline_seconds"].default == 600
    server = start_server(database, env={"AGENT_OFFLINE_SECONDS": "1"})
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        with server.as_agent(agent.token) as client:
            ok(client.post(HEARTBEAT))
            place = f"/api/v1/agents/{agent.id}"
            assert wait_until(lambda: ok(operator.get(place))["status"] == "offline", timeout=10)
            assert "No call since" in ok(operator.get(place))["status_reason"]
            ok(client.post(HEARTBEAT))
            assert ok(operator.get(place))["status"] == "online"


def test_a_slow_pace_is_not_silence(database: str, start_server: Start) -> None:
    server = start_server(database, env={"AGENT_OFFLINE_SECONDS": "1"})
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator), heartbeat_config={"every": "30m"})
        with server.as_agent(agent.token) as client:
            ok(client.post(HEARTBEAT))
        time.sleep(1.2)
        assert ok(operator.get(f"/api/v1/agents/{agent.id}"))["status"] == "online"


def test_a_call_is_remembered_over_a_restart(database: str, start_server: Start) -> None:
    server = start_server(database)
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        with server.as_agent(agent.token) as client:
            ok(client.post(HEARTBEAT))
            seen = ok(client.post(HEARTBEAT))["last_seen_at"]
        server.restart()
        assert ok(operator.get(f"/api/v1/agents/{agent.id}"))["last_seen_at"] == seen


# --- tokens


def test_the_old_token_works_until_the_new_one_was_used(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        with server.as_agent(agent.token) as old:
            ok(old.get(HEALTH))
            rotated = ok(operator.post(f"/api/v1/agents/{agent.id}/token"))
            assert rotated["agent"]["token_rotation_pending"] is True
            ok(old.get(HEALTH))
            with server.as_agent(rotated["token"]) as new:
                ok(new.get(HEALTH))
            assert old.get(HEALTH).status_code == 401
        assert ok(operator.get(f"/api/v1/agents/{agent.id}"))["token_rotation_pending"] is False


def test_rotating_twice_leaves_the_token_in_use_and_the_newest(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        with server.as_agent(agent.token) as old:
            ok(old.get(HEALTH))
            between = ok(operator.post(f"/api/v1/agents/{agent.id}/token"))["token"]
            newest = ok(operator.post(f"/api/v1/agents/{agent.id}/token"))["token"]
            ok(old.get(HEALTH))
        with server.as_agent(between) as client:
            assert client.get(HEALTH).status_code == 401
        with server.as_agent(newest) as client:
            ok(client.get(HEALTH))


def test_the_grace_of_an_old_token_ends(database: str, start_server: Start) -> None:
    server = start_server(database, env={"AGENT_TOKEN_GRACE_SECONDS": "0"})
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        with server.as_agent(agent.token) as old:
            ok(old.get(HEALTH))
            ok(operator.post(f"/api/v1/agents/{agent.id}/token"))
            assert old.get(HEALTH).status_code == 401


@pytest.mark.parametrize(
    "token",
    ["x", "mca_", "mca__", "mca_abc_def", "mca_é_é", "mca_%00_x", "mca_" + "a" * 5000 + "_b", "mca_0' OR 1=1_x"],
)
def test_a_made_up_token_is_nobodys(server: ServerProcess, token: str) -> None:
    with server.client() as client:
        reply = client.get(HEALTH, headers=[(b"x-agent-token", token.encode())])
    assert code_of(reply) == (401, "unauthorized")


def test_the_right_id_with_another_secret_is_refused(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
    with server.as_agent(agent.token[:-1] + ("A" if agent.token[-1] != "A" else "B")) as client:
        assert client.get(HEALTH).status_code == 401


# --- limits


def test_g27_a_fleet_behind_one_address_is_not_one_agent(database: str, start_server: Start) -> None:
    """Each agent has a limit of its own, and guesses are counted by address: docs/agents.md says so."""
    server = start_server(database, env={"RATE_LIMIT_AGENT_AUTH": "20/60"})
    with server.as_operator() as operator:
        board = make_board(operator)
        fleet = [make_agent(operator, board) for _ in range(3)]
    for agent in fleet:
        with server.as_agent(agent.token) as client:
            statuses = [client.get(HEALTH).status_code for _ in range(21)]
            assert statuses == [200] * 20 + [429]


def test_a_guesser_is_stopped_and_a_real_agent_at_its_address_is_not(database: str, start_server: Start) -> None:
    server = start_server(database, env={"RATE_LIMIT_AGENT_AUTH": "20/60"})
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
    with server.client(headers={"X-Agent-Token": "mca_0123_guess"}) as guesser:
        assert [guesser.get(HEALTH).status_code for _ in range(21)] == [401] * 20 + [429]
    with server.as_agent(agent.token) as client:
        ok(client.get(HEALTH))


def test_who_is_over_the_limit_is_told_how_long_to_wait(database: str, start_server: Start) -> None:
    server = start_server(database, env={"RATE_LIMIT_AGENT_AUTH": "1/60"})
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
    with server.as_agent(agent.token) as client:
        ok(client.get(HEALTH))
        refused = client.get(HEALTH)
    assert code_of(refused) == (429, "rate_limited")
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert refused.headers["ratelimit-limit"] == "1"
    assert refused.json()["retryable"] is True
