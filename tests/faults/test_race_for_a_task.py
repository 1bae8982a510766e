"""Of all who take one task at the same moment exactly one gets it, on one process and on two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update

from mission_control.tasks.models import Task
from tests.faults.crowd import SIZE, Call, Caller, Crowd, crowd_of
from tests.faults.database import changing
from tests.faults.rounds import rounds
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, make_agent, ok

# A round takes a second where the machine is slow, and by hand there are hundreds.
pytestmark = [pytest.mark.faults, pytest.mark.timeout(60 + 8 * rounds(3))]

NEXT = "/api/v1/agent/tasks/claim"


@pytest.fixture(scope="module")
def crowd(module_database: str) -> Iterator[Crowd]:
    processes = 1 if module_database.startswith("sqlite") else 2
    with ServerProcess(module_database, processes=processes) as server, crowd_of(server.start()) as made:
        yield made


def claim(crowd: Crowd, task: Json) -> Call:
    return lambda caller: caller.client.post(f"{crowd.tasks_url}/{task['id']}/claim")


def start_on(crowd: Crowd, task: Json) -> Call:
    """The move that the contract has for it."""
    return lambda caller: caller.client.patch(f"{crowd.tasks_url}/{task['id']}", json={"status": "in_progress"})


def finish_what_is_held(crowd: Crowd) -> None:
    """Otherwise each agent would be handed its own unfinished work first."""
    url = f"/api/v1/boards/{crowd.board['id']}/tasks"
    while held := ok(crowd.operator.get(f"{url}?status=in_progress"))["items"]:
        for task in held:
            ok(crowd.operator.patch(f"{url}/{task['id']}", json={"status": "done"}))


def the_winner(crowd: Crowd, task: Json, call: Call, refusal: tuple[int, str]) -> tuple[Caller, list[httpx.Response]]:
    """The one who got the task, and what all others were told."""
    answers = crowd.at_once(call)
    won = [(caller, reply) for caller, reply in answers if reply.status_code == 200]
    lost = [reply for _, reply in answers if reply.status_code != 200]
    assert [code_of(reply) for reply in lost] == [refusal] * (SIZE - 1)
    [(winner, reply)] = won
    taken = reply.json()
    assert (taken["assigned_agent_id"], taken["status"]) == (winner.agent.id, "in_progress")
    assert (taken["lease"]["agent_id"], taken["lease"]["fence"]) == (winner.agent.id, 1)
    assert crowd.read(task) == taken
    return winner, lost


def test_one_claims_and_the_others_are_told_who_has_it(crowd: Crowd) -> None:
    for _ in range(rounds(3)):
        task = crowd.task()
        winner, lost = the_winner(crowd, task, claim(crowd, task), (409, "task_already_claimed"))
        assert {reply.json()["detail"]["holder"]["agent_id"] for reply in lost} == {winner.agent.id}


def test_one_starts_and_the_others_are_refused(crowd: Crowd) -> None:
    for _ in range(rounds(3)):
        task = crowd.task()
        the_winner(crowd, task, start_on(crowd, task), (403, "task_assignee_mismatch"))


def test_with_as_many_tasks_as_agents_each_gets_its_own(crowd: Crowd) -> None:
    for _ in range(rounds(1)):
        finish_what_is_held(crowd)
        made = {crowd.task()["id"] for _ in range(SIZE)}
        answers = crowd.at_once(lambda caller: caller.client.post(NEXT))
        taken = [ok(reply)["task"] for _, reply in answers]
        assert {task["id"] for task in taken} == made
        assert [task["lease"]["agent_id"] for task in taken] == [caller.agent.id for caller, _ in answers]


def test_with_fewer_tasks_than_agents_exactly_those_are_handed_out(crowd: Crowd) -> None:
    for _ in range(rounds(1)):
        finish_what_is_held(crowd)
        made = {crowd.task()["id"] for _ in range(10)}
        answers = [ok(reply) for _, reply in crowd.at_once(lambda caller: caller.client.post(NEXT))]
        taken = [answer["task"]["id"] for answer in answers if answer["task"]]
        assert (len(taken), set(taken)) == (10, made)
        assert all(answer["reason"] for answer in answers if not answer["task"])


def test_who_is_refused_at_the_first_call_is_alive_all_the_same(crowd: Crowd) -> None:
    late = make_agent(crowd.operator, crowd.board)
    task = crowd.task()
    ok(claim(crowd, task)(crowd.callers[0]))
    with httpx.Client(base_url=crowd.operator.base_url, headers={"X-Agent-Token": late.token}, timeout=60) as client:
        assert code_of(claim(crowd, task)(Caller(late, client))) == (409, "task_already_claimed")
    assert ok(crowd.operator.get(f"/api/v1/agents/{late.id}"))["status"] == "online"


# --- late writes


def claimed_by_first(crowd: Crowd) -> Json:
    task = crowd.task()
    taken: Json = ok(claim(crowd, task)(crowd.callers[0]))
    return taken


def late_writes(crowd: Crowd, task: Json) -> list[tuple[int, str]]:
    """What the first holder is answered to everything it may still try under its fence."""
    client, url = crowd.callers[0].client, f"{crowd.tasks_url}/{task['id']}"
    fence = task["lease"]["fence"]
    replies = [client.patch(url, json={"status": status, "fence": fence}) for status in ("done", "review", "inbox")]
    replies.append(client.post(f"{url}/comments", json={"message": "Done!", "fence": fence}))
    replies += [client.post(f"{url}/{verb}", json={"fence": fence}) for verb in ("renew", "release")]
    return [code_of(reply) for reply in replies]


def test_a_write_after_the_lease_has_run_out_comes_too_late(crowd: Crowd, module_database: str) -> None:
    task = claimed_by_first(crowd)

    def has_run_out() -> bool:
        # Again and again: the holder's last call renews the lease when it is written down, a moment later.
        with changing(module_database) as db:
            long_ago = datetime.now(UTC) - timedelta(minutes=5)
            held = update(Task).where(Task.id == UUID(task["id"]), Task.lease_agent_id.is_not(None))
            db.execute(held.values(lease_expires_at=long_ago))
        return bool(crowd.read(task)["status"] == "inbox")

    assert wait_until(has_run_out, timeout=90)
    returned = crowd.read(task)
    assert "did not call" in returned["status_reason"]
    assert late_writes(crowd, task) == [(409, "stale_fence")] * 6
    assert crowd.read(task) == returned


def test_a_write_after_another_has_taken_over_comes_too_late(crowd: Crowd) -> None:
    task = claimed_by_first(crowd)
    ok(crowd.operator.post(f"/api/v1/boards/{crowd.board['id']}/tasks/{task['id']}/release", json={}))
    assert late_writes(crowd, task) == [(409, "stale_fence")] * 6
    taken_over = ok(claim(crowd, task)(crowd.callers[1]))
    assert taken_over["lease"]["fence"] == 2
    assert late_writes(crowd, task) == [(409, "stale_fence")] * 6
    assert crowd.read(task) == taken_over
