"""Schedules that are kept: once for each due time, whatever else happens, and never without a word."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import create_engine, text

from tests.support.processes import wait_until
from tests.support.world import make_agent, make_board, make_template, ok
from tests.templates.conftest import Desk, due


def test_a_due_run_makes_one_task_and_looking_again_makes_no_other(desk: Desk):
    template = desk.recurring(title="Report of {date} {time}", due_after_minutes=60)
    desk.fire_late(template, seconds=-1)
    assert desk.tasks() == []
    desk.fire_late(template, seconds=1)
    desk.fire_late(template, seconds=11)
    (task,) = desk.tasks()
    assert task["title"] == f"Report of {due(template):%Y-%m-%d %H:%M}"
    assert (task["template_name"], task["created_by_user_id"]) == ("Daily report", None)
    after = desk.again(template)
    assert due(after) > due(template)
    assert (after["last_run"]["task_id"], after["last_run"]["outcome"]) == (task["id"], "created")
    feed = ok(desk.operator.get("/api/v1/activity", params={"board_id": desk.board["id"]}))["items"]
    (told,) = [item for item in feed if item["event_type"] == "task.created"]
    assert told["message"] == f"{task['title']} was created from the template Daily report"


def test_the_task_before_is_waited_for_unless_the_template_allows_several(desk: Desk):
    one = desk.recurring()
    desk.fire_late(one)
    desk.fire_late(one, hours=1)
    skipped = desk.again(one)["last_run"]
    assert (skipped["outcome"], skipped["task_id"]) == ("skipped", None)
    assert "is not done yet" in skipped["reason"]
    desk.finish(desk.tasks()[0])
    desk.fire_late(one, hours=2)
    assert [run["outcome"] for run in desk.runs(one)] == ["created", "skipped", "created"]
    ok(desk.operator.delete(f"{desk.url}/{one['id']}"))

    many = desk.recurring(overlap="allow")
    desk.fire_late(many)
    desk.fire_late(many, hours=1)
    assert [run["outcome"] for run in desk.runs(many)] == ["created", "created"]


@pytest.mark.parametrize(
    ("catch_up", "made", "last"), [("skip", 0, "skipped"), ("one", 1, "created"), ("all", 4, "created")]
)
def test_runs_missed_while_nothing_ran_are_made_up_for_as_the_template_says(
    desk: Desk, catch_up: str, made: int, last: str
):
    template = desk.recurring(catch_up=catch_up, overlap="allow")
    desk.fire_late(template, hours=3, minutes=30)
    assert len(desk.tasks()) == made
    after = desk.again(template)
    assert after["last_run"]["outcome"] == last
    assert due(after) > due(template)


def test_nothing_is_made_while_a_template_is_paused_nor_after_it_is_gone(desk: Desk):
    paused, deleted = desk.recurring(), desk.recurring()
    desk.change(paused, paused=True)
    ok(desk.operator.delete(f"{desk.url}/{deleted['id']}"))
    desk.fire_late(paused, hours=5)
    assert desk.tasks() == []


def test_a_run_that_cannot_be_done_says_why_and_the_schedule_goes_on(desk: Desk):
    agent = make_agent(desk.operator, desk.board)
    template = desk.recurring(assigned_agent_id=agent.id)
    well = desk.recurring(name="Well")
    ok(desk.operator.delete(f"/api/v1/agents/{agent.id}"))
    desk.fire_late(template)
    failed = desk.again(template)
    assert (failed["last_run"]["outcome"], failed["failing_since"] is not None) == ("failed", True)
    assert failed["failure"] == "The agent that its tasks are assigned to is gone"
    assert due(failed) > due(template)
    assert desk.again(well)["last_run"]["outcome"] == "created"
    (need,) = _needs(desk, template["id"])
    assert need["kind"] == "template_failing"
    assert need["reason"] == "Its runs make no tasks. The agent that its tasks are assigned to is gone"

    desk.change(template, paused=True)
    assert _needs(desk, template["id"]) == []
    desk.change(template, assigned_agent_id=None, paused=False)
    assert _needs(desk, template["id"]) == []
    desk.fire_late(failed, minutes=1)
    assert desk.again(template)["last_run"]["outcome"] == "created"


def test_a_run_that_lacks_a_required_field_fails_in_words_and_tells_of_no_task(desk: Desk):
    field = {"field_key": f"cost_{desk.board['id'][:8]}", "label": "Cost", "field_type": "decimal", "required": True}
    template = desk.recurring()
    made = desk.operator.post("/api/v1/organizations/me/custom-fields", json={**field, "board_ids": [desk.board["id"]]})
    ok(made)
    desk.fire_late(template)
    assert desk.tasks() == []
    failed = desk.again(template)
    assert failed["last_run"]["outcome"] == "failed"
    assert failed["failure"] == "these fields are required: Cost"
    told = ok(desk.operator.get("/api/v1/activity", params={"board_id": desk.board["id"]}))["items"]
    assert "task.created" not in {event["event_type"] for event in told}


def test_processes_that_look_at_once_make_one_task(desk: Desk):
    templates = [desk.recurring() for _ in range(3)]
    ready = Barrier(4)

    def look() -> None:
        ready.wait()
        desk.fire_late(templates[0], seconds=5)

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(desk.runs(template)) for template in templates] == [1, 1, 1]
    assert len(desk.tasks()) == 3


def test_two_servers_that_were_killed_keep_a_schedule_once(start_server, pg_url: str):
    server = start_server(pg_url, processes=2)
    with server.as_operator() as operator:
        board = make_board(operator)
        template = make_template(operator, board, schedule={"cron": "0 0 1 1 *", "catch_up": "one"})
    server.kill()
    engine = create_engine(pg_url)
    with engine.begin() as connection:
        past = {"at": datetime(2024, 1, 1, tzinfo=UTC), "id": template["id"]}
        connection.execute(text("UPDATE task_templates SET next_run_at = :at WHERE id = :id"), past)
    engine.dispose()
    server.start()
    with server.as_operator() as operator:
        runs = f"/api/v1/boards/{board['id']}/templates/{template['id']}/runs"
        assert wait_until(lambda: ok(operator.get(runs))["total"] == 1, timeout=90)
        assert ok(operator.get(f"/api/v1/boards/{board['id']}/tasks"))["total"] == 1


def _needs(desk: Desk, template_id: str) -> list[dict[str, object]]:
    needs = ok(desk.operator.get("/api/v1/overview"))["needs_me"]
    return [item for item in needs if item["template_id"] == template_id]
