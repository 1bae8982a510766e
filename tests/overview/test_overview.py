"""What waits for a person, and the board in one answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import update

from mission_control.approvals.models import Approval
from mission_control.memory.models import BoardMemory
from mission_control.tasks.models import Task
from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import Json, make_board, make_group, make_task, move_to_new_organization, ok
from tests.tasks.crew import Crew, crew_of


@pytest.fixture
def crew(server: ServerProcess) -> Iterator[Crew]:
    with crew_of(server) as made:
        yield made


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)


def needs(crew: Crew) -> list[Json]:
    """What the overview says of this board."""
    items: list[Json] = ok(crew.operator.get("/api/v1/overview"))["needs_me"]
    return [item for item in items if item["board_id"] == crew.board["id"]]


def age(people: People, task: Json, **ago: float) -> None:
    """Have a task last changed this long ago."""
    with people.writing() as db:
        then = datetime.now(UTC) - timedelta(**ago)
        db.execute(update(Task).where(Task.id == UUID(task["id"])).values(updated_at=then))


def test_a_fresh_board_needs_nobody(crew: Crew) -> None:
    wood = crew.task("Cut wood")
    crew.task("Build", depends_on_task_ids=[wood["id"]])
    crew.held_by_ava()
    assert needs(crew) == []


def test_what_nobody_takes_is_told_with_what_would_help(crew: Crew, people: People) -> None:
    task = crew.task("Cut wood")
    age(people, task, minutes=31)
    (item,) = needs(crew)
    assert (item["kind"], item["title"], item["task_id"]) == ("unclaimed", "Cut wood", task["id"])
    assert item["board_name"] == crew.board["name"]
    assert "half an hour" in item["reason"]
    assert item["action"]


def test_nothing_waits_for_who_may_read_a_board_and_not_write_on_it(crew: Crew, people: People) -> None:
    crew.bring_to("review", title="Proofread", assigned_agent_id=crew.ben_agent.id)
    organization = crew.board["organization_id"]
    for writes, kinds in ((True, ["review"]), (False, [])):
        people.become(organization, "member", grants={crew.board["id"]: (True, writes)})
        assert [it["kind"] for it in needs(crew)] == kinds
    people.own(organization)


def test_what_has_waited_for_long_names_what_it_waits_for(crew: Crew, people: People) -> None:
    wood = crew.task("Cut wood")
    age(people, crew.task("Build", depends_on_task_ids=[wood["id"]]), hours=25)
    age(people, crew.task("Paint", depends_on_task_ids=[wood["id"]]), hours=23)
    (item,) = needs(crew)
    assert (item["kind"], item["title"]) == ("blocked_task", "Build")
    assert "“Cut wood”" in item["reason"]


def test_a_review_waits_for_a_person_where_no_lead_looks_at_it(crew: Crew) -> None:
    task = crew.bring_to("review", title="Read me")
    assert task["assigned_agent_id"] is None
    led = crew.bring_to("review", assigned_agent_id=crew.lead_agent.id)
    assert [(item["kind"], item["task_id"]) for item in needs(crew)] == [("review", task["id"])]
    crew.change(crew.operator, led, assigned_agent_id=None)
    before = needs(crew)
    assert [item["task_id"] for item in before] == [task["id"], led["id"]]
    # An edit is no new beginning.
    crew.change(crew.operator, task, priority="high")
    assert needs(crew) == before


def test_what_is_late_comes_after_reviews_and_before_what_nobody_takes(crew: Crew, people: People) -> None:
    age(people, crew.task("Unloved"), hours=2)
    crew.task("Late", due_at="2020-01-01T12:00:00Z")
    crew.bring_to("review", title="Read me")
    crew.bring_to("done", title="Late and done", due_at="2020-01-01T12:00:00Z")
    assert [item["kind"] for item in needs(crew)] == ["review", "overdue", "unclaimed"]
    late = needs(crew)[1]
    assert late["since"] == "2020-01-01T12:00:00Z"
    assert "2020-01-01" in late["reason"]


def test_what_is_late_says_what_else_keeps_it(crew: Crew) -> None:
    due = {"due_at": "2020-01-01T12:00:00Z"}
    wood = crew.task("Cut wood", assigned_agent_id=crew.ben_agent.id, **due)
    crew.task("Build", depends_on_task_ids=[wood["id"]], due_at="2020-01-02T12:00:00Z")
    ok(crew.operator.post(f"/api/v1/agents/{crew.ben_agent.id}/pause", json={}))
    first, second = (item for item in needs(crew) if item["kind"] == "overdue")
    assert first["reason"].endswith(f"UTC; {crew.ben_agent.name}, whose it is, is paused")
    assert first["action"].startswith("Resume the agent")
    assert second["reason"].endswith("UTC; it waits for “Cut wood”")
    assert second["action"].startswith("Finish what it waits for")


def test_the_counts_follow_the_work(crew: Crew) -> None:
    before = ok(crew.operator.get("/api/v1/overview"))
    wood = crew.task("Cut wood")
    crew.task("Build", depends_on_task_ids=[wood["id"]])
    crew.held_by_ava()
    crew.bring_to("done")
    after = ok(crew.operator.get("/api/v1/overview"))
    grown = {name: after["flow"][name] - before["flow"][name] for name in after["flow"]}
    assert grown == {"created_today": 4, "done_today": 1, "inbox": 2, "in_progress": 1, "review": 0, "blocked": 1}
    assert after["fleet"]["working"] - before["fleet"]["working"] == 1
    assert after["fleet"]["total"] == before["fleet"]["total"]


def test_w39_a_board_comes_in_one_answer(crew: Crew) -> None:
    held, wood = crew.held_by_ava(title="Held"), crew.task("Cut wood")
    waits = make_task(crew.operator, crew.board, "Build", depends_on_task_ids=[wood["id"]])
    whole = ok(crew.operator.get(f"/api/v1/boards/{crew.board['id']}/snapshot"))
    lists = {"tasks", "agents", "approvals", "chat_messages"}
    assert set(whole) >= {"board", "pending_approvals_count", *lists}
    cards = {card["id"]: card for card in whole["tasks"]}
    assert list(cards) == [waits["id"], wood["id"], held["id"]]
    assert cards[held["id"]]["assignee"] == "Ava Stone"
    assert cards[held["id"]]["lease"]["agent_name"] == "Ava Stone"
    assert cards[waits["id"]]["blocked_by_task_ids"] == [wood["id"]]
    assert whole["board"]["id"] == crew.board["id"]
    assert {agent["name"] for agent in whole["agents"]} == {"Lena", "Ava Stone", "Ben"}
    assert (whole["approvals"], whole["pending_approvals_count"]) == ([], 0)


def test_w39_a_snapshot_holds_all_tasks_and_the_newest_two_hundred_approvals_and_messages(
    crew: Crew, people: People
) -> None:
    now = datetime.now(UTC)
    moments = [now - timedelta(minutes=number) for number in range(201)]
    place = {"organization_id": UUID(crew.board["organization_id"]), "board_id": UUID(crew.board["id"])}
    asked = {"confidence": 50, "status": "pending", "requested_by_kind": "user", "requested_by_name": "Ann"}
    asked |= {"expired": False, "version": 1, "updated_at": now}
    said = {"is_chat": True, "author_name": "Ann", "mentioned_agent_ids": []}
    with people.writing() as db:
        for number, moment in enumerate(moments):
            db.add(Approval(id=uuid4(), action_type=f"deploy.{number}", created_at=moment, **place, **asked))
            db.add(BoardMemory(id=uuid4(), content=f"Message {number}", created_at=moment, **place, **said))
    tasks = [crew.task(f"Task {number}")["id"] for number in range(3)]
    whole = ok(crew.operator.get(f"/api/v1/boards/{crew.board['id']}/snapshot"))
    assert [card["id"] for card in whole["tasks"]] == tasks[::-1]
    assert [it["action_type"] for it in whole["approvals"]] == [f"deploy.{number}" for number in range(200)]
    assert [it["content"] for it in whole["chat_messages"]] == [f"Message {number}" for number in range(200)][::-1]
    assert whole["pending_approvals_count"] == 201


def test_an_agent_sees_the_snapshot_of_its_own_board_alone(server: ServerProcess, crew: Crew) -> None:
    with crew_of(server) as other:
        url = f"/api/v1/boards/{crew.board['id']}/snapshot"
        assert crew.ava.get(url).status_code == 200
        assert other.ava.get(url).status_code in {403, 404}


def test_an_agent_learns_in_one_call_who_it_is_and_what_waits_for_it(crew: Crew) -> None:
    held, own = crew.held_by_ava(title="Draw"), crew.task("Print", assigned_agent_id=crew.ava_agent.id)
    crew.task("Of nobody")
    review = crew.bring_to("review", title="Proofread", assigned_agent_id=crew.ben_agent.id)
    memory = f"/api/v1/agent/boards/{crew.board['id']}/memory"
    asked = {"action_type": "print", "confidence": 50, "task_id": held["id"], "payload": {"reason": "It costs money."}}
    ok(crew.ava.post(f"/api/v1/agent/boards/{crew.board['id']}/approvals", json=asked))

    def say(text: str, *tags: str) -> None:
        ok(crew.operator.post(memory.replace("/agent", ""), json={"content": text, "tags": list(tags)}))

    say("@ava read this", "chat")
    ok(crew.ava.post(memory, json={"content": "I have", "tags": ["chat"]}))
    say("@ava and this", "chat")
    say("Whoever plans", "chat")
    say("Oak it is", "decision")
    group = make_group(crew.operator)
    ok(crew.operator.patch(f"/api/v1/boards/{crew.board['id']}", json={"board_group_id": group["id"]}))
    for text, tag in (("@ben alone", "chat"), ("Fire drill", "Broadcast"), ("Kept", "plan")):
        ok(crew.operator.post(f"/api/v1/board-groups/{group['id']}/memory", json={"content": text, "tags": [tag]}))

    def brief(client: httpx.Client) -> Json:
        told: Json = ok(client.get("/api/v1/agent/brief"))
        return told

    def titles(tasks: list[Json]) -> list[str]:
        return [it["title"] for it in tasks]

    ava, lead = brief(crew.ava), brief(crew.lead)
    assert (ava["name"], ava["role"], ava["board"]["name"]) == ("Ava Stone", "worker", crew.board["name"])
    assert (ava["board"]["require_approval_for_done"], ava["board"]["description"]) == (
        False,
        crew.board["description"],
    )
    assert (titles(ava["held"]), titles(ava["waiting"]), ava["free_tasks"]) == (["Draw"], [own["title"]], 1)
    assert ava["held"][0]["fence"] == held["lease"]["fence"]
    assert [it["action_type"] for it in ava["pending_approvals"]] == ["print"]
    assert [it["content"] for it in ava["chat"]] == ["@ava and this"]
    assert [it["content"] for it in ava["notes"]] == ["Oak it is"]
    assert [it["content"] for it in ava["group_chat"]] == [it["content"] for it in lead["group_chat"]] == ["Fire drill"]
    assert (titles(ava["to_review"]), titles(lead["to_review"])) == ([], [review["title"]])
    assert [it["content"] for it in lead["chat"]] == ["I have", "Whoever plans"]
    assert (lead["role"], len(lead["pending_approvals"]), brief(crew.ben)["pending_approvals"]) == ("lead", 1, [])
    ok(crew.operator.post(f"/api/v1/boards/{crew.board['id']}/pause", json={"reason": "Night"}))
    assert [it.endswith(": Night") for it in brief(crew.ava)["pauses"]] == [True]


def test_a_gateway_that_is_paused_is_for_administrators_and_those_whose_agents_are_there(
    server: ServerProcess, people: People
) -> None:
    with server.as_operator() as operator:
        organization = move_to_new_organization(operator)["id"]
        board, gateways = make_board(operator), []
        for port, name in enumerate(("Oslo", "Bergen"), start=1):
            body = {"name": name, "url": f"ws://127.0.0.1:{port}", "workspace_root": "~/agents"}
            gateways.append(ok(operator.post("/api/v1/gateways", json=body)))
            ok(operator.post(f"/api/v1/gateways/{gateways[-1]['id']}/pause", json={"reason": "Too dear"}))
        ok(operator.patch(f"/api/v1/boards/{board['id']}", json={"gateway_id": gateways[0]["id"]}))
        ok(operator.post("/api/v1/agents", json={"name": "Ada", "board_id": board["id"]}))

        def paused() -> dict[str, str]:
            items = ok(operator.get("/api/v1/overview"))["needs_me"]
            return {it["title"]: it["action"] for it in items if it["kind"] == "paused"}

        assert paused() == dict.fromkeys(["Oslo", "Bergen"], "Resume it when it may go on")
        people.become(organization, "member", grants={board["id"]: (True, True)})
        assert paused() == {"Oslo": "An administrator resumes it"}
        people.own(organization)


def test_an_agent_is_told_which_calls_are_for_it_and_with_what(crew: Crew) -> None:
    def calls(client: httpx.Client) -> dict[str, Json]:
        told = ok(client.get("/api/v1/agent/operations"))["operations"]
        return {f"{it['method']} {it['path']}": it for it in told}

    worker, lead = calls(crew.ava), calls(crew.lead)
    claim = worker["POST /api/v1/agent/tasks/claim"]
    assert {"wait", "another"} <= set(claim["query"])
    assert claim["when"]
    release = worker["POST /api/v1/agent/boards/{board_id}/tasks/{task_id}/release"]
    assert release["body"] == {"fence": "integer|null", "reason": "string|null"}
    nudge = "POST /api/v1/agent/boards/{board_id}/agents/{agent_id}/nudge"
    assert (nudge in lead, nudge in worker) == (True, False)
    assert lead[nudge]["body"] == {"message": "string*"}
    assert not [it for it in worker if "/gateways" in it or it.startswith("DELETE /api/v1/boards/{board_id} ")]
