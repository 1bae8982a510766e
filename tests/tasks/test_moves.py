"""Moving tasks: each kind of mover, from each status to each, and what follows from it."""

import json

import pytest

from tests.support.world import code_of, make_agent, make_board
from tests.tasks.crew import Crew

STATUSES = ("inbox", "in_progress", "review", "done")
LEADS_MOVES = {("review", "done"), ("review", "inbox")}


@pytest.mark.parametrize("source", STATUSES)
@pytest.mark.parametrize("target", STATUSES)
def test_w24_w25_w26_a_person_moves_a_task_anywhere(crew: Crew, source: str, target: str) -> None:
    moved = crew.change(crew.operator, crew.bring_to(source), status=target)
    assert moved["status"] == target
    assert (moved["in_progress_at"] is not None) is (
        target == "in_progress" or (source, target) == ("in_progress", "done")
    )


@pytest.mark.parametrize("source", STATUSES)
@pytest.mark.parametrize("target", STATUSES)
def test_w16_w27_a_worker_moves_a_task_that_is_its_own_or_nobodys(crew: Crew, source: str, target: str) -> None:
    for assignee in (None, crew.ava_agent.id):
        task = crew.bring_to(source, assigned_agent_id=assignee)
        moved = crew.change(crew.ava, task, status=target)
        assert moved["status"] == target
        if source != target:
            after = {"inbox": None, "review": crew.lead_agent.id}.get(target, crew.ava_agent.id)
            assert moved["assigned_agent_id"] == after


@pytest.mark.parametrize("source", STATUSES)
@pytest.mark.parametrize("target", STATUSES)
def test_w16_a_worker_moves_no_task_of_another_agent(crew: Crew, source: str, target: str) -> None:
    task = crew.bring_to(source, assigned_agent_id=crew.ben_agent.id)
    assert code_of(crew.patch(crew.ava, task, status=target)) == (403, "task_assignee_mismatch")
    assert crew.read(task) == task


@pytest.mark.parametrize("source", STATUSES)
@pytest.mark.parametrize("target", STATUSES)
def test_w19_a_lead_moves_what_is_in_review(crew: Crew, source: str, target: str) -> None:
    task = crew.bring_to(source)
    reply = crew.patch(crew.lead, task, status=target)
    if (source, target) in LEADS_MOVES:
        assert reply.json()["status"] == target
    else:
        assert code_of(reply) == (403, "lead_move_forbidden")
        assert crew.read(task) == task


# --- what follows


def test_work_that_starts_is_timed_and_leased_to_its_assignee(crew: Crew) -> None:
    task = crew.task(assigned_agent_id=crew.ava_agent.id)
    assert (task["in_progress_at"], task["lease"]) == (None, None)
    started = crew.change(crew.operator, task, status="in_progress")
    assert (started["in_progress_at"] is None, started["lease"]["claimed_at"]) == (False, None)
    assert (started["lease"]["agent_id"], started["lease"]["agent_name"]) == (crew.ava_agent.id, "Ava Stone")
    assert started["lease"]["fence"] == 1


@pytest.mark.parametrize("target", ["inbox", "review", "done"])
def test_work_that_ends_ends_the_lease(crew: Crew, target: str) -> None:
    assert crew.change(crew.ava, crew.held_by_ava(), status=target)["lease"] is None


def test_w12_a_person_who_starts_hands_in_and_gives_back_moves_clock_and_assignee(crew: Crew) -> None:
    task = crew.task(assigned_agent_id=crew.ava_agent.id)
    started = crew.change(crew.operator, task, status="in_progress")
    assert (started["assigned_agent_id"], started["in_progress_at"] is not None) == (crew.ava_agent.id, True)
    handed_in = crew.change(crew.operator, task, status="review")
    assert (handed_in["assigned_agent_id"], handed_in["in_progress_at"]) == (crew.lead_agent.id, None)
    given_back = crew.change(crew.operator, task, status="inbox")
    assert (given_back["assigned_agent_id"], given_back["in_progress_at"]) == (None, None)


def test_w13_review_belongs_to_the_lead_whoever_is_named(crew: Crew) -> None:
    task = crew.held_by_ava()
    handed_in = crew.change(crew.operator, task, status="review", assigned_agent_id=crew.ben_agent.id)
    assert handed_in["assigned_agent_id"] == crew.lead_agent.id


