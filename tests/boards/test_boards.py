from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import Json, make_board, make_task, move_to_new_organization, ok

BOARDS = "/api/v1/boards"


NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)


def made(client: httpx.Client, **over: Any) -> dict[str, Any]:
    body = {"name": "Launch", "slug": "launch", "description": "Everything for the launch", **over}
    reply = client.post(BOARDS, json=body)
    assert reply.status_code == 200, reply.text
    board: dict[str, Any] = reply.json()
    return board


def test_a_new_board_has_the_documented_defaults(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = made(operator, description="  trimmed ")
    assert board["description"] == "trimmed"
    assert (board["board_type"], board["max_agents"], board["gateway_id"]) == ("goal", 1, None)
    assert board["require_approval_for_done"] is True
    assert board["require_review_before_done"] is False
    assert board["created_at"].endswith("Z")


@pytest.mark.parametrize(
    "over",
    [
        {"description": " "},
        {"description": None},
        {"max_agents": -1},
        {"max_agents": 10**30},
        {"name": "a\x00b"},
        {"name": "x" * 1001},
        {"gateway_id": "not-an-id"},
        {"gateway_id": str(uuid4())},
        {"board_group_id": str(uuid4())},
        {"goal_confirmed": True},
        {"goal_confirmed": True, "objective": "Fly"},
        {"goal_confirmed": True, "success_metrics": {"height": "100 km"}},
        {"target_date": "tomorrow"},
    ],
)
def test_w37_a_board_that_makes_no_sense_is_refused(server: ServerProcess, over: dict[str, Any]) -> None:
    """A gateway it may have, of its organization; without one its agents speak plain HTTP."""
    body = {"name": "Launch", "slug": "launch", "description": "d", **over}
    with server.as_operator() as operator:
        reply = operator.post(BOARDS, json=body)
    assert reply.status_code == 422, reply.text


def test_boards_are_listed_by_name_in_pages(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        operator.post("/api/v1/organizations", json={"name": f"Pages {uuid4()}"})
        for name in ("beta", "Alpha", "gamma"):
            made(operator, name=name)
        page = operator.get(BOARDS).json()
        assert [item["name"] for item in page["items"]] == ["Alpha", "beta", "gamma"]
        assert (page["total"], page["limit"], page["offset"]) == (3, 200, 0)
        second = operator.get(BOARDS, params={"limit": 1, "offset": 1}).json()
        assert ([item["name"] for item in second["items"]], second["total"]) == (["beta"], 3)
        beyond = operator.get(BOARDS, params={"offset": 9}).json()
        assert (beyond["items"], beyond["total"]) == ([], 3)


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"offset": -1}, {"offset": 10**30}, {"limit": "x"}])
def test_a_page_out_of_range_is_refused(server: ServerProcess, query: dict[str, Any]) -> None:
    with server.as_operator() as operator:
        assert operator.get(BOARDS, params=query).status_code == 422


def test_a_change_keeps_what_is_left_out(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = made(operator, objective="Ship")
        url = f"{BOARDS}/{board['id']}"
        changed = operator.patch(url, json={"require_approval_for_done": False, "objective": None}).json()
        assert (changed["require_approval_for_done"], changed["objective"]) == (False, None)
        assert (changed["name"], changed["version"]) == ("Launch", board["version"] + 1)
        assert operator.get(url).json() == changed


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"description": ""},
        {"description": None},
        {"max_agents": None},
        {"board_type": "goal"},
    ],
)
def test_w38_a_change_that_makes_no_sense_changes_nothing(server: ServerProcess, change: dict[str, Any]) -> None:
    """To leave its gateway makes sense: its agents speak plain HTTP from then on."""
    with server.as_operator() as operator:
        board = made(operator)
        url = f"{BOARDS}/{board['id']}"
        assert operator.patch(url, json={"slug": "other", **change}).status_code == 422
        assert ok(operator.patch(url, json={"gateway_id": None})) == ok(operator.get(url)) == board


