"""What a transcript tells of one turn among others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mission_control.turns import rules
from mission_control.turns.models import Outcome
from mission_control.turns.rules import Usage, told

Json = dict[str, Any]


def said(key: str) -> Json:
    return {"role": "user", "content": "Go", "idempotencyKey": f"{key}:user"}


def answer(stop: str, read: int = 0, written: int = 0, cost: float | None = None, **more: Any) -> Json:
    usage: Json = {"input": read, "output": written, "cacheRead": 1, "cacheWrite": 1}
    priced = {} if cost is None else {"cost": {"total": cost}}
    return {"role": "assistant", "stopReason": stop, "model": "big-one", "usage": usage | priced, **more}


def test_a_turn_is_the_sum_of_its_answers_and_of_no_other_turn() -> None:
    heartbeat = {"role": "user", "content": "Look"}
    inner = {"role": "user", "content": "What the gateway adds in the middle of a turn"}
    transcript = [
        *(said("one"), answer("stop", 1, 1, 0.1)),
        *(said("two"), answer("toolUse", 10, 5, 0.2), inner, {"role": "toolResult"}, answer("stop", 20, 7, 0.3)),
        *(heartbeat, answer("stop", 500, 500, 9.0)),
        *(said("three"), answer("toolUse", 3, 3)),
    ]
    found = {key: told(key, transcript, []) for key in ("one", "two", "three", "four")}
    two = found["two"].ending
    assert two
    assert (two.outcome, two.usage) == (Outcome.DONE, Usage(34, 12, 0.5, "big-one"))
    one = found["one"].ending
    assert one
    assert one.usage
    assert one.usage.input_tokens == 3
    assert (found["three"].ending, found["three"].usage) == (None, Usage(5, 3, None, "big-one"))
    assert not found["four"].is_there


def test_how_a_turn_ended_is_told_by_its_last_answer() -> None:
    for stop, outcome in (("stop", "done"), ("length", "done"), ("error", "failed"), ("aborted", "cut")):
        ending = told("it", [said("it"), answer(stop, errorMessage="no key" if stop == "error" else None)], []).ending
        assert ending
        assert ending.outcome == outcome
        assert ending.reason == {"error": "no key", "aborted": rules.STOPPED}.get(stop)
    lost = told("it", [], [{"runId": "it", "state": "interrupted"}]).ending
    assert lost
    assert (lost.outcome, lost.reason) == (Outcome.CUT, rules.LOST)
    assert told("it", [], [{"runId": "it", "state": "queued"}]).is_there


def test_numbers_that_are_none_and_costs_of_nothing_are_not_known() -> None:
    odd = {"role": "assistant", "stopReason": "stop", "usage": {"input": "7", "output": -1, "cost": {"total": 0}}}
    ending = told("it", [said("it"), odd], []).ending
    assert ending
    assert ending.usage == Usage(0, 0, None, None)
    silent = told("it", [said("it"), {"role": "assistant", "stopReason": "stop"}], []).ending
    assert silent
    assert silent.usage is None


def test_looks_come_further_and_further_apart() -> None:
    began = datetime(2026, 1, 1, tzinfo=UTC)
    pauses: list[timedelta] = []
    now = began
    while not pauses or pauses[-1] < rules.LONGEST_PAUSE:
        following = rules.next_look(began, now)
        pauses.append(following - now)
        now = following
    assert pauses == sorted(pauses)
    assert pauses[0] == rules.FIRST_LOOK
    assert now - began < timedelta(hours=1)