def test_w13_the_inbox_belongs_to_nobody_unless_somebody_is_named(crew: Crew) -> None:
    task = crew.change(crew.operator, crew.held_by_ava(), status="inbox", assigned_agent_id=crew.ben_agent.id)
    assert (task["status"], task["assigned_agent_id"], task["lease"]) == ("inbox", crew.ben_agent.id, None)


@pytest.mark.parametrize("by_person", [False, True])
def test_w19_rework_returns_to_whoever_did_the_work(crew: Crew, by_person: bool) -> None:
    task = crew.held_by_ava()
    crew.change(crew.operator if by_person else crew.ava, task, status="review")
    back = crew.change(crew.lead, task, status="inbox")
    assert (back["status"], back["assigned_agent_id"], back["in_progress_at"]) == ("inbox", crew.ava_agent.id, None)


def test_rework_of_a_worker_who_is_gone_goes_to_whom_the_lead_names(crew: Crew) -> None:
    task = crew.held_by_ava()
    crew.change(crew.ava, task, status="review")
    assert crew.operator.delete(f"/api/v1/agents/{crew.ava_agent.id}").status_code == 200
    back = crew.change(crew.lead, task, status="inbox", assigned_agent_id=crew.ben_agent.id)
    assert back["assigned_agent_id"] == crew.ben_agent.id


def test_w19_a_lead_starts_a_task_for_a_worker(crew: Crew) -> None:
    started = crew.change(crew.lead, crew.task(), status="in_progress", assigned_agent_id=crew.ben_agent.id)
    assert started["in_progress_at"] is not None
    assert started["lease"]["agent_id"] == crew.ben_agent.id


def test_work_in_progress_that_changes_hands_changes_its_lease(crew: Crew) -> None:
    task = crew.held_by_ava()
    handed = crew.change(crew.operator, task, assigned_agent_id=crew.ben_agent.id)
    assert (handed["lease"]["agent_id"], handed["lease"]["fence"]) == (crew.ben_agent.id, 2)
    freed = crew.change(crew.operator, task, assigned_agent_id=None)
    assert (freed["status"], freed["lease"]) == ("in_progress", None)


# --- what changes nothing


@pytest.mark.parametrize("status", ["in_progress", "review", "done"])
def test_asking_for_the_present_status_changes_nothing(crew: Crew, status: str) -> None:
    task = crew.bring_to(status, assigned_agent_id=crew.ava_agent.id)
    assert crew.change(crew.operator, task, status=status) == task
    assert len(crew.events(task)) == len(crew.events(crew.read(task)))


def test_a_holder_who_says_that_he_works_keeps_fence_and_start(crew: Crew) -> None:
    task = crew.held_by_ava()
    again = crew.change(crew.ava, task, status="in_progress")
    assert (again["in_progress_at"], again["version"]) == (task["in_progress_at"], task["version"])
    assert again["lease"]["fence"] == task["lease"]["fence"]


def test_inbox_sent_for_a_task_of_the_inbox_takes_its_assignee_away(crew: Crew) -> None:
    task = crew.task(assigned_agent_id=crew.ava_agent.id)
    assert crew.change(crew.operator, task, status="inbox")["assigned_agent_id"] is None


@pytest.mark.parametrize("change", [{"title": "Write it"}, {"comment": " "}, {"depends_on_task_ids": None}])
def test_w15_a_change_that_changes_nothing_leaves_no_trace(crew: Crew, change: dict[str, object]) -> None:
    task = crew.task()
    events = crew.events(task)
    assert crew.change(crew.operator, task, **change) == task
    assert crew.events(task) == events


def test_w15_a_change_that_names_nothing_moves_the_time_and_is_told(crew: Crew) -> None:
    task = crew.held_by_ava()
    for client in (crew.operator, crew.ava):
        before, touched = crew.read(task), crew.change(client, task)
        assert touched["updated_at"] > before["updated_at"]
        assert touched | {"updated_at": 0, "version": 0} == before | {"updated_at": 0, "version": 0}
        assert crew.events(task)[-1]["event_type"] == "task.updated"


