"""Claiming, renewing and giving back."""

import threading
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from tests.support.server import ServerProcess
from tests.support.world import Json, as_agent, code_of, make_agent, make_board, make_task, ok
from tests.tasks.crew import Crew, crew_of

NEXT = "/api/v1/agent/tasks/claim"


def test_a_claim_starts_the_work_and_says_until_when(crew: Crew) -> None:
    task = crew.task()
    claimed = ok(crew.claim(crew.ava, task))
    assert (claimed["status"], claimed["assigned_agent_id"]) == ("in_progress", crew.ava_agent.id)
    assert claimed["lease"] == crew.read(task)["lease"]
    assert claimed["lease"]["fence"] == 1
    assert claimed["lease"]["expires_at"] > claimed["lease"]["claimed_at"] == claimed["in_progress_at"]
    assert claimed["version"] == task["version"] + 1


def test_a_claim_that_comes_second_is_told_who_was_first(crew: Crew) -> None:
    task = crew.held_by_ava()
    late = crew.claim(crew.ben, task)
    assert code_of(late) == (409, "task_already_claimed")
    assert task["lease"]["agent_id"] in late.text
    assert "Ava Stone" in late.text
    assert task["lease"]["expires_at"][:19] in late.text
    assert code_of(crew.patch(crew.ben, task, status="in_progress")) == (403, "task_assignee_mismatch")


def test_a_claim_repeated_by_its_holder_is_no_second_claim(crew: Crew) -> None:
    task = crew.held_by_ava()
    again = ok(crew.claim(crew.ava, task))
    assert (again["lease"]["fence"], again["in_progress_at"]) == (1, task["in_progress_at"])


@pytest.mark.parametrize(
    ("status", "expected"), [("review", (409, "task_not_claimable")), ("done", (409, "task_not_claimable"))]
)
def test_what_was_handed_in_is_not_claimed(crew: Crew, status: str, expected: tuple[int, str]) -> None:
    assert code_of(crew.claim(crew.ava, crew.bring_to(status))) == expected


def test_a_lead_claims_nothing(crew: Crew) -> None:
    assert code_of(crew.claim(crew.lead, crew.task())) == (403, "lead_move_forbidden")


def test_a_task_that_waits_is_not_claimed(crew: Crew) -> None:
    first = crew.task("Cut the wood")
    reply = crew.claim(crew.ava, crew.task(depends_on_task_ids=[first["id"]]))
    assert code_of(reply) == (409, "task_blocked_cannot_transition")
    assert reply.json()["detail"]["blocked_by_task_ids"] == [first["id"]]


def test_an_agent_of_another_board_claims_nothing_here(crew: Crew) -> None:
    task = crew.task()
    elsewhere = make_agent(crew.operator, make_board(crew.operator))
    with crew.operator.__class__(base_url=crew.operator.base_url, trust_env=False) as stranger:
        stranger.headers["X-Agent-Token"] = elsewhere.token
        assert crew.claim(stranger, task).status_code == 403
    assert crew.read(task) == task


def test_a_claim_repeated_under_one_key_is_one_claim(crew: Crew) -> None:
    crew.task("One"), crew.task("Two")
    headers = {"Idempotency-Key": str(uuid4())}
    first = ok(crew.ava.post(NEXT, headers=headers))
    second = ok(crew.ava.post(NEXT, headers=headers))
    assert first["task"]["id"] == second["task"]["id"]


# --- the next task


def test_the_next_task_is_the_agents_own_before_it_is_the_most_urgent(crew: Crew) -> None:
    made = [
        crew.task("low", priority="low"),
        crew.task("medium"),
        crew.task("high, some day", priority="high"),
        crew.task("high, soon", priority="High", due_at="2030-01-02"),
        crew.task("high, sooner", priority="high", due_at="2030-01-01"),
        crew.task("urgent", priority="URGENT "),
        crew.task("own", priority="low", assigned_agent_id=crew.ava_agent.id),
        crew.task("Ben's", priority="critical", assigned_agent_id=crew.ben_agent.id),
    ]
    crew.task("waits", priority="critical", depends_on_task_ids=[made[0]["id"]])
    taken = []
    while task := ok(crew.ava.post(NEXT, params={"another": True}))["task"]:
        assert task["lease"]["agent_id"] == crew.ava_agent.id
        taken.append(task["title"])
    assert taken == ["own", "urgent", "high, sooner", "high, soon", "high, some day", "medium", "low"]


