"""Agents on gateways that are paused: what runs is stopped, nobody is woken, and what has waited is told once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.provisioning.fleet import AGENTS, GATEWAYS, add_agent, add_gateway, agent_of, board_on, bring_up
from tests.provisioning.keeping import AgentKeeping, Json
from tests.provisioning.office import Office
from tests.support.processes import free_port, wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_note, make_task, ok

EVERYTHING = "/api/v1/organizations/me"


def rests(office: Office, agent: Json) -> Json:
    """The agent, when the gateway has been told and nothing more is to be done."""
    seen: Json = {}

    def has() -> bool:
        seen.update(agent_of(office.operator, agent))
        setup = seen["setup"]
        return setup["reason"].startswith("Paused: it is not woken") and setup["next_attempt_at"] is None

    assert wait_until(has, timeout=60), seen
    return seen


def test_a_turn_is_stopped_nobody_is_woken_and_what_has_waited_is_told_once_in_one_message(office: Office) -> None:
    operator, board = office.operator, office.board
    ada, bob = office.joined_by("Ada"), office.joined_by("Bob")
    office.keeping.turns_last = True
    task = make_task(operator, board, "Draw the cover", assigned_agent_id=ada["id"])
    office.hears(ada, "“Draw the cover” is new")
    with office.as_agent(ada) as agent:
        ok(agent.post("/api/v1/agent/tasks/claim"))
    make_note(operator, board, "@Bob which colour?", tags=["chat"])
    office.hears(bob, "You are called in the chat")
    at = f"/api/v1/boards/{board['id']}"
    ok(operator.post(f"{at}/pause", json={"reason": "The budget is spent"}))
    paused = rests(office, ada)
    rests(office, bob)
    assert len(office.keeping.ended) == 2
    assert paused["status"] == "online"
    assert paused["status_reason"].startswith("The board Launch is paused since")
    assert [it["scope"] for it in paused["pauses"]] == ["board"]
    make_task(operator, board, "Proofread", assigned_agent_id=bob["id"])
    make_note(operator, board, "@Ada are you there?", tags=["chat"])
    rests(office, ada)
    rests(office, bob)
    assert (len(office.told(ada)), len(office.told(bob))) == (1, 1)
    stopped = ok(operator.get("/api/v1/activity", params={"event_type": "agent.turn_stopped"}))
    assert stopped["total"] == 2
    office.keeping.turns_last = False
    ok(operator.post(f"{at}/resume"))
    # She goes on with what she has; he is told again of what he was not done hearing.
    assert office.hears(ada, "You were paused", "“Draw the cover”", "You are called in the chat").count("“") == 1
    assert office.hears(bob, "“Proofread” is new").count("You are called in the chat") == 1
    assert (len(office.told(ada)), len(office.told(bob))) == (2, 2)
    assert ok(operator.get(f"{at}/tasks/{task['id']}"))["assigned_agent_id"] == ada["id"]
    assert agent_of(operator, ada)["pauses"] == []


def test_a_pace_is_off_while_any_of_the_pauses_lasts_and_a_turn_that_others_begin_is_ended(office: Office) -> None:
    operator, keeping = office.operator, office.keeping
    agent = add_agent(operator, office.board, heartbeat_config={"every": "10m"})
    ada = office.brought_up(agent)
    runtime_id = ada["setup"]["runtime_id"]

    def every() -> str:
        return str(keeping.entries[runtime_id]["heartbeat"]["every"])

    assert every() == "10m"
    gateway = f"{GATEWAYS}/{office.board['gateway_id']}"
    for place in (EVERYTHING, gateway, f"{AGENTS}/{ada['id']}"):
        ok(operator.post(f"{place}/pause", json={}))
    paused = rests(office, ada)
    assert every() == "0m"
    assert [it["scope"] for it in paused["pauses"]] == ["organization", "gateway", "agent"]
    by_hand = {"sessionKey": f"agent:{runtime_id}:main", "message": "Hello", "idempotencyKey": "by-hand"}
    keeping.said.append(by_hand)
    keeping.running.append(by_hand)
    assert wait_until(lambda: keeping.ended == ["by-hand"], timeout=60)
    where = f"{GATEWAYS}/sessions/agent:{runtime_id}:main/message"
    refused = operator.post(where, params={"gateway_id": office.board["gateway_id"]}, json={"content": "Hello"})
    assert code_of(refused) == (409, "paused")
    for place in (EVERYTHING, gateway):
        ok(operator.post(f"{place}/resume"))
    assert [it["scope"] for it in agent_of(operator, ada)["pauses"]] == ["agent"]
    assert every() == "0m"
    ok(operator.post(f"{AGENTS}/{ada['id']}/resume"))
    assert wait_until(lambda: every() == "10m", timeout=60)
    assert office.told(ada) == ["Hello"]


@pytest.mark.faults
def test_a_pause_reaches_a_gateway_that_was_away_and_outlasts_the_servers_death(
    start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    keeping, port = AgentKeeping(), free_port()
    server = start_server(sqlite_url, env={"GATEWAY_LEASE_SECONDS": "3"})
    with server.as_operator() as operator:
        with keeping.serve(port=port) as scripted:
            board = board_on(operator, add_gateway(operator, scripted.url))
            ada = bring_up(server, operator, keeping, add_agent(operator, board))
            keeping.turns_last = True
            make_task(operator, board, "Draw the cover", assigned_agent_id=ada["id"])
            assert wait_until(lambda: len(keeping.running) == 1, timeout=60)
        ok(operator.post(f"/api/v1/boards/{board['id']}/pause", json={}))
        make_task(operator, board, "Proofread", assigned_agent_id=ada["id"])
    server.kill()
    server.start()
    with keeping.serve(port=port), server.as_operator() as operator:
        office = Office(server, operator, keeping, scripted, board)
        assert wait_until(lambda: len(keeping.ended) == 1, timeout=60)
        rests(office, ada)
        assert len(office.told(ada)) == 1
        keeping.turns_last = False
        ok(operator.post(f"/api/v1/boards/{board['id']}/resume"))
        office.hears(ada, "“Draw the cover”", "“Proofread”")
        assert len(office.told(ada)) == 2
