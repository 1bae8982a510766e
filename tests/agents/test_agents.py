"""The directory of agents, for people and for leads."""

from uuid import uuid4

import pytest
from sqlalchemy import inspect, text

from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_agent, make_board, move_to_new_organization, ok

AGENTS = "/api/v1/agents"


def test_a_new_agent_waits_for_its_first_call_and_its_token_is_shown_once(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = make_board(operator)
        made = ok(operator.post(AGENTS, json={"name": "Ava", "board_id": board["id"]}))
        read = ok(operator.get(f"{AGENTS}/{made['id']}"))
    assert made["token"].startswith("mca_")
    assert "token" not in read
    assert (read["status"], read["connection"], read["has_token"]) == ("provisioning", "direct", True)
    assert "first call" in read["status_reason"]


def test_a_name_is_unique_on_its_board_whatever_its_case(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board, other = make_board(operator), make_board(operator)
        make_agent(operator, board, "Ännchen")
        assert code_of(operator.post(AGENTS, json={"name": "ÄNNCHEN", "board_id": board["id"]})) == (
            409,
            "agent_name_taken",
        )
        make_agent(operator, other, "Ännchen")


def test_a_board_has_one_lead(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = make_board(operator)
        make_agent(operator, board, is_board_lead=True)
        worker = make_agent(operator, board)
        refused = operator.patch(f"{AGENTS}/{worker.id}", json={"is_board_lead": True})
    assert code_of(refused) == (409, "board_has_lead")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": " "}, 422),
        ({"name": "Ava"}, 422),
        ({"name": "a\x00b", "board_id": "BOARD"}, 422),
        ({"name": "x" * 201, "board_id": "BOARD"}, 422),
        ({"name": "Ava", "board_id": "nonsense"}, 422),
        ({"name": "Ava", "board_id": str(uuid4())}, 404),
    ],
    ids=["blank", "no-board", "nul", "long", "malformed-board", "unknown-board"],
)
def test_an_agent_that_makes_no_sense_is_refused(server: ServerProcess, body: dict[str, str], status: int) -> None:
    with server.as_operator() as operator:
        board = make_board(operator)
        sent = {name: board["id"] if value == "BOARD" else value for name, value in body.items()}
        assert operator.post(AGENTS, json=sent).status_code == status


def test_g22_the_status_is_computed_and_nobody_sets_it(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        assert code_of(operator.patch(f"{AGENTS}/{agent.id}", json={"status": "online"})) == (
            403,
            "status_is_computed",
        )
        place = f"{AGENTS}/{agent.id}"
        before = ok(operator.get(place))
        assert ok(operator.patch(place, json={})) == ok(operator.get(place)) == before
        told = ok(operator.get("/api/v1/activity", params={"agent_id": agent.id}))["items"]
        assert [event["event_type"] for event in told] == ["agent.created"]


def test_g25_a_profile_is_put_in_order(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = make_board(operator)
        profile = {" role ": " Writer ", "empty": " ", "skills": [1, "", " a "], "nothing": None}
        body = {"name": "Ava", "board_id": board["id"], "identity_profile": profile}
        assert ok(operator.post(AGENTS, json=body))["identity_profile"] == {"role": "Writer", "skills": "1, a"}
        for number, nothing in enumerate(("a writer", [1], {" ": 1, "role": []}, None)):
            body = {"name": f"Ben {number}", "board_id": board["id"], "identity_profile": nothing}
            assert ok(operator.post(AGENTS, json=body))["identity_profile"] is None


def test_a_change_on_top_of_an_old_state_is_refused(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        tag = operator.get(f"{AGENTS}/{agent.id}").headers["etag"]
        ok(operator.patch(f"{AGENTS}/{agent.id}", json={"name": "First"}, headers={"If-Match": tag}))
        late = operator.patch(f"{AGENTS}/{agent.id}", json={"name": "Second"}, headers={"If-Match": tag})
        assert code_of(late) == (412, "stale_version")
        assert ok(operator.get(f"{AGENTS}/{agent.id}"))["name"] == "First"


def test_a_repeated_request_makes_one_agent(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = make_board(operator)
        body = {"name": "Ava", "board_id": board["id"]}
        headers = {"Idempotency-Key": str(uuid4())}
        first = operator.post(AGENTS, json=body, headers=headers)
        second = operator.post(AGENTS, json=body, headers=headers)
        assert first.json() == second.json()
        assert second.headers["idempotent-replayed"] == "true"
        assert (second.headers["etag"], second.headers["cache-control"]) == (first.headers["etag"], "no-store")
        other = operator.post(AGENTS, json={**body, "name": "Ben"}, headers=headers)
        assert code_of(other) == (422, "idempotency_key_reused")
        assert ok(operator.get(AGENTS, params={"board_id": board["id"]}))["total"] == 1


def test_a_token_is_nowhere_in_the_database(server: ServerProcess, module_database: str) -> None:
    with server.as_operator() as operator:
        body = {"name": "Ava", "board_id": make_board(operator)["id"]}
        headers = {"Idempotency-Key": str(uuid4())}
        token = ok(operator.post(AGENTS, json=body, headers=headers))["token"]
        assert ok(operator.post(AGENTS, json=body, headers=headers))["token"] == token
    _, public, secret = token.split("_", 2)
    with People(module_database).writing() as db:
        tables = inspect(db.connection()).get_table_names()
        rows = [row for name in tables for row in db.execute(text(f'SELECT * FROM "{name}"'))]
    assert any(public in str(row) for row in rows)
    assert not [row for row in rows if secret in str(row)]


def test_deleting_twice_is_no_error_and_ends_the_token(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        for _ in range(2):
            ok(operator.delete(f"{AGENTS}/{agent.id}"))
        assert operator.get(f"{AGENTS}/{agent.id}").status_code == 404
    with server.as_agent(agent.token) as gone:
        assert gone.get("/api/v1/agent/healthz").status_code == 401


def test_agents_of_another_tenant_do_not_exist(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        move_to_new_organization(operator)
        assert operator.get(f"{AGENTS}/{agent.id}").status_code == 404
        assert operator.patch(f"{AGENTS}/{agent.id}", json={"name": "Mine"}).status_code == 404
        assert ok(operator.get(AGENTS))["total"] == 0


def test_g18_g19_a_lead_makes_workers_within_the_limit_of_its_board_and_dismisses_them(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = make_board(operator, max_agents=1)
        lead = make_agent(operator, board, is_board_lead=True)
    with server.as_agent(lead.token) as client:
        worker = ok(client.post("/api/v1/agent/agents", json={"name": "Worker", "board_id": str(uuid4())}))
        assert (worker["board_id"], worker["is_board_lead"]) == (board["id"], False)
        assert code_of(client.post("/api/v1/agent/agents", json={"name": "One more"})) == (409, "max_agents_reached")
        place = f"/api/v1/agent/boards/{board['id']}/agents"
        assert client.delete(f"{place}/{lead.id}").status_code == 403
        ok(client.delete(f"{place}/{worker['id']}"))
        for gone in (worker["id"], uuid4()):
            ok(client.delete(f"{place}/{gone}"))
        ok(client.post("/api/v1/agent/agents", json={"name": "Next"}))
    with server.as_operator() as operator:
        # The limit is for leads.
        make_agent(operator, board, "Wanted by a person")


def test_a_worker_makes_no_agents(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        worker = make_agent(operator, make_board(operator))
    with server.as_agent(worker.token) as client:
        assert client.post("/api/v1/agent/agents", json={"name": "Friend"}).status_code == 403
        assert client.post(AGENTS, json={"name": "Friend"}).status_code == 403


@pytest.mark.parametrize("every", ["10 min", "soon", "", True, -1, 1.5, ["10m"]])
def test_a_pace_that_cannot_be_read_is_refused(server: ServerProcess, every: object) -> None:
    """It would be no pace at all, and nobody would know."""
    with server.as_operator() as operator:
        board = make_board(operator)
        body = {"name": "Ada", "board_id": board["id"], "heartbeat_config": {"every": every}}
        refused = operator.post("/api/v1/agents", json=body)
        assert (code_of(refused), "every: write a number" in refused.text) == ((422, "invalid_request"), True)
        agent = make_agent(operator, board)
        changed = {"heartbeat_config": {"every": every, "target": "last"}}
        assert operator.patch(f"/api/v1/agents/{agent.id}", json=changed).status_code == 422
        for fine in ({"every": "10m"}, {"every": 5}, {"every": "0m"}, {"target": "last"}, None):
            ok(operator.patch(f"/api/v1/agents/{agent.id}", json={"heartbeat_config": fine}))


def test_agents_of_a_gateway_that_is_not_there_are_not_found(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        agent = make_agent(operator, make_board(operator))
        at = {"gateway_id": ok(operator.get(f"/api/v1/agents/{agent.id}"))["gateway_id"]}
        assert agent.id in {it["id"] for it in ok(operator.get("/api/v1/agents", params=at))["items"]}
        nowhere = {"gateway_id": "00000000-0000-4000-8000-000000000000"}
        assert operator.get("/api/v1/agents", params=nowhere).status_code == 404
