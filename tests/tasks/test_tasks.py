"""Making, listing, reading and deleting tasks, and who may."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support.server import ServerProcess
from tests.support.world import as_agent, code_of, make_agent, make_board, make_task, move_to_new_organization, ok
from tests.tasks.crew import Crew

READ_FIELDS = {
    "id",
    "board_id",
    "title",
    "description",
    "status",
    "status_reason",
    "priority",
    "due_at",
    "assigned_agent_id",
    "created_by_user_id",
    "created_by_agent_id",
    "in_progress_at",
    "depends_on_task_ids",
    "blocked_by_task_ids",
    "is_blocked",
    "tag_ids",
    "tags",
    "custom_field_values",
    "comments_count",
    "lease",
    "version",
    "created_at",
    "updated_at",
}
NOBODY = "00000000-0000-4000-8000-000000000000"


# --- making


def test_w08_a_title_is_enough(crew: Crew) -> None:
    task = crew.task("Write it")
    assert task.keys() >= READ_FIELDS
    assert (task["title"], task["status"], task["priority"], task["version"]) == ("Write it", "inbox", "medium", 1)
    assert (task["assigned_agent_id"], task["description"], task["due_at"], task["lease"]) == (None,) * 4
    assert (task["depends_on_task_ids"], task["tag_ids"], task["tags"], task["is_blocked"]) == ([], [], [], False)
    assert (task["blocked_by_task_ids"], task["in_progress_at"], task["custom_field_values"]) == ([], None, {})
    assert task["created_by_user_id"] == ok(crew.operator.get("/api/v1/users/me"))["id"]
    assert crew.read(task) == task


def test_a_task_of_a_lead_is_the_leads(crew: Crew) -> None:
    task = ok(crew.lead.post(crew.agents_url, json={"title": "Delegated", "assigned_agent_id": crew.ava_agent.id}))
    assert (task["created_by_agent_id"], task["created_by_user_id"]) == (crew.lead_agent.id, None)
    assert crew.events(task)[0]["agent_id"] == crew.lead_agent.id


def test_a_worker_makes_no_tasks(crew: Crew) -> None:
    assert crew.ava.post(crew.agents_url, json={"title": "Mine"}).status_code == 403
    assert crew.ava.post(crew.people_url, json={"title": "Mine"}).status_code == 401


def test_a_task_made_in_progress_is_timed_and_leased(crew: Crew) -> None:
    task = crew.task(status="in_progress", assigned_agent_id=crew.ava_agent.id)
    assert task["in_progress_at"] is not None
    assert task["lease"]["agent_id"] == crew.ava_agent.id


@pytest.mark.parametrize(
    ("over", "status"),
    [
        ({"title": None}, 422),
        ({"title": "a\x00b"}, 422),
        ({"title": "x" * 1001}, 422),
        ({"description": "x" * 100_001}, 422),
        ({"priority": "soon"}, 422),
        ({"priority": None}, 422),
        ({"status": "doing"}, 422),
        ({"due_at": "whenever"}, 422),
        ({"depends_on_task_ids": ["x"]}, 422),
        ({"custom_field_values": {"size": "XL"}}, 422),
        ({"assigned_agent_id": NOBODY}, 404),
        ({"created_by_user_id": NOBODY}, 404),
        ({"depends_on_task_ids": [NOBODY]}, 404),
        ({"tag_ids": [NOBODY]}, 404),
    ],
    ids=str,
)
def test_a_task_that_makes_no_sense_is_refused(crew: Crew, over: dict[str, Any], status: int) -> None:
    for client in (crew.operator, crew.lead):
        reply = client.post(crew.url(client), json={"title": "Write it", **over})
        assert reply.status_code == status, reply.text
    assert ok(crew.operator.get(crew.people_url))["total"] == 0


def test_what_is_missing_is_named(crew: Crew) -> None:
    tags = crew.operator.post(crew.people_url, json={"title": "T", "tag_ids": [NOBODY]}).json()["detail"]
    assert tags["missing_tag_ids"] == [NOBODY]
    known = crew.task()["id"]
    body = {"title": "T", "depends_on_task_ids": [known, NOBODY]}
    assert crew.operator.post(crew.people_url, json=body).json()["detail"]["missing_task_ids"] == [NOBODY]


def test_an_agent_of_another_board_is_not_assigned(crew: Crew) -> None:
    stranger = make_agent(crew.operator, make_board(crew.operator))
    body = {"title": "Write it", "assigned_agent_id": stranger.id}
    assert crew.operator.post(crew.people_url, json=body).status_code == 409
    assert crew.patch(crew.operator, crew.task(), assigned_agent_id=stranger.id).status_code == 409


@pytest.mark.parametrize(("given", "kept"), [(" High ", "high"), ("URGENT", "urgent"), ("critical", "critical")])
def test_priorities_are_put_in_order(crew: Crew, given: str, kept: str) -> None:
    assert crew.task(priority=given)["priority"] == kept


def test_a_repeated_request_makes_one_task(crew: Crew) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    made = [ok(crew.operator.post(crew.people_url, json={"title": "Once"}, headers=headers)) for _ in range(2)]
    assert made[0] == made[1]
    assert ok(crew.operator.get(crew.people_url))["total"] == 1


# --- listing


def test_w06_tasks_are_listed_newest_first_in_pages(crew: Crew) -> None:
    for number in range(5):
        crew.task(f"Number {number}")
    page = ok(crew.operator.get(crew.people_url))
    assert [task["title"] for task in page["items"]] == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    assert (page["total"], page["limit"], page["offset"]) == (5, 200, 0)
    second = ok(crew.ava.get(crew.agents_url, params={"limit": 2, "offset": 2}))
    assert ([task["title"] for task in second["items"]], second["total"]) == (["Number 2", "Number 1"], 5)


def test_w11_a_list_is_narrowed_by_status_and_assignee(crew: Crew) -> None:
    held = crew.held_by_ava(title="held")
    crew.bring_to("done", title="done")
    crew.task("free")

    def titles(**query: Any) -> set[str]:
        return {task["title"] for task in ok(crew.operator.get(crew.people_url, params=query))["items"]}

    assert titles(status="inbox , done,") == {"free", "done"}
    assert titles(status=",") == titles(unassigned=False) == {"held", "done", "free"}
    assert titles(assigned_agent_id=held["assigned_agent_id"]) == {"held"}
    assert titles(unassigned=True) == {"done", "free"}
    assert titles(unassigned=True, assigned_agent_id=held["assigned_agent_id"]) == set()


def test_w06_w11_an_unknown_status_is_refused_in_words_and_a_page_out_of_range_with_its_place(crew: Crew) -> None:
    for client in (crew.operator, crew.ava):
        unknown = client.get(crew.url(client), params={"status": "inbox,doing"})
        assert (unknown.status_code, "doing" in unknown.json()["detail"]) == (422, True)
        assert isinstance(unknown.json()["detail"], str)
        for name, value in (("limit", 0), ("limit", 201), ("offset", -1), ("assigned_agent_id", "x")):
            refused = client.get(crew.url(client), params={name: value})
            assert (refused.status_code, refused.json()["detail"][0]["loc"]) == (422, ["query", name])


# --- who may see what


@pytest.mark.parametrize("operation", ["", "comments", "explain"])
def test_w01_without_credentials_nothing_is_read(server: ServerProcess, crew: Crew, operation: str) -> None:
    task = crew.task()
    with server.client() as stranger:
        for client in (crew.operator, crew.ava):
            for url in (crew.url(client), crew.url(client, task, operation)):
                assert stranger.get(url).status_code == 401


def test_w01_the_list_of_another_board_is_refused_to_a_worker_and_that_of_no_board_is_not_found(crew: Crew) -> None:
    other = make_board(crew.operator)
    for prefix in ("/api/v1", "/api/v1/agent"):
        assert crew.ava.get(f"{prefix}/boards/{other['id']}/tasks").status_code == 403
        assert crew.ava.get(f"{prefix}/boards/{NOBODY}/tasks").status_code == 404
    assert crew.operator.get(f"/api/v1/boards/{NOBODY}/tasks").status_code == 404


def test_a_task_of_another_board_is_not_found(crew: Crew) -> None:
    foreign = make_task(crew.operator, make_board(crew.operator))
    for client in (crew.operator, crew.ava):
        for operation in ("", "comments", "explain"):
            assert client.get(crew.url(client, foreign, operation)).status_code == 404
    assert crew.patch(crew.operator, foreign, title="Mine").status_code == 404
    assert crew.claim(crew.ava, foreign).status_code == 404


@pytest.mark.parametrize("task_id", [NOBODY, "nonsense", "%00"])
def test_unknown_and_malformed_ids_are_not_found(crew: Crew, task_id: str) -> None:
    for client in (crew.operator, crew.ava):
        assert client.get(crew.url(client, {"id": task_id})).status_code == 404
        assert client.patch(crew.url(client, {"id": task_id}), json={}).status_code == 404


def test_tasks_of_another_tenant_do_not_exist(server: ServerProcess, crew: Crew) -> None:
    task = crew.task()
    move_to_new_organization(crew.operator)
    assert crew.operator.get(crew.people_url).status_code == 404
    assert crew.operator.get(crew.url(crew.operator, task)).status_code == 404
    foreign = make_agent(crew.operator, make_board(crew.operator))
    with as_agent(server, foreign) as agent:
        assert agent.get(crew.agents_url).status_code in {403, 404}
        assert agent.patch(crew.url(agent, task), json={"status": "done"}).status_code in {403, 404}


def test_agents_may_use_the_paths_of_people_too(server: ServerProcess, crew: Crew) -> None:
    task = crew.task()
    url = f"{crew.people_url}/{task['id']}"
    assert ok(crew.ava.get(url)) == task
    assert ok(crew.ava.patch(url, json={"status": "in_progress"}))["assigned_agent_id"] == crew.ava_agent.id
    assert crew.ava.delete(url).status_code == 401


# --- deleting


def test_w22_a_deleted_task_is_gone_with_its_comments_and_history_and_only_who_did_what_is_left(crew: Crew) -> None:
    task = crew.task(description="The password is hunter2")
    crew.say(crew.ava, task, "Is it hunter2?")
    crew.change(crew.operator, task, description="It was hunter2", status="in_progress")
    kept = crew.task("Kept")
    crew.say(crew.ava, kept, "hunter3")
    url = crew.url(crew.operator, task)
    assert ok(crew.operator.delete(url)) == {"ok": True}
    assert [crew.operator.get(url).status_code, crew.operator.delete(url).status_code] == [404, 404]
    for operation in ("comments", "history"):
        assert crew.operator.get(f"{url}/{operation}").status_code == 404
    assert code_of(crew.claim(crew.ava, task)) == (404, "not_found")
    told = [(event["event_type"], event["actor"]["name"]) for event in crew.events(task)]
    me = ok(crew.operator.get("/api/v1/users/me"))["name"]
    types = ["task.created", "task.comment", "task.status_changed", "task.deleted"]
    assert told == list(zip(types, (me, "Ava Stone", me, me), strict=True))
    ok(crew.operator.delete(f"/api/v1/boards/{crew.board['id']}"))
    whole = crew.operator.get("/api/v1/activity", params={"board_id": crew.board["id"]})
    assert ok(whole)["total"] >= 7
    assert "hunter" not in whole.text


def test_w22_a_lead_deletes_tasks_and_a_worker_does_not(crew: Crew) -> None:
    task = crew.task()
    assert crew.ava.delete(crew.url(crew.ava, task)).status_code == 403
    assert ok(crew.lead.delete(crew.url(crew.lead, task))) == {"ok": True}
