"""One change of many tasks: each is judged on its own."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.world import Json, code_of, make_agent, make_board, make_task, ok
from tests.tasks.crew import Crew


def bulk(crew: Crew, tasks: list[Json], **change: object) -> Json:
    body = {"task_ids": [task["id"] for task in tasks], **change}
    result: Json = ok(crew.operator.post(f"{crew.people_url}/bulk", json=body))
    return result


def test_a_refusal_leaves_the_others_changed_and_says_why(crew: Crew) -> None:
    elsewhere = make_task(crew.operator, make_board(crew.operator))
    a, b = crew.task("A"), crew.task("B")
    result = bulk(crew, [b, elsewhere, a], priority="high", due_at="2030-01-01T00:00:00Z")
    assert [task["id"] for task in result["updated"]] == [b["id"], a["id"]]
    assert {(task["priority"], task["due_at"][:4]) for task in result["updated"]} == {("high", "2030")}
    assert result["refused"] == [{"task_id": elsewhere["id"], "code": "not_found", "message": "Not Found"}]
    for task in (a, b):
        assert [event["event_type"] for event in crew.events(task)] == ["task.created", "task.updated"]


def test_each_task_is_moved_by_its_own_rules(crew: Crew) -> None:
    ok(crew.operator.patch(f"/api/v1/boards/{crew.board['id']}", json={"require_review_before_done": True}))
    seen, unseen = crew.bring_to("review"), crew.task("Unseen")
    result = bulk(crew, [seen, unseen], status="done")
    assert [task["id"] for task in result["updated"]] == [seen["id"]]
    assert [(one["task_id"], one["code"]) for one in result["refused"]] == [(unseen["id"], "review_required_for_done")]
    assert "review" in result["refused"][0]["message"].lower()
    assert crew.read(unseen) == unseen


def test_a_task_that_is_refused_late_leaves_no_trace(crew: Crew) -> None:
    """The tags are unknown only after the move was made."""
    task = crew.bring_to("in_progress")
    result = bulk(crew, [task], status="done", add_tag_ids=[str(uuid4())])
    assert [one["code"] for one in result["refused"]] == ["unknown_tags"]
    assert crew.read(task) == task
    assert crew.events(task)[-1]["payload"]["after"] == "in_progress"


def test_tags_come_and_go_and_people_are_assigned(crew: Crew) -> None:
    old, new = (ok(crew.operator.post("/api/v1/tags", json={"name": f"{n} {uuid4()}"}))["id"] for n in ("Old", "New"))
    a, b = crew.task("A", tag_ids=[old]), crew.task("B", tag_ids=[new])
    result = bulk(crew, [a, b], add_tag_ids=[new], remove_tag_ids=[old], assigned_agent_id=crew.ava_agent.id)
    assert [task["tag_ids"] for task in result["updated"]] == [[new], [new]]
    assert {task["assigned_agent_id"] for task in result["updated"]} == {crew.ava_agent.id}
    stranger = make_agent(crew.operator, make_board(crew.operator))
    refused = bulk(crew, [a, b], assigned_agent_id=stranger.id)["refused"]
    assert [one["code"] for one in refused] == ["assignee_of_another_board"] * 2
    assert {task["assigned_agent_id"] for task in bulk(crew, [a, b], assigned_agent_id=None)["updated"]} == {None}


def test_many_are_deleted_and_those_that_waited_are_told(crew: Crew) -> None:
    first = crew.task("First")
    waits = crew.task("Waits", depends_on_task_ids=[first["id"]])
    result = bulk(crew, [first, {"id": str(uuid4())}], delete=True)
    assert (result["deleted_ids"], result["updated"], len(result["refused"])) == ([first["id"]], [], 1)
    assert not crew.read(waits)["is_blocked"]
    assert crew.operator.get(crew.url(crew.operator, first)).status_code == 404


def test_a_repeat_under_the_same_key_changes_nothing_more(crew: Crew) -> None:
    task = crew.task()
    key = {"Idempotency-Key": str(uuid4())}
    body = {"task_ids": [task["id"]], "priority": "high"}
    first = crew.operator.post(f"{crew.people_url}/bulk", json=body, headers=key)
    crew.change(crew.operator, task, priority="low")
    again = crew.operator.post(f"{crew.people_url}/bulk", json=body, headers=key)
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    assert crew.read(task)["priority"] == "low"


@pytest.mark.parametrize(
    "body",
    [
        {"task_ids": [], "priority": "high"},
        {"task_ids": [str(uuid4()) for _ in range(201)], "priority": "high"},
        {"task_ids": [str(uuid4())]},
        {"task_ids": [str(uuid4())], "status": None},
        {"task_ids": [str(uuid4())], "delete": True, "priority": "low"},
        {"task_ids": ["x"], "delete": True},
    ],
    ids=("none", "too many", "no change", "null", "delete and change", "no id"),
)
def test_a_change_that_makes_no_sense_is_refused(crew: Crew, body: Json) -> None:
    assert crew.operator.post(f"{crew.people_url}/bulk", json=body).status_code == 422


def test_agents_change_one_task_at_a_time(crew: Crew) -> None:
    reply = crew.ava.post(f"{crew.people_url}/bulk", json={"task_ids": [crew.task()["id"]], "priority": "high"})
    assert code_of(reply) == (401, "unauthorized")
