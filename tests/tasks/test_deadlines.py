"""Tasks that rest too long, and tasks and words that go in circles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from mission_control.tasks.models import Task
from tests.support.people import People
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, ok
from tests.tasks.crew import Crew, crew_of

HURRIED = True
LIMITS = {"start_within_minutes": 60, "progress_within_minutes": 60, "review_within_minutes": 60}


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)


@pytest.fixture
def limited(server: ServerProcess) -> Iterator[Crew]:
    with crew_of(server, **LIMITS) as made:
        yield made


def grow_older(people: People, board: Json, by: timedelta) -> None:
    """As if nothing had happened to the tasks of a board for so long."""
    with people.writing() as db:
        for task in db.scalars(select(Task).where(Task.board_id == UUID(board["id"]))):
            task.stirred_at -= by
            if task.nudged_at:
                task.nudged_at -= by


def types_of(crew: Crew, task: Json) -> list[str]:
    return [event["event_type"] for event in crew.events(task)]


def test_what_rests_too_long_is_brought_up_first_and_then_given_back_or_brought_before_people(
    limited: Crew, people: People
) -> None:
    crew = limited
    assigned = crew.task("assigned", assigned_agent_id=crew.ben_agent.id)
    free = crew.task("free")
    working = crew.held_by_ava(title="working")
    reviewed = crew.change(crew.operator, crew.bring_to("review", title="reviewed"), priority="high")
    blocked = crew.task("blocked", depends_on_task_ids=[free["id"]])
    grow_older(people, crew.board, timedelta(minutes=90))
    fresh = crew.task("fresh")
    late = [assigned, free, working, reviewed]
    assert wait_until(lambda: all(crew.read(task)["nudged_at"] for task in late), timeout=90)
    assert not any(crew.read(task)["nudged_at"] for task in (blocked, fresh))
    reminder = crew.events(working)[-1]
    assert (reminder["event_type"], reminder["agent_id"]) == ("task.nudged", crew.ava_agent.id)
    assert "this board expects progress within 60 minutes" in reminder["message"]
    assert any(event["event_type"] == "task.nudged" for event in ok(crew.ava.get("/api/v1/activity"))["items"])
    assert any(reason["code"] == "deadline_passed" for reason in crew.explain(crew.operator, assigned)["reasons"])

    grow_older(people, crew.board, timedelta(minutes=45))
    assert wait_until(lambda: bool(crew.read(reviewed)["escalated_at"] and crew.read(free)["escalated_at"]), timeout=90)
    returned = crew.read(working)
    assert (returned["status"], returned["assigned_agent_id"], returned["lease"]) == ("inbox", None, None)
    assert "reminding Ava" in returned["status_reason"]
    assert crew.read(assigned)["assigned_agent_id"] is None
    assert "reminding Ben" in crew.read(assigned)["status_reason"]
    assert crew.read(reviewed)["status"] == "review"
    assert types_of(crew, reviewed)[-2:] == ["task.nudged", "task.escalated"]
    needs = ok(crew.operator.get("/api/v1/overview"))["needs_me"]
    stuck = {item["task_id"]: item for item in needs if item["kind"] == "stuck"}
    assert {reviewed["id"], free["id"]} <= set(stuck)
    assert "a decision within 60 minutes" in stuck[reviewed["id"]]["reason"]

    moved = crew.change(crew.operator, reviewed, status="done")
    assert (moved["nudged_at"], moved["escalated_at"], moved["status_reason"]) == (None, None, None)


def test_a_word_of_the_assignee_is_progress_and_one_of_others_is_not(limited: Crew, people: People) -> None:
    crew = limited
    spoken, silent = crew.held_by_ava(title="spoken"), crew.held_by_ava(title="silent")
    grow_older(people, crew.board, timedelta(minutes=90))
    ok(crew.say(crew.ava, spoken, "half of it stands"))
    ok(crew.say(crew.ben, silent, "how is it going?"))
    assert wait_until(lambda: bool(crew.read(silent)["nudged_at"]), timeout=90)
    assert crew.read(spoken)["nudged_at"] is None


def test_a_board_has_no_deadlines_unless_they_are_set_and_refuses_impossible_ones(crew: Crew) -> None:
    assert [crew.board[name] for name in LIMITS] == [None, None, None]
    url = f"/api/v1/boards/{crew.board['id']}"
    assert ok(crew.operator.patch(url, json={"review_within_minutes": 30}))["review_within_minutes"] == 30
    assert ok(crew.operator.patch(url, json={"review_within_minutes": None}))["review_within_minutes"] is None
    impossible: tuple[Any, ...] = (0, -1, 2**40, "soon")
    assert {crew.operator.patch(url, json={"start_within_minutes": wrong}).status_code for wrong in impossible} == {422}


def test_a_task_that_is_taken_and_given_back_again_and_again_waits_for_a_person(crew: Crew) -> None:
    task = crew.task()
    for _ in range(5):
        ok(crew.claim(crew.ava, task))
        ok(crew.ava.post(crew.url(crew.ava, task, "release"), json={"reason": "not mine"}))
    assert code_of(crew.claim(crew.ben, task)) == (409, "task_goes_in_circles")
    assert code_of(crew.patch(crew.ben, task, status="in_progress")) == (409, "task_goes_in_circles")
    assert ok(crew.ben.post("/api/v1/agent/tasks/claim"))["task"] is None
    assert any(reason["code"] == "task_goes_in_circles" for reason in crew.explain(crew.operator, task)["reasons"])
    needs = ok(crew.operator.get("/api/v1/overview"))["needs_me"]
    assert [item["kind"] for item in needs if item["task_id"] == task["id"]] == ["stuck"]

    crew.change(crew.operator, task, description="Cut it along the blue line, not the red one")
    assert ok(crew.claim(crew.ben, task))["status"] == "in_progress"


def test_agents_that_answer_each_other_without_end_are_stopped_until_a_person_speaks(crew: Crew) -> None:
    task = crew.task()
    for number in range(15):
        ok(crew.say(crew.ava, task, f"@Ben thanks, {number}"))
        ok(crew.say(crew.ben, task, f"@Ava thanks, {number}"))
    assert code_of(crew.say(crew.ava, task, "@Ben thanks again")) == (409, "comments_go_in_circles")
    ok(crew.say(crew.operator, task, "enough, go on"))
    ok(crew.say(crew.ava, task, "going on"))


def test_no_way_of_agents_to_hand_work_to_and_fro_is_without_an_end(crew: Crew) -> None:
    moved = crew.task("moved")
    for _ in range(5):
        crew.change(crew.ava, moved, status="in_progress")
        crew.change(crew.ava, moved, status="inbox")
    start = {"status": "in_progress", "assigned_agent_id": crew.ben_agent.id}
    for client, change in ((crew.ben, {"status": "in_progress"}), (crew.lead, start)):
        assert code_of(crew.patch(client, moved, **change)) == (409, "task_goes_in_circles")

    reviewed = crew.task("reviewed", assigned_agent_id=crew.ava_agent.id)
    for _ in range(10):
        ok(crew.claim(crew.ava, reviewed))
        crew.change(crew.ava, reviewed, status="review")
        crew.change(crew.lead, reviewed, status="inbox")
    assert code_of(crew.claim(crew.ava, reviewed)) == (409, "task_goes_in_circles")
    assert "sent back from review" in crew.explain(crew.operator, reviewed)["summary"]

    asked = ok(crew.claim(crew.ben, crew.task("asked")))
    at = f"/api/v1/boards/{crew.board['id']}/approvals"
    wish = {"action_type": "deploy", "confidence": 5, "task_id": asked["id"], "payload": {"reason": "I want to"}}
    for _ in range(10):
        made = ok(crew.ben.post(at, json=wish))
        ok(crew.operator.patch(f"{at}/{made['id']}", json={"status": "rejected"}))
    assert code_of(crew.ben.post(at, json=wish)) == (409, "approvals_go_in_circles")
    stuck = [item for item in ok(crew.operator.get("/api/v1/overview"))["needs_me"] if item["kind"] == "stuck"]
    assert {moved["id"], reviewed["id"], asked["id"]} <= {item["task_id"] for item in stuck}

    for task in (moved, reviewed, asked):
        crew.change(crew.operator, task, description="Another way, please")
    assert ok(crew.claim(crew.ava, reviewed))["status"] == "in_progress"
    ok(crew.ben.post(at, json=wish))


def test_words_that_come_with_a_change_are_stopped_too_unless_the_work_is_handed_in(crew: Crew) -> None:
    task = crew.held_by_ava()
    for number in range(30):
        crew.change(crew.ava, task, comment=f"@Ben thanks, {number}")
    assert code_of(crew.patch(crew.ava, task, comment="@Ben thanks again")) == (409, "comments_go_in_circles")
    assert crew.change(crew.ava, task, status="review", comment="Done")["status"] == "review"