def test_an_older_task_goes_first_among_equals(crew: Crew) -> None:
    titles = [crew.task(f"Number {number}")["title"] for number in range(4)]
    another = [ok(crew.ava.post(NEXT, params={"another": True})) for _ in titles]
    assert [answer["task"]["title"] for answer in another] == titles


def test_with_nothing_to_do_the_answer_says_why(crew: Crew) -> None:
    answer = ok(crew.ava.post(NEXT))
    assert answer["task"] is None
    assert answer["reason"]


def test_where_only_the_lead_moves_tasks_nothing_is_handed_out(server: ServerProcess) -> None:
    with crew_of(server, only_lead_can_change_status=True) as crew:
        crew.task()
        answer = crew.ava.post(NEXT)
        assert answer.status_code == 403 or answer.json()["task"] is None
        assert "only_lead" in answer.text or "lead" in answer.text


def test_a_task_of_its_own_that_the_agent_does_not_hold_is_resumed(crew: Crew) -> None:
    task = crew.held_by_ava()
    crew.change(crew.operator, task, assigned_agent_id=None)
    resumed = ok(crew.ava.post(NEXT))["task"]
    assert (resumed["id"], resumed["lease"]["fence"]) == (task["id"], 2)


def test_what_was_left_off_is_gone_on_with_and_the_former_run_writes_no_more(crew: Crew) -> None:
    left_off = crew.held_by_ava(title="left off")
    urgent = crew.task("urgent", priority="urgent")
    # Whatever asks without naming a task is another turn, or a process that was started again.
    again = ok(crew.ava.post(NEXT))["task"]
    assert (again["id"], again["lease"]["fence"]) == (left_off["id"], 2)
    assert (again["in_progress_at"], again["status"]) == (left_off["in_progress_at"], "in_progress")
    assert code_of(crew.patch(crew.ava, left_off, status="done", fence=1)) == (409, "stale_fence")
    assert code_of(crew.say(crew.ava, left_off, "Done!", fence=1)) == (409, "stale_fence")
    assert [event["message"] for event in crew.events(left_off)][-1] == "left off was taken up again"
    # One that works on several says so.
    beside = ok(crew.ava.post(NEXT, params={"another": True}))["task"]
    assert beside["id"] == urgent["id"]
    none = ok(crew.ava.post(NEXT, params={"another": True}))
    assert [(it["id"], it["code"]) for it in none["held"]] == [
        (left_off["id"], "in_progress"),
        (urgent["id"], "in_progress"),
    ]
    assert crew.change(crew.ava, left_off, status="review", fence=2)["status"] == "review"


@pytest.mark.parametrize("by", ["lead", "operator"])
def test_work_that_was_started_for_an_agent_is_handed_to_it_first(crew: Crew, by: str) -> None:
    crew.task("urgent", priority="urgent")
    task = crew.task("started", priority="low")
    start = {"status": "in_progress", "assigned_agent_id": crew.ava_agent.id}
    started = crew.change(getattr(crew, by), task, **start)
    assert started["lease"]["claimed_at"] is None
    assert started["status_reason"] == "Started for Ava Stone, who has not taken it up yet"
    assert "has not taken it up" in crew.explain(crew.operator, task)["summary"]
    taken = ok(crew.ava.post(NEXT, params={"another": True}))["task"]
    assert (taken["id"], taken["lease"]["fence"], taken["status_reason"]) == (task["id"], 2, None)
    assert taken["in_progress_at"] == started["in_progress_at"] < taken["lease"]["claimed_at"]
    # Given to another, it is handed to that one, and is over for her.
    crew.change(crew.operator, task, assigned_agent_id=crew.ben_agent.id)
    assert ok(crew.ben.post(NEXT))["task"]["id"] == task["id"]
    assert code_of(crew.patch(crew.ava, task, status="done", fence=2))[1] in {"stale_fence", "task_assignee_mismatch"}


@pytest.mark.parametrize("by", ["renew", "change"])
def test_that_started_work_is_taken_up_is_told_once_however_it_is(crew: Crew, by: str) -> None:
    task = crew.task("started")
    crew.change(crew.operator, task, status="in_progress", assigned_agent_id=crew.ava_agent.id)
    for _ in range(2):
        if by == "renew":
            ok(crew.ava.post(crew.url(crew.ava, task, "renew"), json={}))
        else:
            crew.change(crew.ava, task, status="in_progress")
    assert [event["message"] for event in crew.events(task)][-2:] == [
        "started moved to in_progress",
        "started was taken up",
    ]
    assert crew.read(task)["lease"]["fence"] == 1