# --- who may change what


def test_w16_a_worker_changes_status_and_comments_and_nothing_else(crew: Crew) -> None:
    task = crew.task()
    changes: dict[str, object] = {"title": "Mine", "due_at": None, "assigned_agent_id": None, "depends_on_task_ids": []}
    for name, value in changes.items():
        assert code_of(crew.patch(crew.ava, task, **{name: value})) == (403, "task_update_field_forbidden")
    taken = crew.change(crew.operator, task, assigned_agent_id=crew.ben_agent.id)
    both = crew.patch(crew.ava, taken, status="done", title="Mine")
    assert code_of(both) == (403, "task_assignee_mismatch")


def test_w17_a_worker_comments_on_a_colleagues_task_without_taking_it(crew: Crew) -> None:
    task = crew.bring_to("in_progress", assigned_agent_id=crew.ben_agent.id)
    after = crew.change(crew.ava, task, comment="  Looks good  ")
    assert (after["assigned_agent_id"], after["comments_count"]) == (crew.ben_agent.id, 1)


@pytest.mark.parametrize("change", [{"title": "Mine"}, {"priority": "high"}, {"due_at": None}, {"comment": "Hello"}])
def test_w19_a_lead_changes_no_words(crew: Crew, change: dict[str, object]) -> None:
    assert crew.patch(crew.lead, crew.task(), **change).status_code == 403


def test_w20_whom_a_lead_may_assign(crew: Crew) -> None:
    task = crew.task()
    unknown = "00000000-0000-4000-8000-000000000000"
    assert crew.patch(crew.lead, task, assigned_agent_id=crew.lead_agent.id).status_code == 403
    assert crew.patch(crew.lead, task, assigned_agent_id=unknown).status_code == 404
    elsewhere = make_agent(crew.operator, make_board(crew.operator))
    assert crew.patch(crew.lead, task, assigned_agent_id=elsewhere.id).status_code == 409
    assert crew.change(crew.lead, task, assigned_agent_id=crew.ben_agent.id)["assigned_agent_id"] == crew.ben_agent.id
    assert crew.change(crew.lead, task, assigned_agent_id=None)["assigned_agent_id"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"status": None},
        {"title": None},
        {"priority": None},
        {"priority": "whenever"},
        {"title": "a\x00b"},
        {"title": "x" * 1001},
        {"status": "blocked"},
        {"due_at": "tomorrow"},
        {"due_at": "0001-01-01T00:00:00Z"},
        {"due_at": "9999-12-31T23:59:59-12:00"},
        {"due_at": 10**40},
        {"fence": -1},
        {"fence": 2**70},
        {"assigned_agent_id": "nonsense"},
        {"custom_field_values": {"size": 3}},
        {"comment": "\ud800"},
    ],
    ids=str,
)
def test_w15_a_change_that_makes_no_sense_is_refused(crew: Crew, change: dict[str, object]) -> None:
    task = crew.task()
    body = json.dumps(change)
    reply = crew.operator.patch(
        crew.url(crew.operator, task), content=body, headers={"Content-Type": "application/json"}
    )
    assert reply.status_code == 422, reply.text
    assert crew.read(task) == task


def test_a_change_on_top_of_an_old_state_is_refused(crew: Crew) -> None:
    task = crew.task()
    tag = crew.operator.get(crew.url(crew.operator, task)).headers["etag"]
    assert tag == f'"{task["version"]}"'
    crew.change(crew.operator, task, title="Newer")
    late = crew.operator.patch(crew.url(crew.operator, task), json={"title": "Mine"}, headers={"If-Match": tag})
    assert code_of(late) == (412, "stale_version")
    deleted = crew.operator.delete(crew.url(crew.operator, task), headers={"If-Match": tag})
    assert code_of(deleted) == (412, "stale_version")
    assert crew.read(task)["title"] == "Newer"


def test_w10_times_are_kept_in_utc(crew: Crew) -> None:
    """They say so by their Z, without which clients take them for times of their own place."""
    task = crew.task(due_at="2030-01-01T12:00:00+05:00")
    assert task["due_at"] == "2030-01-01T07:00:00Z"
    assert crew.change(crew.operator, task, due_at=None)["due_at"] is None
