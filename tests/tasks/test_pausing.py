"""Tasks of agents that are paused: they rest where they are, nothing is begun, and nothing is late because of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from mission_control.tasks.models import Task
from mission_control.templates.models import TaskTemplate
from tests.support.people import People
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, make_board, make_template, move_to_new_organization, ok
from tests.tasks.crew import Crew, crew_of, reason_of

HURRIED = True
CLAIM = "/api/v1/agent/tasks/claim"


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)


def pause(crew: Crew, where: str, **body: Any) -> Json:
    paused: Json = ok(crew.operator.post(f"{where}/pause", json=body))
    return paused


def board_of(crew: Crew) -> str:
    return f"/api/v1/boards/{crew.board['id']}"


def ava_of(crew: Crew) -> str:
    return f"/api/v1/agents/{crew.ava_agent.id}"


def test_a_paused_agent_begins_nothing_and_may_hand_in_what_it_has(crew: Crew) -> None:
    held = crew.held_by_ava(title="held")
    free = crew.task("free")
    pause(crew, ava_of(crew), reason="Odd answers")
    refused = crew.claim(crew.ava, free)
    assert code_of(refused) == (409, "paused")
    assert "Ava Stone is paused since" in refused.text
    assert code_of(crew.patch(crew.ava, free, status="in_progress")) == (409, "paused")
    none = ok(crew.ava.post(CLAIM))
    assert (none["task"], none["code"]) == (None, "paused")
    assert none["reason"].endswith(": Odd answers")
    beat = ok(crew.ava.post("/api/v1/agent/heartbeat"))
    assert (beat["status"], [it["reason"] for it in beat["pauses"]]) == ("online", ["Odd answers"])
    why = crew.explain(crew.operator, held)
    assert why["reasons"][0]["code"] == "paused"
    assert "Odd answers" in why["summary"]
    assert reason_of(crew.explain(crew.ava, free), "in_progress") == "paused"
    assert ok(crew.claim(crew.ben, free))["assigned_agent_id"] == crew.ben_agent.id
    assert crew.change(crew.ava, held, status="review", comment="As far as I came.")["status"] == "review"


def test_a_task_that_nobody_can_take_says_who_is_paused_and_who_is_not_there(crew: Crew) -> None:
    task = crew.task("free")
    ok(crew.ava.post("/api/v1/agent/heartbeat"))
    assert "It is free" in crew.explain(crew.operator, task)["summary"]
    pause(crew, ava_of(crew))
    (why,) = crew.explain(crew.operator, task)["reasons"]
    assert why["message"] == "Of the 2 agents of this board 1 is paused, and 1 does not call in"
    assert why["action"] == "Resume or start one of them"
    pause(crew, f"/api/v1/agents/{crew.ben_agent.id}")
    (why,) = crew.explain(crew.operator, task)["reasons"]
    assert why["message"] == "All 2 agents of this board that could take it are paused"


def test_a_call_that_waits_is_answered_when_its_board_goes_on(crew: Crew) -> None:
    task = crew.task("free")
    pause(crew, board_of(crew))
    answers: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(crew.ava.post(CLAIM, params={"wait": 50}, timeout=60)))
    waiting.start()
    ok(crew.operator.post(f"{board_of(crew)}/resume"))
    waiting.join(60)
    assert ok(answers[0])["task"]["id"] == task["id"]


def test_a_lead_that_is_paused_has_nobody_begin(crew: Crew) -> None:
    task = crew.task()
    pause(crew, f"/api/v1/agents/{crew.lead_agent.id}")
    start = {"status": "in_progress", "assigned_agent_id": crew.ben_agent.id}
    assert code_of(crew.patch(crew.lead, task, **start)) == (409, "paused")
    assert code_of(crew.lead.post(crew.agents_url, json={"title": "New", **start})) == (409, "paused")
    assert crew.change(crew.operator, task, **start)["assigned_agent_id"] == crew.ben_agent.id


@pytest.fixture
def limited(server: ServerProcess) -> Iterator[Crew]:
    with crew_of(server, start_within_minutes=60, progress_within_minutes=60) as made:
        yield made


def test_leases_and_deadlines_rest_with_the_agent_and_count_anew_afterwards(limited: Crew, people: People) -> None:
    crew = limited
    held, own = crew.held_by_ava(title="held"), crew.task("own", assigned_agent_id=crew.ava_agent.id)
    late = crew.task("late", assigned_agent_id=crew.ben_agent.id)
    pause(crew, ava_of(crew))
    with people.writing() as db:
        for task in db.scalars(select(Task).where(Task.board_id == UUID(crew.board["id"]))):
            task.stirred_at -= timedelta(minutes=90)
            if task.lease_expires_at:
                task.lease_expires_at -= timedelta(hours=2)
    # What is not paused shows that the looks have been taken.
    assert wait_until(lambda: crew.read(late)["nudged_at"], timeout=90)
    assert (crew.read(own)["nudged_at"], crew.read(held)["nudged_at"]) == (None, None)
    assert crew.read(held)["assigned_agent_id"] == crew.ava_agent.id
    again = ok(crew.operator.post(f"{ava_of(crew)}/resume"))
    assert (again["paused_at"], again["pauses"]) == (None, [])
    with people.writing() as db:
        kept = db.get_one(Task, UUID(held["id"]))
        assert kept.lease_expires_at
        assert kept.lease_expires_at > kept.updated_at
        assert kept.stirred_at > kept.created_at
    assert crew.read(held)["lease"]["fence"] == held["lease"]["fence"]


def test_recurring_tasks_wait_for_their_board_and_make_up_as_their_template_says(crew: Crew, people: People) -> None:
    pause(crew, board_of(crew))
    other = make_board(crew.operator)
    made = [make_template(crew.operator, board, schedule={"cron": "0 0 1 1 *"}) for board in (crew.board, other)]
    with people.writing() as db:
        for template in made:
            found = db.get_one(TaskTemplate, UUID(template["id"]))
            found.next_run_at = found.created_at - timedelta(hours=1)

    def runs(board: Json) -> int:
        return int(ok(crew.operator.get(f"/api/v1/boards/{board['id']}/tasks"))["total"])

    assert wait_until(lambda: runs(other) == 1, timeout=60)
    assert runs(crew.board) == 0
    ok(crew.operator.post(f"{board_of(crew)}/resume"))
    assert wait_until(lambda: runs(crew.board) == 1, timeout=60)


def test_all_may_be_repeated_and_tells_once_who_since_when_and_why(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        organization = move_to_new_organization(operator)
        at = "/api/v1/organizations/me"
        paused = ok(operator.post(f"{at}/pause", json={"reason": "  An alarm  "}))
        assert paused["pause_reason"] == "An alarm"
        again = ok(operator.post(f"{at}/pause", json={"reason": "Another"}))
        assert (again["paused_at"], again["pause_reason"]) == (paused["paused_at"], "An alarm")
        [need] = [it for it in ok(operator.get("/api/v1/overview"))["needs_me"] if it["kind"] == "paused"]
        assert (need["title"], "An alarm" in need["reason"]) == (organization["name"], True)
        for _ in range(2):
            assert ok(operator.post(f"{at}/resume"))["paused_at"] is None
        events = ok(operator.get("/api/v1/activity"))["items"]
        told = [it["event_type"] for it in events if it["event_type"].startswith("organization.")]
        assert told == ["organization.resumed", "organization.paused", "organization.created"]
        assert operator.post(f"{at}/pause", json={"reason": "x" * 1001}).status_code == 422


def test_a_version_that_is_no_more_is_refused(crew: Crew) -> None:
    stale = {"If-Match": '"0"'}
    for where in (board_of(crew), ava_of(crew)):
        assert crew.operator.post(f"{where}/pause", json={}, headers=stale).status_code == 412
        paused = crew.operator.post(f"{where}/pause", json={})
        assert paused.headers["etag"] == f'"{paused.json()["version"]}"'