def test_a_call_that_waits_gets_what_is_started_for_it_and_takes_nothing_from_another_call(crew: Crew) -> None:
    for patience in (5, 20, 80):
        answers: list[Json] = []
        one, two = crew.bring_to("done", title="One"), crew.task("Two", assigned_agent_id=crew.ben_agent.id)
        call = threading.Thread(
            target=lambda kept=answers: kept.append(ok(crew.ava.post(NEXT, params={"wait": 30}, timeout=60)))
        )
        call.start()
        for _ in range(patience):
            crew.read(one)
        crew.change(crew.ava, one, status="in_progress")
        crew.change(crew.lead, two, status="in_progress", assigned_agent_id=crew.ava_agent.id)
        call.join(60)
        got = answers[0]["task"]["title"]
        fence = crew.read(one)["lease"]["fence"]
        assert (got, fence) in {("One", 2), ("Two", 1)}
        for task in (one, two):
            crew.change(crew.ava, task, status="done")
        if got == "Two":
            return
        # The call came after the other had its task: then that was left off.
    pytest.fail("a call that waits has taken what another call was at")


def test_what_an_agent_has_and_is_not_handed_is_named_with_its_reason(crew: Crew) -> None:
    first = crew.task("First", assigned_agent_id=crew.ben_agent.id)
    held = crew.held_by_ava(title="held")
    crew.change(crew.lead, held, depends_on_task_ids=[first["id"]])
    answer = ok(crew.ava.post(NEXT))
    assert (answer["task"], answer["code"]) == (None, "nothing_free")
    [named] = answer["held"]
    assert (named["id"], named["code"]) == (held["id"], "task_blocked_cannot_transition")
    assert "“First”" in named["reason"]


@pytest.mark.parametrize("wait", ["-1", "61", "x"])
def test_a_wait_out_of_range_is_refused(crew: Crew, wait: str) -> None:
    assert crew.ava.post(NEXT, params={"wait": wait}).status_code == 422


def test_people_claim_nothing(crew: Crew) -> None:
    assert crew.operator.post(NEXT).status_code == 401


# --- holding on and letting go


def test_a_renewal_extends_the_lease_and_tells_nobody(crew: Crew) -> None:
    task = crew.held_by_ava()
    events = crew.events(task)
    renewed = ok(crew.ava.post(crew.url(crew.ava, task, "renew"), json={"fence": 1}))
    assert renewed["lease"]["expires_at"] >= task["lease"]["expires_at"]
    assert renewed["version"] == task["version"]
    assert crew.events(task) == events


def test_nobody_renews_what_he_does_not_hold(crew: Crew) -> None:
    task = crew.held_by_ava()
    assert crew.ben.post(crew.url(crew.ben, task, "renew"), json={}).status_code in {403, 409}
    crew.change(crew.ava, task, status="review")
    assert crew.ava.post(crew.url(crew.ava, task, "renew"), json={}).status_code in {403, 409}


@pytest.mark.parametrize("who", ["ava", "operator"])
def test_a_holder_gives_back_and_a_person_takes_back(crew: Crew, who: str) -> None:
    task = crew.held_by_ava()
    client = getattr(crew, who)
    back = ok(client.post(crew.url(client, task, "release"), json={"reason": "Out of nails"}))
    assert (back["status"], back["assigned_agent_id"], back["lease"]) == ("inbox", None, None)
    assert "Out of nails" in back["status_reason"]
    assert back["version"] == task["version"] + 1


def test_a_release_without_a_word_has_a_reason_all_the_same(crew: Crew) -> None:
    task = crew.held_by_ava()
    assert ok(crew.ava.post(crew.url(crew.ava, task, "release"), json={}))["status_reason"]


def test_nobody_gives_back_what_another_holds(crew: Crew) -> None:
    task = crew.held_by_ava()
    assert crew.ben.post(crew.url(crew.ben, task, "release"), json={}).status_code == 403
    assert crew.read(task) == task


def test_what_nobody_has_is_not_given_back(crew: Crew) -> None:
    for status in ("review", "done"):
        task = crew.bring_to(status)
        assert crew.operator.post(crew.url(crew.operator, task, "release"), json={}).status_code == 409
        assert crew.read(task) == task


