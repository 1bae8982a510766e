"""What approvals mean for tasks: the gates, the reasons, who is told, and the streams."""

from __future__ import annotations

import threading

import httpx

from tests.approvals.asking import ask, counts, decide, url
from tests.streams.reader import reading
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, ok
from tests.tasks.crew import Crew, crew_of, reason_of


def codes(explanation: Json) -> list[str]:
    return [reason["code"] for reason in explanation["reasons"]]


def test_w23_a_pending_approval_holds_the_status_of_its_task_and_nothing_else(crew: Crew) -> None:
    task = crew.held_by_ava()
    asked = ask(crew, crew.ava, crew.task("Main"), task)
    for client in (crew.operator, crew.ava):
        refused = crew.patch(client, task, status="review")
        assert code_of(refused) == (409, "pending_approval_blocks_status_change")
        assert refused.json()["detail"]["blocked_by_task_ids"] == []
        assert reason_of(crew.explain(client, task), "review") == "pending_approval_blocks_status_change"
    assert crew.change(crew.operator, task, title="New title")["title"] == "New title"
    assert crew.change(crew.ava, task, status="in_progress", comment="Still at it")["status"] == "in_progress"
    # Nor does a move get past it that would be turned into another, because the task waits for others too.
    other = crew.task("Other")
    crew.change(crew.lead, task, depends_on_task_ids=[other["id"]])
    forced = crew.patch(crew.operator, task, status="review")
    assert code_of(forced) == (409, "pending_approval_blocks_status_change")
    crew.change(crew.lead, task, depends_on_task_ids=[])
    ok(decide(crew, asked, "rejected"))
    assert crew.change(crew.ava, task, status="review")["status"] == "review"


def test_what_is_pulled_back_past_its_pending_approval_says_so(server: ServerProcess) -> None:
    with crew_of(server, block_status_changes_with_pending_approval=True) as crew:
        wood = crew.bring_to("done", title="Cut wood")
        task = crew.task("Build", depends_on_task_ids=[wood["id"]])
        ok(crew.claim(crew.ava, task))
        ask(crew, crew.ava, task)
        crew.change(crew.operator, wood, status="inbox")
        moved = crew.events(task)[-1]
        assert (moved["event_type"], crew.read(task)["status"]) == ("task.status_changed", "inbox")
        assert "its approval still waits" in moved["payload"]["reason"]


def test_w23_a_pending_approval_holds_nothing_where_the_board_does_not_say_so(server: ServerProcess) -> None:
    with crew_of(server, require_approval_for_done=True) as crew:
        task = crew.held_by_ava()
        ask(crew, crew.ava, task)
        assert crew.change(crew.ava, task, status="review")["status"] == "review"


def test_w25_done_is_open_to_a_task_with_an_approval_as_its_main_one_or_a_further_one(crew: Crew) -> None:
    main, further, without = (crew.bring_to("review", title=title) for title in ("Main", "Further", "Without"))
    asked = ask(crew, crew.lead, main, further)
    ok(decide(crew, asked, "approved"))
    for task in (main, further):
        assert crew.change(crew.operator, task, status="done")["status"] == "done"
    assert code_of(crew.patch(crew.operator, without, status="done")) == (409, "approval_required_for_done")
    ok(decide(crew, ask(crew, crew.lead, without), "rejected", reason="No tests"))
    refused = crew.patch(crew.operator, without, status="done")
    assert code_of(refused) == (409, "approval_required_for_done")
    assert "its last one was rejected by Local User (No tests)" in refused.json()["detail"]["message"]


def test_whoever_takes_up_a_task_reads_why_it_came_back(crew: Crew) -> None:
    task = crew.bring_to("review")
    ok(decide(crew, ask(crew, crew.ava, task), "rejected", reason="No tests"))
    told_by_agent = crew.patch(crew.lead, task, status="done").json()["detail"]["message"]
    assert "(No tests). Ask for approval" in told_by_agent
    assert "settings" not in told_by_agent
    ok(crew.lead.post(crew.url(crew.lead, task, "comments"), json={"message": "Write some\n\nfor the edges"}))
    crew.change(crew.lead, task, status="inbox")
    why = ok(crew.claim(crew.ava, task))["status_reason"]
    assert why == (
        "Lena sent it back from review: Write some for the edges; "
        "its last approval was rejected by Local User (No tests)"
    )
    assert codes(crew.explain(crew.ava, task))[-1] == "sent_back"
    crew.change(crew.ava, task, status="review", comment="Done")
    assert crew.read(task)["status_reason"] == "Its last approval was rejected by Local User (No tests)"
    ask(crew, crew.ava, task)
    assert crew.read(task)["status_reason"] is None


