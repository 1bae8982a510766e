"""Interviews while a gateway is away, and over restarts: nothing is lost, nothing is said twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from mission_control.provisioning.models import Wake
from tests.onboarding.asked import ANSWER, QUESTION, REQUEST, Room, interview_of, is_told, main_agent, waits_with
from tests.provisioning.fleet import add_gateway, board_on, bring_up, token_of
from tests.provisioning.keeping import AgentKeeping
from tests.streams.reader import reading
from tests.support.people import People
from tests.support.processes import free_port, wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, ok


def test_g36_what_is_said_while_the_gateway_is_away_is_told_once_when_it_comes(
    start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    """No request fails for a gateway that does not answer: the interview says what it waits for."""
    keeping, port = AgentKeeping(), free_port()
    server = start_server(sqlite_url, env={"GATEWAY_LEASE_SECONDS": "3"})
    with server.as_operator() as operator:
        gateway = add_gateway(operator, f"ws://127.0.0.1:{port}", name="Oslo")
        board = board_on(operator, gateway, name="Launch")
        started = ok(operator.post(f"{interview_of(board)}/start", json={}))
        assert started["waits_for"] == "agent"
        waits_with(operator, board, "Waits for gateway Oslo since", "nothing answers")
    server.kill()
    server.start()
    with server.as_operator() as operator:
        with keeping.serve(port=port):
            waits_with(operator, board, "Waits until the agent of gateway Oslo is set up")
            bring_up(server, operator, keeping, main_agent(operator, gateway))
            is_told(keeping, gateway, REQUEST, started["id"])
            waits_with(operator, board, "was told on")
        # Away again, in the middle of it.
        waits_with(operator, board, "Waits for gateway Oslo since")
        with server.as_agent(token_of(keeping, main_agent(operator, gateway))) as agent:
            ok(agent.post(f"/api/v1/agent/boards/{board['id']}/onboarding", json=QUESTION))
        ok(operator.post(f"{interview_of(board)}/answer", json={"answer": "A book"}))
        waits_with(operator, board, "Waits for gateway Oslo since")
        server.kill()
        server.start()
        with keeping.serve(port=port):
            is_told(keeping, gateway, ANSWER, "A book")
            is_told(keeping, gateway, REQUEST)


def test_g35_an_agent_that_does_not_answer_is_asked_again_and_one_that_was_not_told_yet_is_not(
    room: Room, module_database: str
) -> None:
    started = room.start()
    # Not set up yet: whatever is said until then is told then, once.
    room.start()
    ok(room.answer("Mind the budget"))
    room.ready()
    room.is_told(REQUEST, "Mind the budget")
    waits_with(room.operator, room.board, "was told on")
    assert (room.start()["id"], asked_again(room)) == (started["id"], 0)
    tell_long_ago(module_database, started)
    assert room.start()["id"] == started["id"]
    assert asked_again(room) == 1
    room.is_told(REQUEST, "Mind the budget", times=2)
    # What a person is to answer is not told anew, however long ago it was asked.
    ok(room.says(QUESTION))
    tell_long_ago(module_database, started)
    assert (room.start()["waits_for"], asked_again(room)) == ("person", 1)


def asked_again(room: Room) -> int:
    wanted = {"event_type": "onboarding.asked_again"}
    return int(ok(room.operator.get("/api/v1/activity", params=wanted))["total"])


def tell_long_ago(url: str, onboarding: Json) -> None:
    """As if an hour had passed since the agent was told of it: it is given a minute before it is told again."""
    past = datetime.now(UTC) - timedelta(hours=1)
    with People(url).writing() as db:
        of_it = Wake.wake_key.startswith(f"onboarding:{onboarding['id']}:")
        db.execute(update(Wake).where(of_it, Wake.sent_at.is_not(None)).values(sent_at=past))


def test_the_agent_of_another_gateway_takes_it_over_with_all_that_was_said(room: Room) -> None:
    room.ready()
    started = room.start()
    room.is_told(REQUEST)
    ok(room.says(QUESTION))
    elsewhere = AgentKeeping()
    with elsewhere.serve() as scripted:
        bergen = add_gateway(room.operator, scripted.url, name="Bergen")
        bring_up(room.server, room.operator, elsewhere, main_agent(room.operator, bergen))
        ok(room.operator.patch(f"/api/v1/boards/{room.board['id']}", json={"gateway_id": bergen["id"]}))
        ok(room.answer("A cook book"))
        told = is_told(elsewhere, bergen, REQUEST, started["id"])
        assert "You: " in told
        assert "Person: A cook book" in told
        # And back, while it is the agent's turn.
        ok(room.operator.patch(f"/api/v1/boards/{room.board['id']}", json={"gateway_id": room.gateway["id"]}))
        room.is_told(REQUEST, "A cook book")


def test_a_board_that_is_deleted_wakes_nobody_any_more(room: Room) -> None:
    room.start()
    ok(room.operator.delete(f"/api/v1/boards/{room.board['id']}"))
    other = board_on(room.operator, room.gateway, name="Other")
    room.ready()
    ok(room.operator.post(f"{interview_of(other)}/start", json={}))
    room.is_told(REQUEST, other["id"])
    assert not [text for text in room.keeping.texts(f"mc-gateway-{room.gateway['id']}") if room.board["id"] in text]


def test_an_interview_is_watched_live(room: Room) -> None:
    with room.server.as_operator() as follower, reading(follower, f"{room.at}/stream") as reader:
        started = room.start()
        assert wait_until(lambda: bool(reader.events()), timeout=20)
        frame = reader.events()[0]
        assert (frame.name, frame.data["onboarding"]["id"]) == ("onboarding", started["id"])
        assert frame.data["onboarding"]["waits_for"] == "agent"