def test_a_write_under_an_old_fence_comes_too_late(crew: Crew) -> None:
    task = crew.held_by_ava()
    ok(crew.operator.post(crew.url(crew.operator, task, "release"), json={}))
    now = ok(crew.claim(crew.ben, task))
    assert now["lease"]["fence"] == 2
    assert code_of(crew.patch(crew.ava, task, status="done", fence=1)) == (409, "stale_fence")
    assert code_of(crew.say(crew.ava, task, "Done!", fence=1)) == (409, "stale_fence")
    for operation in ("renew", "release"):
        reply = crew.ava.post(crew.url(crew.ava, task, operation), json={"fence": 1})
        assert code_of(reply) == (409, "stale_fence")
    assert crew.read(task) == now
    assert crew.change(crew.ben, task, status="review", fence=2)["status"] == "review"


def test_a_fence_is_old_as_soon_as_the_task_was_taken_away(crew: Crew) -> None:
    task = crew.held_by_ava()
    ok(crew.operator.post(crew.url(crew.operator, task, "release"), json={}))
    assert code_of(crew.patch(crew.ava, task, status="done", fence=1)) == (409, "stale_fence")


def test_g21_a_deleted_agent_leaves_no_task_behind(crew: Crew) -> None:
    task, planned = crew.held_by_ava(), crew.task(assigned_agent_id=crew.ava_agent.id)
    ok(crew.operator.delete(f"/api/v1/agents/{crew.ava_agent.id}"))
    returned = crew.read(task)
    assert (returned["status"], returned["assigned_agent_id"], returned["lease"]) == ("inbox", None, None)
    assert "Ava Stone" in returned["status_reason"]
    assert crew.events(task)[-1]["event_type"] == "task.status_changed"
    assert crew.read(planned)["assigned_agent_id"] is None
    assert ok(crew.ben.post(NEXT))["task"]["id"] in {task["id"], planned["id"]}


def test_an_agent_that_moves_to_another_board_leaves_its_tasks(crew: Crew) -> None:
    task = crew.held_by_ava()
    other = make_board(crew.operator)
    ok(crew.operator.patch(f"/api/v1/agents/{crew.ava_agent.id}", json={"board_id": other["id"]}))
    returned = crew.read(task)
    assert (returned["status"], returned["assigned_agent_id"]) == ("inbox", None)


def test_the_first_call_of_an_agent_may_be_its_claim(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = make_board(operator)
        task, agent = make_task(operator, board), make_agent(operator, board)
    with as_agent(server, agent) as client:
        assert ok(client.post(NEXT))["task"]["id"] == task["id"]


def _waiting(crew: Crew, then: Callable[[], object]) -> httpx.Response:
    """What a call of Ava's that waits is answered, when something happens meanwhile."""
    answers: list[httpx.Response] = []
    call = threading.Thread(target=lambda: answers.append(crew.ava.post(NEXT, params={"wait": 20}, timeout=60)))
    call.start()
    # Long enough for the call to wait, mostly; where it comes later, the answer is to be the same.
    for _ in range(40):
        crew.operator.get("/healthz")
    then()
    call.join(60)
    return answers[0]


def test_a_call_that_waits_is_for_the_board_that_its_agent_has_come_to(crew: Crew) -> None:
    other = make_board(crew.operator)

    def move() -> None:
        ok(crew.operator.patch(f"/api/v1/agents/{crew.ava_agent.id}", json={"board_id": other["id"]}))
        crew.task("On the former board")
        make_task(crew.operator, other, title="On the new one")

    assert ok(_waiting(crew, move))["task"]["title"] == "On the new one"
    assert [task["status"] for task in ok(crew.operator.get(crew.people_url))["items"]] == ["inbox"]


def test_a_call_that_waits_ends_with_its_token(crew: Crew) -> None:
    def rotate() -> None:
        token = ok(crew.operator.post(f"/api/v1/agents/{crew.ava_agent.id}/token", json={}))["token"]
        ok(crew.operator.get("/api/v1/agent/healthz", headers={"X-Agent-Token": token, "Authorization": ""}))
        crew.task("For the new token")

    assert _waiting(crew, rotate).status_code == 401


def test_a_call_that_waits_ends_with_its_agent(crew: Crew) -> None:
    gone = _waiting(crew, lambda: ok(crew.operator.delete(f"/api/v1/agents/{crew.ava_agent.id}")))
    assert gone.status_code == 401
