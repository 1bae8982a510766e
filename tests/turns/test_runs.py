"""What was spent on a task: turns on gateways with what they cost, and who has had it."""

from __future__ import annotations

from typing import Any

import httpx

from tests.provisioning.office import Office
from tests.support.processes import wait_until
from tests.support.world import Json, make_task, ok
from tests.tasks.crew import Crew

FLOW = "/api/v1/metrics/flow"


def runs_of(client: httpx.Client, task: Json) -> Json:
    found: Json = ok(client.get(f"/api/v1/boards/{task['board_id']}/tasks/{task['id']}/runs"))
    return found


def comes_to(client: httpx.Client, task: Json, outcomes: list[str]) -> list[Json]:
    """The turns of a task, newest first, once they have come to these."""
    turns: list[Json] = []

    def have() -> bool:
        turns[:] = [run for run in runs_of(client, task)["items"] if run["kind"] == "turn"]
        return [run["outcome"] for run in turns] == outcomes

    assert wait_until(have, timeout=60), turns
    return turns


def test_a_turn_says_what_it_was_for_and_what_it_has_cost_and_is_summed_up(office: Office) -> None:
    operator, board = office.operator, office.board
    office.keeping.used = {"input": 900, "output": 100, "cacheRead": 1000, "cost": {"total": 0.25}}
    ada = office.joined_by("Ada")
    task = make_task(operator, board, "Draw the cover", assigned_agent_id=ada["id"])
    (turn,) = comes_to(operator, task, ["done"])
    told = {name: turn[name] for name in ("agent_name", "why", "others", "model", "cost_usd")}
    assert told == {
        "agent_name": "Ada",
        "why": ["Task “Draw the cover” is new, and yours"],
        "others": 0,
        "model": "small-one",
        "cost_usd": 0.25,
    }
    assert (turn["input_tokens"], turn["output_tokens"], turn["ended_at"] is None) == (1900, 100, False)

    # One whose turn fails, and tells no tokens; what is not known is no zero.
    office.keeping.used, office.keeping.turns_last = None, True
    office.keeping.after = lambda method, params: fail(office, method, params)
    ok(operator.post(f"/api/v1/boards/{board['id']}/tasks/{task['id']}/comments", json={"message": "@Ada in red"}))
    failed, _ = comes_to(operator, task, ["failed", "done"])
    assert (failed["reason"], failed["input_tokens"], failed["cost_usd"]) == ("no credit", None, None)
    whole = runs_of(operator, task)
    assert (whole["turns"], whole["turns_unknown"], whole["tokens"], whole["cost_usd"]) == (2, 1, 2000, 0.25)
    with office.as_agent(ada) as agent:
        assert runs_of(agent, task)["items"] == whole["items"]

    flow = ok(operator.get(FLOW, params={"board_id": board["id"], "agent_id": ada["id"]}))
    spent = flow["spending"]["primary"]
    # The first time that it was woken, to call, is a turn too.
    assert (spent["turns"], spent["failed"], spent["unknown"]) == (3, 1, 1)
    assert (spent["input_tokens"], spent["output_tokens"], spent["cost_usd"]) == (3800, 200, 0.5)
    assert sum(point["tokens"] or 0 for point in spent["points"]) == 4000
    assert [(it["agent_name"], it["turns"], it["tokens"]) for it in flow["agents"]["items"]] == [("Ada", 3, 4000)]
    # With the task goes what was told of it, and what was spent stays spent.
    ok(operator.delete(f"/api/v1/boards/{board['id']}/tasks/{task['id']}"))
    assert ok(operator.get(FLOW, params={"board_id": board["id"]}))["spending"]["primary"]["cost_usd"] >= 0.5


def fail(office: Office, method: str, params: dict[str, Any]) -> None:
    if method == "chat.send":
        office.keeping.outcomes[params["idempotencyKey"]] = {"status": "error", "error": "no credit"}


def test_without_a_gateway_the_runs_are_who_has_had_the_task_and_how_that_ended(crew: Crew) -> None:
    task = crew.held_by_ava()
    assert [(it["outcome"], it["began_by"], it["ended_at"]) for it in runs_of(crew.operator, task)["items"]] == [
        ("running", None, None)
    ]
    # To take up again what one has is no new stretch.
    ok(crew.ava.post("/api/v1/agent/tasks/claim"))
    ok(crew.ava.post(crew.url(crew.ava, task, "release"), json={"reason": "I know no French"}))
    ok(crew.claim(crew.ben, task))
    ok(crew.operator.post(crew.url(crew.operator, task, "release"), json={}))
    crew.change(crew.operator, task, status="in_progress", assigned_agent_id=crew.ava_agent.id)
    waits = runs_of(crew.operator, task)["items"][0]
    assert (waits["outcome"], "not taken it up" in waits["reason"]) == ("running", True)
    crew.change(crew.operator, task, assigned_agent_id=crew.ben_agent.id)
    crew.change(crew.ben, task, status="review", comment="Here it is")
    whole = runs_of(crew.operator, task)
    told = [(it["agent_name"], it["outcome"], bool(it["began_by"]), it["reason"]) for it in whole["items"]]
    assert [it[:3] for it in told] == [
        ("Ben", "handed_in", True),
        ("Ava Stone", "taken", True),
        ("Ben", "taken", False),
        ("Ava Stone", "released", False),
    ]
    assert "I know no French" in told[-1][3]
    assert (whole["turns"], whole["tokens"], whole["cost_usd"], whole["total"]) == (0, None, None, 4)
    assert whole["seconds_held"] >= 0
    assert runs_of(crew.ben, task)["total"] == 4