def test_a_deleted_board_is_gone(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        url = f"{BOARDS}/{made(operator)['id']}"
        assert operator.delete(url).json() == {"ok": True}
        assert [operator.get(url).status_code, operator.delete(url).status_code] == [404, 404]


@pytest.mark.parametrize("board_id", ["00000000-0000-4000-8000-000000000000", "not-an-id", "%00"])
def test_unknown_and_malformed_ids_are_not_found(server: ServerProcess, board_id: str) -> None:
    with server.as_operator() as operator:
        assert operator.get(f"{BOARDS}/{board_id}").status_code == 404


def test_a_board_of_an_organization_that_is_not_active_is_not_found(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = made(operator)
        operator.post("/api/v1/organizations", json={"name": f"Elsewhere {uuid4()}"})
        assert operator.get(f"{BOARDS}/{board['id']}").status_code == 404
        assert operator.get(BOARDS).json()["total"] == 0


# --- who may read and write


def answers(client: httpx.Client, board: Json, task: Json) -> dict[str, int]:
    """The status of each kind of call about a board and a task of it; the last one deletes the task."""
    url, body = f"{BOARDS}/{board['id']}", {"title": "Mine", "status": "inbox"}
    asked = {"action_type": "deploy", "confidence": 50, "lead_reasoning": "It is ready"}
    return {
        "read the board": client.get(url).status_code,
        "read the tasks": client.get(f"{url}/tasks").status_code,
        "make a task": client.post(f"{url}/tasks", json=body).status_code,
        "change a task": client.patch(f"{url}/tasks/{task['id']}", json=body).status_code,
        "comment": client.post(f"{url}/tasks/{task['id']}/comments", json={"message": "Mine"}).status_code,
        "ask for approval": client.post(f"{url}/approvals", json=asked).status_code,
        "change the board": client.patch(url, json={"objective": "Mine"}).status_code,
        "delete a task": client.delete(f"{url}/tasks/{task['id']}").status_code,
    }


@pytest.mark.parametrize(
    ("role", "grants", "reads", "writes"),
    [("member", (True, False), True, False), ("member", (False, True), True, True), ("admin", None, False, False)],
    ids=[
        "a member who may read changes nothing",
        "a member who may write alone reads too",
        "an admin without flags and grants sees no board",
    ],
)
def test_w02_w03_w04_w37_what_a_place_in_the_organization_allows_on_a_board(
    server: ServerProcess, people: People, role: str, grants: tuple[bool, bool] | None, reads: bool, writes: bool
) -> None:
    with server.as_operator() as operator:
        tenant = move_to_new_organization(operator)["id"]
        board = make_board(operator)
        task = make_task(operator, board)
        make_board(operator)
        people.become(tenant, role, grants={board["id"]: grants} if grants else None)
        found = answers(operator, board, task)
        assert found == {name: 200 if (reads if name.startswith("read") else writes) else 403 for name in found}
        listed = ok(operator.get(BOARDS))
        assert ([it["id"] for it in listed["items"]], listed["total"]) == (([board["id"]], 1) if reads else ([], 0))
        one_more = operator.post(BOARDS, json={"name": "Mine", "slug": "mine", "description": "Mine"})
        assert one_more.status_code == (200 if role == "admin" else 403)
        people.own(tenant)


def bodies_of_named_things(board: Json) -> dict[str, Json]:
    return {
        "boards": {"slug": "a", "description": "A"},
        "board-groups": {},
        "agents": {"board_id": board["id"]},
        "tags": {"color": "ff0000"},
        "gateways": {"url": "ws://127.0.0.1:9", "workspace_root": "~"},
    }


@pytest.mark.parametrize("written", ["Two\nlines", "A\tbell \x07", "Two\u2028lines", "Olga \u202elive"])
def test_names_are_one_line(server: ServerProcess, written: str) -> None:
    with server.as_operator() as operator:
        board = make_board(operator)
        for kind, body in bodies_of_named_things(board).items():
            reply = operator.post(f"/api/v1/{kind}", json={"name": written, **body})
            assert (kind, reply.status_code) == (kind, 422), reply.text
            assert "in one line" in reply.text
        at = f"{BOARDS}/{board['id']}"
        assert operator.patch(at, json={"name": written}).status_code == 422
        for field in ("name", "preferred_name", "pronouns"):
            assert operator.patch("/api/v1/users/me", json={field: written}).status_code == 422
        assert ok(operator.patch(at, json={"name": "👩‍🚀 Launch"}))["name"] == "👩‍🚀 Launch"


@pytest.mark.parametrize(
    "written",
    ["\u200b", " \u00ad\u2060 ", "\u2800\u2065", "\u3164\ufe0f", "\u202e\u2066", "\U000e0041", "\u0301", "\ue000"],
)
def test_names_that_nobody_can_see_are_refused(server: ServerProcess, written: str) -> None:
    with server.as_operator() as operator:
        board = make_board(operator)
        at = f"{BOARDS}/{board['id']}"
        task = make_task(operator, board)
        asked = [
            operator.post(f"/api/v1/{kind}", json={"name": written, **body})
            for kind, body in bodies_of_named_things(board).items()
        ]
        asked.append(operator.post("/api/v1/organizations", json={"name": written}))
        asked.append(operator.post(f"{at}/tasks", json={"title": written}))
        asked.append(operator.patch(f"{at}/tasks/{task['id']}", json={"title": written}))
        asked.append(operator.patch(at, json={"name": written}))
        asked.append(operator.patch("/api/v1/users/me", json={"preferred_name": written}))
        for reply in asked:
            assert (reply.status_code, reply.json()["detail"][0]["type"]) == (422, "value_error"), reply.request.url
            assert "write at least one character that is not a space" in reply.text


def test_blank_names_are_stored_where_the_contract_takes_them(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = made(operator, name="")
        at = f"{BOARDS}/{board['id']}"
        assert ok(operator.patch(at, json={"name": "  "}))["name"] == "  "
        blank = ok(operator.post(f"{at}/tasks", json={"title": ""}))
        assert blank["title"] == ""
        assert "“Untitled”" in make_task(operator, board, "Next", depends_on_task_ids=[blank["id"]])["status_reason"]
        ok(operator.patch(f"{BOARDS}/{board['id']}/tasks/{blank['id']}", json={"status": "review"}))
        told = ok(operator.get("/api/v1/activity", params={"event_type": "task.status_changed"}))["items"]
        assert told[0]["message"] == "Untitled moved to review"
        assert ok(operator.post("/api/v1/board-groups", json={"name": "", "slug": ""}))["name"] == ""
