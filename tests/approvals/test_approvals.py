"""Asking for a decision, making it, taking it back: the records, the refusals and the events."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select, update

from mission_control.approvals.models import Approval, ApprovalTaskLink
from mission_control.tasks.models import Task
from tests.approvals.asking import ask, card, counts, decide, detail, undo, url, wish
from tests.support.people import People
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, as_agent, code_of, make_board, make_task, move_to_new_organization, ok
from tests.tasks.crew import Crew, crew_of


@pytest.mark.parametrize(
    "reasoned",
    [
        {"payload": {"reason": " Because "}},
        {"payload": {"decision": {"reason": "Because"}}},
        {"payload": None, "lead_reasoning": " Because "},
        {"payload": {"kept": 1}, "lead_reasoning": "Because"},
    ],
)
def test_w42_a_reason_is_accepted_in_all_three_places(crew: Crew, reasoned: Json) -> None:
    asked = ask(crew, crew.operator, **reasoned)
    payload = asked["payload"]
    assert (payload.get("reason") or payload["decision"]["reason"]).strip() == "Because"
    assert payload.get("kept") == (reasoned["payload"] or {}).get("kept")
    assert detail(crew, asked)["reasoning"] == "Because"


@pytest.mark.parametrize(
    "wrong",
    [
        {"payload": None},
        {"payload": {"reason": " "}, "lead_reasoning": " "},
        {"confidence": -1},
        {"confidence": 101},
        {"rubric_scores": {"clarity": 1.5}},
        {"rubric_scores": {"clarity": 2**70}},
        {"action_type": "a\x00b"},
        {"status": "maybe"},
        {"task_ids": [str(uuid4()) for _ in range(101)]},
    ],
)
def test_w42_what_cannot_be_asked_is_refused_and_leaves_nothing(crew: Crew, wrong: Json) -> None:
    assert crew.operator.post(url(crew.board), json=wish(**wrong)).status_code == 422
    assert ok(crew.operator.get(url(crew.board)))["total"] == 0


def test_w42_confidence_keeps_its_fraction_and_scores_their_sign(crew: Crew) -> None:
    for confidence in (0, 100, 88.75):
        asked = ask(crew, crew.operator, confidence=confidence, rubric_scores={"risk": -5, "clarity": 40})
        assert (asked["confidence"], asked["rubric_scores"]) == (confidence, {"risk": -5, "clarity": 40})


def test_w43_tasks_are_merged_in_their_order_and_titles_follow(crew: Crew) -> None:
    one, two, three, four = (crew.task(title) for title in ("One", "Two", "Three", "Four"))
    named = {"reason": "Why", "taskIds": [three["id"], "no id", 7], "task_id": one["id"], "taskID": four["id"]}
    asked = ask(crew, crew.operator, two, task_id=one["id"], payload=named)
    assert asked["task_ids"] == [it["id"] for it in (one, two, three, four)]
    assert asked["task_titles"] == ["One", "Two", "Three", "Four"]
    assert asked["task_id"] == one["id"]
    assert [it["title"] for it in detail(crew, asked)["tasks"]] == ["One", "Two", "Three", "Four"]


def test_tasks_that_are_not_of_the_board_are_not_found_and_tell_nothing(crew: Crew) -> None:
    elsewhere = make_task(crew.operator, make_board(crew.operator), "Secret")
    made_up = str(uuid4())
    refused = crew.ava.post(
        url(crew.board), json=wish(crew.task(), task_id=elsewhere["id"], payload={"reason": "x", "taskId": made_up})
    )
    assert code_of(refused) == (404, "unknown_tasks")
    assert refused.json()["detail"]["missing_task_ids"] == [elsewhere["id"], made_up]
    assert "Secret" not in refused.text


def test_w05_w45_w46_agents_ask_in_their_own_name_and_never_decide(crew: Crew) -> None:
    task = crew.task()
    for status in ("approved", "rejected"):
        refused = crew.ava.post(url(crew.board), json=wish(task, status=status))
        assert code_of(refused) == (403, "agents_only_ask")
    asked = ask(crew, crew.ava, task, agent_id=crew.ben_agent.id)
    assert (asked["agent_id"], asked["agent_name"]) == (crew.ava_agent.id, "Ava Stone")
    assert (asked["requested_by_kind"], asked["requested_by_name"]) == ("agent", "Ava Stone")
    for client in (crew.ava, crew.lead):
        assert client.patch(url(crew.board, asked), json={"status": "approved"}).status_code == 401
        assert client.post(url(crew.board, asked, "undo")).status_code == 401
        assert client.get("/api/v1/approvals").status_code == 401
    agents_url = crew.agents_url.removesuffix("/tasks") + "/approvals"
    assert [it["id"] for it in ok(crew.ben.get(agents_url))["items"]] == [asked["id"]]
    assert ok(crew.ben.post(agents_url, json=wish()))["agent_name"] == "Ben"


def test_an_agent_of_another_board_cannot_be_named(crew: Crew, server: ServerProcess) -> None:
    with crew_of(server) as other:
        for agent_id in (other.ava_agent.id, str(uuid4())):
            refused = crew.operator.post(url(crew.board), json=wish(agent_id=agent_id))
            assert code_of(refused) == (404, "unknown_agent")


def test_a_person_may_record_a_decision_that_was_made_elsewhere(crew: Crew) -> None:
    task = crew.task()
    asked = ask(crew, crew.operator, task, status="approved")
    assert asked["resolved_at"] == asked["created_at"]
    assert asked["decided_by_name"] == asked["requested_by_name"]
    assert counts(crew, task) == (1, 0)
    assert crew.change(crew.operator, task, status="done")["status"] == "done"


def test_w44_of_a_task_one_approval_at_a_time_waits(crew: Crew) -> None:
    one, two, free = (crew.task(title) for title in ("One", "Two", "Free"))
    first, second = ask(crew, crew.ava, one), ask(crew, crew.ben, two)
    refused = crew.operator.post(url(crew.board), json=wish(free, two, one))
    assert code_of(refused) == (409, "approval_pending_already")
    pending = {one["id"]: first["id"], two["id"]: second["id"]}
    conflicts = refused.json()["detail"]["conflicts"]
    assert conflicts == [{"task_id": key, "approval_id": pending[key]} for key in sorted(pending)]
    assert counts(crew, free) == (0, 0)
    ok(decide(crew, first, "rejected"))
    again = ask(crew, crew.ava, one)
    reopening = decide(crew, first, "pending")
    assert code_of(reopening) == (409, "approval_pending_already")
    assert reopening.json()["detail"]["conflicts"] == [{"task_id": one["id"], "approval_id": again["id"]}]
    assert undo(crew, first).status_code == 409
    ask(crew, crew.operator), ask(crew, crew.operator)


def test_w44_of_many_who_ask_at_once_about_a_task_one_gets_through(server: ServerProcess) -> None:
    with crew_of(server) as crew, ExitStack() as opened:
        agents = (crew.ava_agent, crew.ben_agent)
        indexes = range(len(server.ports))
        clients = [opened.enter_context(as_agent(server, agent, index)) for agent in agents for index in indexes]
        one, two = crew.task(), crew.task()

        def attempt(client: httpx.Client, tasks: tuple[Json, ...]) -> int:
            return client.post(url(crew.board), json=wish(*tasks)).status_code

        with ThreadPoolExecutor(8) as pool:
            orders = [(one, two), (two, one)] * 4
            replies = list(pool.map(attempt, (clients * 8)[:8], orders))
        assert sorted(replies) == [200] + [409] * 7
        assert counts(crew, one) == counts(crew, two) == (1, 1)


def test_w45_a_decision_says_who_made_it_when_and_why(crew: Crew) -> None:
    task = crew.task()
    asked = ask(crew, crew.ava, task)
    assert (asked["resolved_at"], asked["decided_by_name"]) == (None, None)
    decided = ok(decide(crew, asked, "rejected", reason=" Not on a Friday "))
    assert (decided["status"], decided["decision_reason"]) == ("rejected", "Not on a Friday")
    assert decided["decided_by_name"]
    assert decided["resolved_at"] >= decided["created_at"]
    assert ok(decide(crew, asked, "rejected")) == decided
    assert ok(crew.operator.patch(url(crew.board, asked), json={})) == decided
    assert crew.operator.patch(url(crew.board, asked), json={"status": None}).status_code == 422
    contradicted = decide(crew, asked, "approved")
    assert code_of(contradicted) == (409, "approval_already_decided")
    assert decided["decided_by_name"] in contradicted.text
    reopened = ok(decide(crew, asked, "pending"))
    assert (reopened["resolved_at"], reopened["decided_by_name"], reopened["decision_reason"]) == (None, None, None)
    # Without a reason, as clients of the reference send it.
    assert ok(decide(crew, asked, "approved"))["decision_reason"] is None
    told = [(it["event_type"], it["actor"]["kind"], it["agent_id"]) for it in crew.events(task)[1:]]
    kinds = ["approval.created", "approval.rejected", "approval.updated", "approval.approved"]
    assert told == [(kind, "agent" if kind == kinds[0] else "user", crew.ava_agent.id) for kind in kinds]


def test_of_two_people_who_decide_at_once_one_is_told_that_the_other_was_faster(crew: Crew) -> None:
    for _ in range(3):
        asked = ask(crew, crew.ava, crew.task())
        with ThreadPoolExecutor(2) as pool:
            replies = list(pool.map(partial(decide, crew, asked), ("approved", "rejected")))
        assert sorted(reply.status_code for reply in replies) == [200, 409]
        winner = next(reply.json() for reply in replies if reply.status_code == 200)
        assert detail(crew, asked)["status"] == winner["status"]


def test_a_stale_version_of_an_approval_is_not_decided(crew: Crew) -> None:
    asked = ask(crew, crew.ava)
    ok(decide(crew, asked, "approved"))
    header = {"If-Match": '"1"'}
    stale = crew.operator.patch(url(crew.board, asked), json={"status": "pending"}, headers=header)
    assert code_of(stale) == (412, "stale_version")


# --- taking back


def test_a_decision_is_taken_back_until_an_agent_has_acted_on_it(crew: Crew) -> None:
    task = crew.task()
    asked = ask(crew, crew.ava, task)
    assert code_of(undo(crew, asked)) == (409, "approval_not_decided")
    ok(decide(crew, asked, "approved"))
    crew.say(crew.operator, task, "A person's words are no act of an agent")
    assert detail(crew, asked)["undo"] == {"allowed": True, "reason": None}
    assert ok(undo(crew, asked))["status"] == "pending"
    assert counts(crew, task) == (1, 1)
    ok(decide(crew, asked, "approved"))
    ok(crew.claim(crew.ava, task))
    refused = undo(crew, asked)
    assert code_of(refused) == (409, "approval_acted_upon")
    assert code_of(decide(crew, asked, "pending")) == (409, "approval_acted_upon")
    assert "Ava Stone has acted on it at 20" in refused.json()["detail"]
    assert detail(crew, asked)["undo"] == {"allowed": False, "reason": refused.json()["detail"]}
    assert detail(crew, asked)["status"] == "approved"


def test_without_a_task_what_the_asking_agent_does_counts_as_acting(crew: Crew) -> None:
    asked = ask(crew, crew.ava)
    ok(decide(crew, asked, "approved"))
    crew.say(crew.ben, crew.task(), "Somebody else's doing")
    ok(undo(crew, asked))
    ok(decide(crew, asked, "approved"))
    crew.say(crew.ava, crew.task(), "Deployed it")
    assert code_of(undo(crew, asked)) == (409, "approval_acted_upon")


# --- evidence


def test_earlier_decisions_of_the_same_kind_are_shown_those_of_the_same_agent_first(crew: Crew) -> None:
    old = ask(crew, crew.ava, crew.task("Old"))
    ok(decide(crew, old, "rejected", reason="Too early"))
    bens = ask(crew, crew.ben, crew.task("Ben's"))
    ok(decide(crew, bens, "approved"))
    ok(decide(crew, ask(crew, crew.ava, action_type="delete"), "approved"))
    ask(crew, crew.ben)
    now = detail(crew, ask(crew, crew.ava, crew.task("New")))
    assert [it["id"] for it in now["similar"]] == [old["id"], bens["id"]]
    first = now["similar"][0]
    assert (first["status"], first["decision_reason"], first["task_titles"]) == ("rejected", "Too early", ["Old"])
    assert first["decided_by_name"]
    assert now["confidence_threshold"] == 80


def test_how_sure_an_agent_is_stands_beside_what_its_board_asks_for(server: ServerProcess) -> None:
    with crew_of(server, approval_confidence_threshold=55) as crew:
        asked = ask(crew, crew.ava)
        assert detail(crew, asked)["confidence_threshold"] == 55
        url = f"/api/v1/boards/{crew.board['id']}"
        ok(crew.operator.patch(url, json={"approval_confidence_threshold": 90}))
        assert detail(crew, asked)["confidence_threshold"] == 90
        for wrong in (-1, 101, None):
            assert crew.operator.patch(url, json={"approval_confidence_threshold": wrong}).status_code == 422


# --- many at once, over boards


def test_several_are_decided_at_once_each_by_itself(crew: Crew, server: ServerProcess) -> None:
    with crew_of(server) as other:
        task = crew.task()
        here, there, decided = ask(crew, crew.ava, task), ask(other, other.ben), ask(crew, crew.ben)
        unsaid = ask(crew, crew.ben)
        ok(decide(crew, decided, "approved"))
        wanted = [
            {"approval_id": here["id"], "status": "approved"},
            {"approval_id": decided["id"], "status": "rejected", "reason": "Late"},
            {"approval_id": str(uuid4()), "status": "approved"},
            {"approval_id": there["id"], "status": "rejected", "reason": "Not there"},
            {"approval_id": unsaid["id"], "status": "rejected", "reason": " \n"},
        ]
        results = ok(crew.operator.post("/api/v1/approvals/decisions", json={"decisions": wanted}))["results"]
        assert [it["approval_id"] for it in results] == [it["approval_id"] for it in wanted]
        assert [it["code"] for it in results] == [
            None,
            "approval_already_decided",
            "not_found",
            None,
            "rejection_needs_a_reason",
        ]
        assert detail(crew, unsaid)["status"] == "pending"
        assert results[0]["approval"]["status"] == "approved"
        assert results[3]["approval"]["decision_reason"] == "Not there"
        assert counts(crew, task) == (1, 0)
        for wrong in ([], [wanted[0]] * 2, [{**wanted[0], "approval_id": str(uuid4())} for _ in range(101)]):
            refused = crew.operator.post("/api/v1/approvals/decisions", json={"decisions": wrong})
            assert refused.status_code == 422


def test_the_inbox_holds_what_its_reader_may_read_with_the_names_of_boards(
    crew: Crew, server: ServerProcess, people: People
) -> None:
    with crew_of(server) as other:
        here, there = ask(crew, crew.ava), ask(other, other.ben, action_type="delete")
        ok(decide(crew, here, "approved"))

        def found(**query: Any) -> list[str]:
            items = ok(crew.operator.get("/api/v1/approvals", params=query))["items"]
            return [it["id"] for it in items if it["board_id"] in {crew.board["id"], other.board["id"]}]

        assert found() == [there["id"], here["id"]]
        assert found(status="pending") == [there["id"]]
        assert found(board_id=crew.board["id"]) == [here["id"]]
        assert found(agent_id=other.ben_agent.id) == [there["id"]]
        assert found(action_type="delete", board_id=other.board["id"]) == [there["id"]]
        page = ok(crew.operator.get("/api/v1/approvals", params={"board_id": crew.board["id"], "limit": 1}))
        assert (page["items"][0]["board_name"], page["total"]) == (crew.board["name"], 1)
        assert crew.operator.get("/api/v1/approvals?status=maybe").status_code == 422
        organization = crew.board["organization_id"]
        try:
            people.become(organization, "member", grants={crew.board["id"]: (True, False)})
            assert found() == [here["id"]]
            wanted = [{"approval_id": it["id"], "status": "rejected"} for it in (here, there)]
            results = ok(crew.operator.post("/api/v1/approvals/decisions", json={"decisions": wanted}))["results"]
            assert [(it["ok"], it["code"]) for it in results] == [(False, "forbidden")] * 2
            assert crew.operator.post(url(crew.board), json=wish()).status_code == 403
            move_to_new_organization(crew.operator)
            assert found() == []
        finally:
            people.own(organization)


# --- expiry


def late(people: People, approval: Json) -> None:
    with people.writing() as db:
        then = datetime.now(UTC) - timedelta(seconds=1)
        db.execute(update(Approval).where(Approval.id == UUID(approval["id"])).values(expires_at=then))


def test_what_nobody_decides_in_the_boards_time_is_rejected_by_itself(server: ServerProcess, people: People) -> None:
    with crew_of(server, approval_expires_after_hours=24, require_approval_for_done=True) as crew:
        task = crew.task()
        asked = ask(crew, crew.ava, task)
        assert asked["expires_at"] > (datetime.now(UTC) + timedelta(hours=23)).isoformat()
        late(people, asked)
        assert wait_until(lambda: detail(crew, asked)["status"] == "rejected", timeout=45)
        expired = detail(crew, asked)
        assert (expired["expired"], expired["decided_by_name"], expired["expires_at"]) == (True, None, None)
        assert "Nobody decided" in expired["decision_reason"]
        assert counts(crew, task) == (1, 0)
        event = crew.events(task)[-1]
        assert (event["event_type"], event["actor"]["kind"]) == ("approval.rejected", "system")
        assert ok(undo(crew, asked))["expires_at"] is not None


def test_a_boards_new_time_holds_for_what_waits_already(crew: Crew) -> None:
    asked = ask(crew, crew.ava)
    assert asked["expires_at"] is None
    board_url = f"/api/v1/boards/{crew.board['id']}"
    ok(crew.operator.patch(board_url, json={"approval_expires_after_hours": 1}))
    assert detail(crew, asked)["expires_at"] is not None
    ok(crew.operator.patch(board_url, json={"approval_expires_after_hours": None}))
    assert detail(crew, asked)["expires_at"] is None
    for wrong in (0, -1, 10**9, "x"):
        assert crew.operator.patch(board_url, json={"approval_expires_after_hours": wrong}).status_code == 422


# --- tasks that go, and the counters


def test_an_approval_of_several_tasks_is_told_in_the_history_of_each(crew: Crew) -> None:
    main, further, other = crew.task("Main"), crew.task("Further"), crew.task("Other")
    ok(decide(crew, ask(crew, crew.ava, main, further), "approved"))
    ask(crew, crew.ben, other)
    for task in (main, further):
        told = [event["event_type"] for event in crew.events(task)]
        assert told == ["task.created", "approval.created", "approval.approved"]
    assert [event["event_type"] for event in crew.events(other)] == ["task.created", "approval.created"]


def test_w22_with_a_task_goes_what_was_about_it_alone(crew: Crew) -> None:
    main, further = crew.task("Main"), crew.task("Further")
    both, alone = ask(crew, crew.ava, main, further), crew.task("Alone")
    only = ask(crew, crew.ben, alone)
    ok(crew.operator.delete(crew.url(crew.operator, alone)))
    assert crew.operator.get(url(crew.board, only)).status_code == 404
    ok(crew.operator.delete(crew.url(crew.operator, main)))
    left = detail(crew, both)
    assert (left["task_id"], left["task_ids"], left["task_titles"]) == (further["id"], [further["id"]], ["Further"])
    assert counts(crew, further) == (1, 1)
    told = ok(crew.operator.get("/api/v1/activity", params={"board_id": crew.board["id"]}))["items"]
    assert {"approval.deleted", "approval.updated"} <= {it["event_type"] for it in told}


def test_the_counters_of_tasks_agree_with_the_approvals_after_anything(crew: Crew, people: People) -> None:
    dice = random.Random(7)
    tasks, approvals = [crew.task(f"Task {number}") for number in range(4)], []
    steps: list[Callable[[], Any]] = [
        lambda: approvals.append(
            crew.operator.post(
                url(crew.board),
                json=wish(
                    *dice.sample(tasks, dice.randint(0, len(tasks))), status=dice.choice(["pending", "approved"])
                ),
            ).json()
        ),
        lambda: approvals and decide(crew, dice.choice(approvals), dice.choice(["approved", "rejected", "pending"])),
        lambda: approvals and undo(crew, dice.choice(approvals)),
    ]
    for number in range(60):
        dice.choice(steps)()
        approvals[:] = [it for it in approvals if "id" in it]
        if number in {25, 45}:
            ok(crew.operator.delete(crew.url(crew.operator, tasks.pop())))
    assert approvals
    with people.writing() as db:
        for task in tasks:
            linked = select(Approval.status, func.count()).join(ApprovalTaskLink).group_by(Approval.status)
            rows = db.execute(linked.where(ApprovalTaskLink.task_id == UUID(task["id"])))
            found = {row[0]: row[1] for row in rows}
            row = db.get_one(Task, UUID(task["id"]))
            kept = (row.approvals_count, row.approvals_pending_count, row.approvals_approved_count)
            assert kept == (sum(found.values()), found.get("pending", 0), found.get("approved", 0))
    snapshot = ok(crew.operator.get(f"/api/v1/boards/{crew.board['id']}/snapshot"))
    listed = ok(crew.operator.get(url(crew.board)))["items"]
    assert snapshot["approvals"] == listed
    assert snapshot["pending_approvals_count"] == sum(it["status"] == "pending" for it in listed)
    assert card(crew, tasks[0])["approvals_count"] == sum(tasks[0]["id"] in it["task_ids"] for it in listed)
