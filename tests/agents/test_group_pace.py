"""One heartbeat pace for all agents of a group."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.provisioning.fleet import add_gateway, board_on
from tests.support.people import People
from tests.support.processes import free_port
from tests.support.server import ServerProcess
from tests.support.world import (
    Json,
    MadeAgent,
    as_agent,
    make_agent,
    make_board,
    make_group,
    move_to_new_organization,
    ok,
)


@pytest.fixture
def operator(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.as_operator() as client:
        move_to_new_organization(client)
        yield client


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)


def pace_url(group: Json) -> str:
    return f"/api/v1/board-groups/{group['id']}/heartbeat"


def config_of(operator: httpx.Client, agent: MadeAgent) -> Json | None:
    config: Json | None = ok(operator.get(f"/api/v1/agents/{agent.id}"))["heartbeat_config"]
    return config


def test_w41_those_whose_gateway_is_away_are_named(operator: httpx.Client) -> None:
    group = make_group(operator)
    away = board_on(operator, add_gateway(operator, f"ws://127.0.0.1:{free_port()}"), board_group_id=group["id"])
    ava = make_agent(operator, make_board(operator, board_group_id=group["id"]))
    bob = ok(operator.post("/api/v1/agents", json={"name": "Bob", "board_id": away["id"]}))
    answer = ok(operator.post(pace_url(group), json={"every": "1h"}))
    assert (set(answer["updated_agent_ids"]), answer["failed_agent_ids"]) == ({ava.id, bob["id"]}, [bob["id"]])


def test_w41_an_administrator_gives_workers_a_pace_and_leads_when_asked(operator: httpx.Client) -> None:
    group = make_group(operator)
    assert ok(operator.post(pace_url(group), json={"every": "1h"}))["updated_agent_ids"] == []
    board, other = (make_board(operator, board_group_id=group["id"]) for _ in range(2))
    lead = make_agent(operator, board, is_board_lead=True)
    ava = make_agent(operator, board, heartbeat_config={"every": "5m", "includeReasoning": True, "note": "mine"})
    ben = make_agent(operator, other)
    outside = make_agent(operator, make_board(operator))
    answer = ok(operator.post(pace_url(group), json={"every": " 15M "}))
    assert answer["requested"] == {"every": "15m", "include_board_leads": False}
    assert (answer["board_group_id"], answer["failed_agent_ids"]) == (group["id"], [])
    assert set(answer["updated_agent_ids"]) == {ava.id, ben.id}
    assert config_of(operator, ava) == {"every": "15m", "target": "last", "includeReasoning": True, "note": "mine"}
    assert config_of(operator, ben) == {"every": "15m", "target": "last", "includeReasoning": False}
    assert (config_of(operator, lead), config_of(operator, outside)) == (None, None)
    everybody = ok(operator.post(pace_url(group), json={"every": "15m", "include_board_leads": True}))
    assert set(everybody["updated_agent_ids"]) == {lead.id, ava.id, ben.id}
    told = ok(operator.get("/api/v1/activity", params={"event_type": "agent.updated"}))["items"]
    assert {it["agent_id"] for it in told} == {lead.id, ava.id, ben.id}
    assert len(told) == 3, "an agent that has the pace already is not told of again"


def test_a_pace_is_a_number_with_a_unit(operator: httpx.Client) -> None:
    group = make_group(operator)
    for wrong in ("", "10", "m", "-1m", "1.5h", "10 m", "5w", "10ms", "1234567s", "٣m", None, 10, "1m\x00"):
        assert operator.post(pace_url(group), json={"every": wrong}).status_code == 422, wrong
    assert operator.post(pace_url(group), json={}).status_code == 422
    for right in ("90s", "10m", "1h", "2d", "0m"):
        ok(operator.post(pace_url(group), json={"every": right}))


def test_w41_a_lead_of_the_group_sets_its_pace_and_no_other_agent_does(
    server: ServerProcess, operator: httpx.Client, people: People
) -> None:
    group = make_group(operator)
    board, other = (make_board(operator, board_group_id=group["id"]) for _ in range(2))
    beside = make_board(operator, board_group_id=make_group(operator)["id"])
    lead, foreign_lead = (make_agent(operator, it, is_board_lead=True) for it in (board, beside))
    worker, main = make_agent(operator, other), make_agent(operator, board)
    people.put_on_gateway(board, main)
    unknown = {"id": str(uuid4())}
    for agent, allowed, absent in ((lead, 200, 404), (foreign_lead, 403, 404), (worker, 403, 403), (main, 403, 403)):
        with as_agent(server, agent) as client:
            assert client.post(pace_url(group), json={"every": "2h"}).status_code == allowed, agent.name
            assert client.post(pace_url(unknown), json={"every": "2h"}).status_code == absent, agent.name
    assert config_of(operator, worker) == {"every": "2h", "target": "last", "includeReasoning": False}


def test_a_person_reaches_the_agents_of_boards_that_they_may_write(operator: httpx.Client, people: People) -> None:
    group = make_group(operator)
    board, hidden = (make_board(operator, board_group_id=group["id"]) for _ in range(2))
    ava, ben = make_agent(operator, board), make_agent(operator, hidden)
    people.become(board["organization_id"], "admin", grants={board["id"]: (True, True)})
    assert ok(operator.post(pace_url(group), json={"every": "1h"}))["updated_agent_ids"] == [ava.id]
    people.become(board["organization_id"], "admin", grants={board["id"]: (True, False)})
    assert operator.post(pace_url(group), json={"every": "2h"}).status_code == 403
    people.become(board["organization_id"], "member", grants={board["id"]: (True, True)})
    assert operator.post(pace_url(group), json={"every": "2h"}).status_code == 403
    people.own(board["organization_id"])
    assert config_of(operator, ben) is None