def test_w25_a_new_board_asks_for_approvals_unless_told_otherwise(crew: Crew) -> None:
    body = {"name": "Plain", "slug": "plain", "description": "Plain", "board_type": "general"}
    assert ok(crew.operator.post("/api/v1/boards", json=body))["require_approval_for_done"] is True


def test_explain_names_the_approval_since_when_it_waits_and_for_whom(crew: Crew) -> None:
    task = crew.bring_to("review")
    before = crew.explain(crew.operator, task)
    assert codes(before) == ["waiting_for_review", "approval_required_for_done"]
    assert "done" not in before["reasons"][0]["action"]
    assert "approved" in before["reasons"][1]["action"]
    asked = ask(crew, crew.ava, task)
    during = crew.explain(crew.ava, task)
    assert codes(during) == ["waiting_for_review", "pending_approval_blocks_status_change", "approval_pending"]
    words = during["reasons"][-1]["message"]
    assert "Ava Stone" in words
    assert "deploy" in words
    assert "a person who may write" in words
    ok(decide(crew, asked, "approved"))
    after = crew.explain(crew.operator, task)
    assert codes(after) == ["waiting_for_review"]
    assert "move it to done" in after["reasons"][0]["action"]


def test_a_greyed_move_says_why_and_what_would_allow_it(crew: Crew) -> None:
    moves = {move["to"]: move for move in crew.explain(crew.operator, crew.bring_to("review"))["moves"]}
    assert moves["inbox"]["action"] is None
    assert moves["done"]["reason"] == "On this board a task is done only with an approval, and it has none."
    assert moves["done"]["action"].startswith("Have it approved")


def test_a_task_that_only_the_lead_may_start_is_not_called_free(server: ServerProcess) -> None:
    with crew_of(server, only_lead_can_change_status=True) as crew:
        assert codes(crew.explain(crew.operator, crew.task())) == ["only_lead_can_change_status"]


def test_who_waits_for_work_gets_the_task_the_moment_its_approval_is_decided(crew: Crew) -> None:
    task = crew.task()
    asked = ask(crew, crew.lead, task)
    assert codes(crew.explain(crew.operator, task))[0] == "pending_approval_blocks_status_change"
    assert ok(crew.ava.post("/api/v1/agent/tasks/claim"))["task"] is None
    assert code_of(crew.claim(crew.ava, task)) == (409, "pending_approval_blocks_status_change")
    got: list[Json] = []
    waiting = threading.Thread(
        target=lambda: got.append(ok(crew.ava.post("/api/v1/agent/tasks/claim?wait=30", timeout=40)))
    )
    waiting.start()
    ok(decide(crew, asked, "approved"))
    waiting.join(25)
    assert [it["task"]["id"] for it in got] == [task["id"]]


def test_work_rests_with_its_agent_while_a_decision_is_waited_for_and_the_answer_says_so(crew: Crew) -> None:
    claim = "/api/v1/agent/tasks/claim"
    held = crew.held_by_ava()
    asked = ask(crew, crew.ava, held)
    answer = ok(crew.ava.post(claim))
    assert (answer["task"], answer["code"]) == (None, "approval_pending")
    assert [(it["id"], it["code"]) for it in answer["held"]] == [(held["id"], "approval_pending")]
    shown = ok(crew.operator.get(f"/api/v1/agents/{crew.ava_agent.id}"))
    assert (shown["status"], shown["status_reason"][:37]) == ("online", "Waits for a decision on “deploy” sinc")
    free = crew.task("free")
    assert ok(crew.ava.post(claim))["task"]["id"] == free["id"]
    crew.change(crew.ava, free, status="review")
    ok(decide(crew, asked, "approved"))
    assert ok(crew.ava.post(claim))["task"]["id"] == held["id"]
    crew.change(crew.ava, held, status="review")
    # What it has asked for is the reason too where it has no task.
    ask(crew, crew.ava)
    answer = ok(crew.ava.post(claim))
    assert (answer["code"], answer["held"]) == ("approval_pending", [])
    assert "waits for a decision on “deploy”" in answer["reason"]


