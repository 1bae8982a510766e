"""Who is let in with which credentials, how often, and what others are told."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from mission_control.kernel.events.log import EventRow
from mission_control.kernel.settings import Settings
from tests.contract.conftest import NOBODY, agent_answers, new_agent
from tests.contract.test_document import operations
from tests.support.people import People
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_agent, make_board, make_task, ok
from tests.tasks.crew import Crew, crew_of

ME = "/api/v1/users/me"
TWENTY = {"RATE_LIMIT_AGENT_AUTH": "20/60"}


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)


@pytest.fixture
def crew(server: ServerProcess, people: People) -> Iterator[Crew]:
    with crew_of(server) as made:
        yield made
        people.own(made.board["organization_id"])


# --- people


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_s11_the_right_token_is_let_in(server: ServerProcess, scheme: str):
    with server.client(headers={"Authorization": f"{scheme} {server.token}"}) as client:
        assert ok(client.get(ME))["clerk_user_id"] == "local-auth-user"


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer wrong", "Basic {token}", "Token {token}", "{token}", "Bearer {token}x"],
)
def test_s11_s45_anything_else_is_not(server: ServerProcess, authorization: str | None):
    headers = {} if authorization is None else {"Authorization": authorization.format(token=server.token)}
    with server.client(headers=headers) as client:
        reply = client.get(ME)
    assert code_of(reply) == (401, "unauthorized")
    assert reply.headers["www-authenticate"] == "Bearer"


# --- agents


def test_s16_g26_an_agents_token_goes_into_its_own_header(server: ServerProcess):
    with server.as_operator() as operator:
        token = new_agent(operator)
    assert agent_answers(server, token) == 200
    assert {agent_answers(server, wrong) for wrong in ("", token[:-1], f"{token}0", "mca_0_0")} == {401}
    # Of a token that nobody has the log has nothing either: it may be one that was typed wrongly.
    assert token[29:-1] not in server.logs(lines=100_000)
    with server.client() as client:
        assert client.get("/api/v1/agent/healthz").status_code == 401


@pytest.mark.parametrize("header", ["X-Agent-Token: {token}", "Authorization: Bearer {token}"])
def test_s26_what_an_agent_writes_down_does_not_hold_its_token(crew: Crew, server: ServerProcess, header: str):
    """It pastes its shells into comments; others of its board read them."""
    token = crew.ava_agent.token
    name, value = header.format(token=token).split(": ")
    at = crew.url(crew.ava, crew.held_by_ava(), "comments")
    with server.client(headers={name: value}) as agent:
        said = ok(agent.post(at, json={"message": f"I ran {token} – ünd nothing else"}))
        assert said["message"] == f"I ran {token[:29]}… – ünd nothing else"
        assert token[29:] not in agent.get(at).text


def test_s18_s31_s51_g27_the_twenty_first_call_within_a_minute_is_refused(start_server):
    server: ServerProcess = start_server(env=TWENTY)
    assert Settings.model_fields["rate_limit_agent_auth"].default == TWENTY["RATE_LIMIT_AGENT_AUTH"]
    with server.as_operator() as operator:
        token = new_agent(operator)
    assert [agent_answers(server, token) for _ in range(20)] == [200] * 20
    with server.as_agent(token) as agent:
        refused = agent.get("/api/v1/agent/healthz")
    assert code_of(refused) == (429, "rate_limited")
    assert refused.json()["detail"]
    assert refused.json()["request_id"] == refused.headers["x-request-id"]


def test_s18_who_guesses_is_counted_too(start_server):
    server: ServerProcess = start_server(env=TWENTY)
    assert [agent_answers(server, f"mca_{at}_guess") for at in range(21)] == [401] * 20 + [429]


def test_s18_after_the_window_calls_pass_again(start_server):
    server: ServerProcess = start_server(env={"RATE_LIMIT_AGENT_AUTH": "3/2"})
    with server.as_operator() as operator:
        token = new_agent(operator)
    # A slow machine lets the first calls leave the window before the last one comes.
    assert wait_until(lambda: 429 in [agent_answers(server, token) for _ in range(4)], timeout=90)
    assert wait_until(lambda: agent_answers(server, token) == 200, timeout=10, interval=0.5)


# --- which credentials count

PERSON, AGENT = "Bearer {person}", "{agent}"
WRONG = "mca_0123456789abcdef_wrong"
COUNTED: list[tuple[str, str | None, str | None, tuple[int, int, int]]] = [
    ("nothing", None, None, (401, 401, 401)),
    ("a person", PERSON, None, (200, 401, 200)),
    ("an agent", None, AGENT, (401, 200, 200)),
    ("an agent as the bearer", "Bearer {agent}", None, (401, 200, 200)),
    ("a person and an agent", PERSON, AGENT, (200, 200, 200)),
    ("a person and a wrong agent", PERSON, WRONG, (200, 401, 401)),
    ("a person and a blank agent", PERSON, "   ", (200, 401, 200)),
    ("a blank agent", None, "   ", (401, 401, 401)),
    ("a wrong person and an agent", "Bearer wrong", AGENT, (401, 200, 200)),
]


def test_g26_which_credentials_count_where(crew: Crew, server: ServerProcess):
    """For people, for agents, for both; where nobody is asked for any, none count.

    For both, what stands in the header of agents counts, and a bearer is first taken for a person's.
    """
    known = {"person": server.token, "agent": crew.ava_agent.token}
    paths = (ME, "/api/v1/agent/healthz", f"/api/v1/boards/{crew.board['id']}/tasks")
    for who, bearer, header, expected in COUNTED:
        sent = {"Authorization": bearer, "X-Agent-Token": header}
        headers = {name: value.format(**known) for name, value in sent.items() if value is not None}
        assert tuple(_answered(server, path, headers) for path in paths) == expected, who
        assert _answered(server, "/healthz", headers) == 200, who


def _answered(server: ServerProcess, path: str, headers: dict[str, str]) -> int:
    """Not by the usual client, which sends no blank header."""
    connection = http.client.HTTPConnection("127.0.0.1", server.ports[0], timeout=30)
    with closing(connection):
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status


def test_an_address_that_has_guessed_too_often_is_no_harm_to_people(start_server):
    server: ServerProcess = start_server(env={"RATE_LIMIT_AGENT_AUTH": "2/60"})
    with server.as_operator() as operator:
        tasks = f"/api/v1/boards/{make_board(operator)['id']}/tasks"
        with server.as_agent(WRONG) as guesser:
            assert [guesser.get(tasks).status_code for _ in range(3)] == [401, 401, 429]
        with server.client() as nobody:
            assert [nobody.get(path).status_code for path in (tasks, "/api/v1/agent/healthz")] == [401, 401]
        assert operator.get(tasks).status_code == 200


# --- people and agents apart


def test_s19_a_persons_token_is_nobodys_where_only_agents_are_let_in(server: ServerProcess, document: dict[str, Any]):
    agents_only = [(method, path) for method, path, item in operations(document) if _kinds(item) == {"agent"}]
    assert len(agents_only) >= 15
    with server.as_operator() as operator:
        for method, path in agents_only:
            assert operator.request(method, _filled(path)).status_code == 401, (method, path)


def test_s19_w05_an_agents_token_is_nobodys_where_only_people_are_let_in(
    server: ServerProcess, document: dict[str, Any]
):
    people_only = [(method, path) for method, path, item in operations(document) if _kinds(item) == {"person"}]
    assert len(people_only) >= 20
    assert {
        ("GET", "/api/v1/tags"),
        ("GET", "/api/v1/metrics/dashboard"),
        ("GET", "/api/v1/organizations/me/custom-fields"),
        ("GET", "/api/v1/boards/{board_id}"),
        ("PATCH", "/api/v1/boards/{board_id}/approvals/{approval_id}"),
    } <= set(people_only)
    with server.as_operator() as operator:
        token = new_agent(operator)
    for headers in ({"X-Agent-Token": token}, {"Authorization": f"Bearer {token}"}):
        with server.client(headers=headers) as agent:
            for method, path in people_only:
                assert agent.request(method, _filled(path)).status_code == 401, (method, path)


def test_s20_an_agent_has_no_profile_of_a_person(server: ServerProcess):
    with server.as_operator() as operator:
        before = ok(operator.get(ME))
        with server.as_agent(new_agent(operator)) as agent:
            assert code_of(agent.patch(ME, json={"name": "Me"})) == (401, "unauthorized")
        assert ok(operator.get(ME)) == before


def test_s22_a_board_is_read_by_its_readers_and_by_its_agents(crew: Crew, people: People):
    task = crew.task()
    organization, board = crew.board["organization_id"], crew.board["id"]
    people.become(organization, "member", grants={board: (True, False)})
    for client in (crew.operator, crew.lead, crew.ava):
        assert ok(client.get(crew.people_url))["items"][0]["id"] == task["id"]


def test_s23_an_agent_of_one_board_has_no_business_on_another(crew: Crew, server: ServerProcess):
    other = make_board(crew.operator)
    theirs = make_task(crew.operator, other)
    for url in (f"/api/v1/boards/{other['id']}/tasks", f"/api/v1/agent/boards/{other['id']}/tasks/{theirs['id']}"):
        assert code_of(crew.ava.get(url)) == (403, "forbidden")


def test_s23_s46_a_member_sees_the_boards_that_are_shared(crew: Crew, people: People):
    hidden = make_board(crew.operator)
    people.become(crew.board["organization_id"], "member", grants={crew.board["id"]: (True, True)})
    assert ok(crew.operator.get(crew.people_url))
    assert code_of(crew.operator.get(f"/api/v1/boards/{hidden['id']}/tasks")) == (403, "forbidden")
    shown = ok(crew.operator.get("/api/v1/boards"))["items"]
    assert [board["id"] for board in shown] == [crew.board["id"]]


def test_s23_a_main_agent_reaches_the_boards_of_its_gateway_and_no_other(
    crew: Crew, server: ServerProcess, people: People
):
    main = make_agent(crew.operator, crew.board)
    people.put_on_gateway(crew.board, main)
    beside = make_board(crew.operator)
    ok(crew.operator.post("/api/v1/organizations", json={"name": f"Elsewhere {beside['id']}"}))
    foreign = make_board(crew.operator)
    with server.as_agent(main.token) as agent:

        def answer(board: dict[str, Any]) -> int:
            return agent.get(f"/api/v1/agent/boards/{board['id']}/tasks").status_code

        assert [answer(board) for board in (crew.board, beside, foreign)] == [200, 403, 404]
        assert [item["id"] for item in ok(agent.get("/api/v1/agent/boards"))["items"]] == [crew.board["id"]]


def test_s24_the_log_of_changes_names_the_request_and_who_made_it(crew: Crew, people: People):
    task = crew.task()
    reply = crew.patch(crew.lead, task, assigned_agent_id=crew.ava_agent.id)
    assert reply.status_code == 200, reply.text
    logged = select(EventRow.type, EventRow.actor_kind, EventRow.actor_id)
    logged = logged.where(EventRow.request_id == reply.headers["x-request-id"], EventRow.task_id == UUID(task["id"]))
    with people.writing() as db:
        (row,) = db.execute(logged)
    assert (row.type, row.actor_kind, str(row.actor_id)) == ("task.updated", "agent", crew.lead_agent.id)


def test_who_calls_is_found_out_before_the_window_is_looked_at(server: ServerProcess):
    with server.client() as nobody, server.as_operator() as operator:
        too_far = {"offset": 2**63}
        assert nobody.get("/api/v1/boards", params=too_far).status_code == 401
        assert code_of(operator.get("/api/v1/boards", params=too_far)) == (422, "invalid_request")


def test_who_calls_is_found_out_before_the_body_is_looked_at(server: ServerProcess):
    for body in (b"{", b"\xff\xfe", b"[" * 5000, b'{"name": 1' + b"0" * 5000 + b"}"):
        with server.client(headers={"Content-Type": "application/json"}) as nobody:
            assert code_of(nobody.post("/api/v1/organizations", content=body)) == (401, "unauthorized")


def _kinds(operation: dict[str, Any]) -> set[str]:
    roles = set(operation["x-required-role"]) - {"public"}
    return {"agent" if role.startswith("agent-") else "person" for role in roles}


def _filled(path: str) -> str:
    path = re.sub(r"\{\w+_id\}", NOBODY, path).replace("/files/{name}", "/files/SOUL.md")
    assert "{" not in path, f"{path}: say here what to put into it"
    return path
