"""The demo as a newcomer meets it: a fleet at work, and a decision that waits for them."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Any

import httpx

from tests.support.command import Installation
from tests.support.processes import tail, wait_until
from tests.support.world import Json, ok

ASKED_FOR = "Set up the sending domain"


def test_the_demo_asks_for_a_decision_and_goes_on_when_it_is_made(tmp_path: Path):
    here = Installation(tmp_path)
    log = tmp_path / "log"
    demo = here.start("demo", log=log)
    try:
        assert wait_until(lambda: "at work" in tail(log), timeout=60), tail(log)
        token = re.search(r"[\w-]{40,}", here.run("token", "show", DATA_DIR=str(here.data_dir / "demo")).stdout)
        assert token
        headers = {"Authorization": f"Bearer {token[0]}"}
        with httpx.Client(
            base_url=f"http://127.0.0.1:{here.port}", headers=headers, timeout=60, trust_env=False
        ) as visitor:
            assert wait_until(lambda: waiting(visitor) != [], timeout=60), tail(log)
            [asked] = waiting(visitor)
            assert asked["task_titles"] == [ASKED_FOR]
            [board] = ok(visitor.get("/api/v1/boards"))["items"]
            assert {task["status"] for task in tasks(visitor, board)} >= {"inbox", "in_progress"}
            decision = {"status": "approved", "reason": "Go on"}
            ok(visitor.patch(f"/api/v1/boards/{board['id']}/approvals/{asked['id']}", json=decision))
            assert wait_until(lambda: comments(visitor, board) != [], timeout=60), tail(log)
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(30)


def waiting(visitor: httpx.Client) -> list[Json]:
    items: list[Json] = ok(visitor.get("/api/v1/approvals", params={"status": "pending"}))["items"]
    return items


def tasks(visitor: httpx.Client, board: Json) -> list[Json]:
    items: list[Json] = ok(visitor.get(f"/api/v1/boards/{board['id']}/tasks"))["items"]
    return items


def comments(visitor: httpx.Client, board: Json) -> list[Any]:
    """What whoever waited for the decision has said on the task since."""
    task = next(task for task in tasks(visitor, board) if task["title"] == ASKED_FOR)
    items: list[Any] = ok(visitor.get(f"/api/v1/boards/{board['id']}/tasks/{task['id']}/comments"))["items"]
    return items