def test_the_asking_agent_and_the_lead_read_the_decision_in_their_own_activity(crew: Crew) -> None:
    asked = ask(crew, crew.ava, crew.task())
    ok(decide(crew, asked, "rejected", reason="Not yet"))

    def told(client: httpx.Client) -> list[str]:
        items = ok(client.get("/api/v1/activity", params={"event_type": "approval.rejected"}))["items"]
        return [it["message"] for it in items if it["board_id"] == crew.board["id"]]

    assert len(told(crew.ava)) == len(told(crew.lead)) == 1
    assert "Not yet" in told(crew.ava)[0]
    assert told(crew.ben) == []


def test_w48_streams_tell_of_each_change_once_with_the_counts_of_the_tasks(crew: Crew) -> None:
    one, two = crew.task("One"), crew.task("Two")
    stream = url(crew.board, operation="stream")
    everything = f"/api/v1/events?topics=approvals&board_id={crew.board['id']}"
    with reading(crew.operator, stream) as narrow, reading(crew.ava, everything) as wide:
        asked = ask(crew, crew.ben, one)
        wait_until(lambda: len(narrow.events()) == 1, timeout=10)
        ok(decide(crew, asked, "approved"))
        wait_until(lambda: len(narrow.events()) == 2, timeout=10)
        ok(decide(crew, asked, "pending"))
        wait_until(lambda: len(narrow.events()) == 3, timeout=10)
        ask(crew, crew.ben, two, crew.task("Three"))
        ask(crew, crew.ben)
        ok(crew.operator.delete(crew.url(crew.operator, one)))
        assert wait_until(lambda: len(narrow.events()) == len(wide.events()) == 6, timeout=10)
    names = [frame.name for frame in narrow.events()]
    assert names == ["approval"] * 5 + ["approval.deleted"]
    frames = [frame.data for frame in narrow.events()]
    assert [it["approval"]["status"] for it in frames[:5]] == ["pending", "approved", "pending", "pending", "pending"]
    assert [it["pending_approvals_count"] for it in frames[:3]] == [1, 0, 1]
    assert frames[1]["task_counts"] == {"task_id": one["id"], "approvals_count": 1, "approvals_pending_count": 0}
    assert [it["approvals_pending_count"] for it in frames[3]["task_counts"]] == [1, 1]
    assert "task_counts" not in frames[4]
    assert set(frames[0]) == {"approval", "pending_approvals_count", "task_counts"}
    assert frames[0]["approval"] == asked
    assert frames[5] == {"approval_id": asked["id"]}
    assert [frame.name for frame in wide.events()] == [
        "approval.created",
        "approval.approved",
        "approval.updated",
        "approval.created",
        "approval.created",
        "approval.deleted",
    ]
    assert wide.events()[1].data["approval"]["status"] == "approved"


def test_what_waits_for_a_decision_comes_first_of_all_that_needs_a_person(crew: Crew) -> None:
    task = crew.bring_to("review", title="Read me")
    asked = ask(crew, crew.ava, task)
    overview = ok(crew.operator.get("/api/v1/overview"))["needs_me"]
    mine = [it for it in overview if it["board_id"] == crew.board["id"]]
    first = mine[0]
    assert first["kind"] == "approval"
    assert (first["approval_id"], first["task_id"], first["title"]) == (asked["id"], task["id"], "deploy")
    assert "Ava Stone" in first["reason"]
    assert "“Read me”" in first["reason"]
    assert counts(crew, task) == (1, 1)


def test_w50_an_idle_approval_stream_sends_nothing_but_signs_of_life(crew: Crew) -> None:
    ask(crew, crew.ben, crew.task())
    with crew.operator.stream("GET", url(crew.board, operation="stream")) as reply:
        said = [line for line, _ in zip((line for line in reply.iter_lines() if line), range(4), strict=False)]
    assert [line.partition(" - ")[0] for line in said[1:]] == [": ping"] * 3
    assert said[0] == "retry: 2000"
