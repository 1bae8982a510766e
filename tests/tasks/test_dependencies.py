"""What waits for what: setting it, being held by it, and what follows when it is finished, reopened or deleted."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, make_board, make_task, ok
from tests.tasks.crew import Crew, crew_of


def waits_for(crew: Crew, *others: Json, **over: object) -> Json:
    return crew.task("Build", depends_on_task_ids=[other["id"] for other in others], **over)


def test_w28_a_task_waits_for_what_is_not_done(crew: Crew) -> None:
    wood, nails = crew.task("Cut wood"), crew.bring_to("done", title="Buy nails")
    task = waits_for(crew, nails, wood, nails)
    assert task["depends_on_task_ids"] == [nails["id"], wood["id"]]
    assert (task["blocked_by_task_ids"], task["is_blocked"]) == ([wood["id"]], True)
    assert "Cut wood" in task["status_reason"]
    explained = crew.explain(crew.operator, task)
    assert explained["blocked_by"] == [{"id": wood["id"], "title": "Cut wood", "status": "inbox"}]
    assert explained["reasons"][0]["code"] == "task_blocked_cannot_transition"


def test_w09_a_task_that_waits_is_made_in_the_inbox_for_nobody(crew: Crew) -> None:
    wood = crew.task()
    for over in ({"status": "in_progress"}, {"assigned_agent_id": crew.ava_agent.id}):
        for client in (crew.operator, crew.lead):
            body = {"title": "Build", "depends_on_task_ids": [wood["id"]], **over}
            reply = client.post(crew.url(client), json=body)
            assert code_of(reply) == (409, "task_blocked_cannot_transition")
            assert reply.json()["detail"]["blocked_by_task_ids"] == [wood["id"]]


def test_w14_a_person_who_moves_a_task_that_waits_finds_it_in_the_inbox_with_the_rest_changed(crew: Crew) -> None:
    task = waits_for(crew, crew.task("Cut wood"))
    after = crew.change(
        crew.operator, task, status="in_progress", assigned_agent_id=crew.ava_agent.id, title="Build it well"
    )
    assert (after["status"], after["assigned_agent_id"], after["title"]) == ("inbox", None, "Build it well")
    assert "Cut wood" in after["status_reason"]


def test_a_person_who_makes_a_task_wait_sends_it_back_to_the_inbox(crew: Crew) -> None:
    task = crew.held_by_ava()
    after = crew.change(crew.operator, task, depends_on_task_ids=[crew.task()["id"]])
    assert (after["status"], after["assigned_agent_id"], after["lease"]) == ("inbox", None, None)


def test_w18_a_worker_moves_a_task_that_waits_to_the_inbox_alone(crew: Crew) -> None:
    task = waits_for(crew, crew.task())
    for status in ("in_progress", "review", "done"):
        reply = crew.patch(crew.ava, task, status=status)
        assert code_of(reply) == (409, "task_blocked_cannot_transition")
    assert crew.patch(crew.ava, task, status="inbox").status_code == 200


def test_w21_a_lead_neither_moves_nor_assigns_a_task_that_waits_but_may_free_it(crew: Crew) -> None:
    task = waits_for(crew, crew.task())
    for change in (
        {"assigned_agent_id": crew.ava_agent.id},
        {"assigned_agent_id": None},
        {"status": "review"},
        {"status": "in_progress", "assigned_agent_id": crew.ava_agent.id},
    ):
        assert code_of(crew.patch(crew.lead, task, **change)) == (409, "task_blocked_cannot_transition")
    assert crew.change(crew.lead, task, depends_on_task_ids=[])["is_blocked"] is False


def test_w30_a_done_task_keeps_its_dependencies(crew: Crew) -> None:
    done = crew.bring_to("done")
    for client in (crew.operator, crew.lead):
        assert crew.patch(client, done, depends_on_task_ids=[]).status_code == 409
    assert crew.change(crew.operator, done, depends_on_task_ids=None, title="New")["title"] == "New"


def test_w28_what_a_task_cannot_wait_for(crew: Crew) -> None:
    task, foreign = crew.task(), make_task(crew.operator, make_board(crew.operator))
    assert crew.patch(crew.operator, task, depends_on_task_ids=[task["id"]]).status_code == 422
    unknown = crew.patch(crew.operator, task, depends_on_task_ids=[foreign["id"]])
    assert unknown.status_code == 404
    assert unknown.json()["detail"]["missing_task_ids"] == [foreign["id"]]
    assert crew.read(task) == task


def test_w28_a_circle_is_refused_and_concerns_nobody_else(crew: Crew) -> None:
    first = crew.task("first")
    second = waits_for(crew, first)
    third = waits_for(crew, second)
    assert crew.patch(crew.operator, first, depends_on_task_ids=[third["id"]]).status_code == 409
    assert crew.read(first) == first
    other = crew.task("other")
    assert crew.change(crew.operator, crew.task(), depends_on_task_ids=[other["id"]])["is_blocked"] is True


def test_a_long_chain_is_no_obstacle(crew: Crew) -> None:
    first = last = crew.task("0")
    for number in range(60):
        last = crew.task(str(number), depends_on_task_ids=[last["id"]])
    assert crew.patch(crew.operator, first, depends_on_task_ids=[last["id"]]).status_code == 409
    assert crew.change(crew.operator, last, depends_on_task_ids=[first["id"]])["depends_on_task_ids"] == [first["id"]]


# --- what follows for those who wait


def test_w29_finishing_tells_those_who_wait(crew: Crew) -> None:
    wood = crew.task("Cut wood")
    task, done = waits_for(crew, wood), waits_for(crew, wood)
    crew.change(crew.operator, wood, status="done")
    freed = crew.read(task)
    assert (freed["is_blocked"], freed["status_reason"]) == (False, None)
    assert freed["version"] > task["version"]
    assert [event["event_type"] for event in crew.events(task)] == ["task.created", "task.updated"]
    assert crew.claim(crew.ava, done).status_code == 200


def test_w29_reopening_pulls_back_what_was_begun_and_says_why(crew: Crew) -> None:
    wood = crew.bring_to("done", title="Cut wood")
    begun, planned, finished = waits_for(crew, wood), waits_for(crew, wood), waits_for(crew, wood)
    ok(crew.claim(crew.ava, begun))
    crew.change(crew.operator, planned, assigned_agent_id=crew.ben_agent.id)
    crew.change(crew.operator, finished, status="done")
    before = crew.read(finished)
    crew.change(crew.operator, wood, status="inbox")
    for task, event_type in ((begun, "task.status_changed"), (planned, "task.updated")):
        pulled = crew.read(task)
        assert (pulled["status"], pulled["assigned_agent_id"], pulled["lease"]) == ("inbox", None, None)
        assert "Cut wood" in pulled["status_reason"]
        assert crew.events(task)[-1]["event_type"] == event_type
        assert "Cut wood" in str(crew.events(task)[-1])
    assert crew.read(finished) == before
    late = crew.patch(crew.ava, begun, status="done", fence=1)
    assert late.status_code == 409


def test_a_finished_task_that_is_reopened_while_it_waits_goes_to_the_inbox(crew: Crew) -> None:
    wood = crew.bring_to("done", title="Cut wood")
    task = waits_for(crew, wood)
    crew.change(crew.operator, task, status="done")
    crew.change(crew.operator, wood, status="inbox")
    assert crew.read(task)["is_blocked"] is False
    assert code_of(crew.patch(crew.ava, task, status="review")) == (409, "task_blocked_cannot_transition")
    after = crew.change(crew.operator, task, status="in_progress")
    assert (after["status"], after["is_blocked"]) == ("inbox", True)


def test_deleting_frees_those_who_wait_and_tells_them(crew: Crew) -> None:
    wood = crew.task("Cut wood")
    task = waits_for(crew, wood)
    ok(crew.operator.delete(crew.url(crew.operator, wood)))
    freed = crew.read(task)
    assert (freed["depends_on_task_ids"], freed["is_blocked"]) == ([], False)
    assert crew.events(task)[-1]["event_type"] == "task.updated"
    assert crew.claim(crew.ava, task).status_code == 200


# --- at the same time


def answers(pool: ThreadPoolExecutor, requests: list[tuple[httpx.Client, str, str, Json]]) -> list[httpx.Response]:
    futures = [pool.submit(client.request, method, url, json=body) for client, method, url, body in requests]
    return [future.result() for future in futures]


def test_two_halves_of_a_circle_at_once_are_one_half(server: ServerProcess) -> None:
    with crew_of(server) as crew, crew_of(server) as _other, ThreadPoolExecutor(2) as pool:
        for _ in range(10):
            one, two = crew.task("one"), crew.task("two")
            replies = answers(
                pool,
                [
                    (crew.operator, "PATCH", crew.url(crew.operator, one), {"depends_on_task_ids": [two["id"]]}),
                    (crew.lead, "PATCH", crew.url(crew.lead, two), {"depends_on_task_ids": [one["id"]]}),
                ],
            )
            assert sorted(reply.status_code for reply in replies) == [200, 409], [reply.text for reply in replies]
            assert crew.read(one)["is_blocked"] is not crew.read(two)["is_blocked"]


def test_tasks_that_wait_are_made_side_by_side(crew: Crew) -> None:
    wood = crew.task("Cut wood")
    body = {"title": "Build", "depends_on_task_ids": [wood["id"]]}
    with ThreadPoolExecutor(8) as pool:
        replies = answers(pool, [(crew.operator, "POST", crew.people_url, body)] * 24)
    assert [reply.status_code for reply in replies] == [200] * 24, {reply.text for reply in replies}


def test_finishing_and_changing_those_who_wait_do_not_get_in_each_others_way(crew: Crew) -> None:
    with ThreadPoolExecutor(6) as pool:
        for _ in range(5):
            wood, nails = crew.task("Cut wood"), crew.task("Buy nails")
            waiting = [waits_for(crew, wood, nails) for _ in range(4)]
            url = crew.url(crew.operator, {"id": ""})
            requests: list[tuple[httpx.Client, str, str, Json]] = [
                (crew.operator, "PATCH", url + wood["id"], {"status": "done"}),
                (crew.operator, "PATCH", url + nails["id"], {"status": "done"}),
                *[(crew.operator, "PATCH", url + task["id"], {"title": "Build well"}) for task in waiting],
            ]
            replies = answers(pool, requests)
            assert [reply.status_code for reply in replies] == [200] * 6, {reply.text for reply in replies}
            assert all(crew.read(task)["is_blocked"] is False for task in waiting)


@pytest.mark.parametrize("rounds", [8])
def test_a_claim_and_a_reopening_at_once_leave_no_work_on_a_task_that_waits(crew: Crew, rounds: int) -> None:
    with ThreadPoolExecutor(2) as pool:
        for _ in range(rounds):
            wood = crew.bring_to("done", title="Cut wood")
            task = waits_for(crew, wood)
            replies = answers(
                pool,
                [
                    (crew.operator, "PATCH", crew.url(crew.operator, wood), {"status": "inbox"}),
                    (crew.ava, "POST", crew.url(crew.ava, task, "claim"), {}),
                ],
            )
            assert replies[0].status_code == 200, replies[0].text
            assert replies[1].status_code in {200, 409}, replies[1].text
            after = crew.read(task)
            assert (after["status"], after["assigned_agent_id"], after["is_blocked"]) == ("inbox", None, True)
