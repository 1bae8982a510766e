"""Agents that do as their AGENTS.md says, one call after the other, as far as a task is called `step by step`.

Each call is a line of the file that the gateway gives the model to read; what stands in it for an answer of before is
taken from that answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

SETTINGS = re.compile(r"^(API=\S+)$|^(BOARD=\S+)$|^(AUTH=.*)$", re.MULTILINE)
CALLS = re.compile(r"^curl -s .*$", re.MULTILINE)
STEP_BY_STEP = "step by step"

Answers = Mapping[str, Any]


def next_call(given: str, before: list[str], earlier: list[str], answers: list[str]) -> str | None:
    """What is run next; `before` and `answers` are this turn's calls, `earlier` those of the turns before it."""
    calls = CALLS.findall(given)
    if not before:
        return _script(given, calls[0]) if calls else "echo nothing to follow"
    plan = _lead(calls, answers[0]) if "You plan and review" in given else _worker(calls, earlier, answers[0])
    done = len(before) - 1
    steps = list(plan)
    return _script(given, *steps[done]) if done < len(steps) else None


def _worker(calls: list[str], earlier: list[str], claimed: str) -> Iterator[tuple[str, Answers]]:
    """What it found, and leave for it; with the decision it hands the task in, and asks for another."""
    task = _json(claimed).get("task")
    if not task or STEP_BY_STEP not in task["title"]:
        return
    known = {"TASK": task["id"], "FENCE": task["lease"]["fence"]}
    if any(f"TASK={task['id']}" in call and "/approvals" in call for call in earlier):
        yield _named(calls, '"status":"review"'), known
        yield _named(calls, "/tasks/claim"), {}
    else:
        yield _named(calls, "/comments"), known
        yield _named(calls, "/approvals"), known


def _lead(calls: list[str], listed: str) -> Iterator[tuple[str, Answers]]:
    """It reads what is to be reviewed, and takes it."""
    for task in _json(listed).get("items") or []:
        if task["status"] == "review" and STEP_BY_STEP in task["title"]:
            yield _named(calls, "/comments"), {"TASK": task["id"]}
            yield _named(calls, '"status":"inbox"').replace("inbox", "done"), {"TASK": task["id"]}


def _named(calls: list[str], words: str) -> str:
    return next(call for call in calls if words in call)


def _script(given: str, call: str, known: Answers | None = None) -> str:
    settings = [line for found in SETTINGS.findall(given) for line in found if line]
    return "\n".join([*settings, *(f"{name}={value}" for name, value in (known or {}).items()), call])


def _json(answer: str) -> dict[str, Any]:
    """The object in what a tool gave back."""
    begins = answer.find("{")
    try:
        found = json.JSONDecoder().raw_decode(answer[begins:])[0] if begins >= 0 else {}
    except ValueError:
        return {}
    return dict(found)
