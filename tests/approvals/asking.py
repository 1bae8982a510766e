"""Asking for approvals and deciding them."""

from __future__ import annotations

from typing import Any

import httpx

from tests.support.world import Json, ok
from tests.tasks.crew import Crew

RULES = {"require_approval_for_done": True, "block_status_changes_with_pending_approval": True}


def wish(*tasks: Json, **over: Any) -> Json:
    """The body of a request for a decision."""
    body = {"action_type": "deploy", "confidence": 70, "payload": {"reason": "The build is green."}}
    return {**body, "task_ids": [task["id"] for task in tasks], **over}


def url(board: Json, approval: Json | None = None, operation: str = "") -> str:
    parts = [f"/api/v1/boards/{board['id']}/approvals", *([approval["id"]] if approval else []), operation]
    return "/".join(part for part in parts if part)


def ask(crew: Crew, client: httpx.Client, *tasks: Json, **over: Any) -> Json:
    asked: Json = ok(client.post(url(crew.board), json=wish(*tasks, **over)))
    return asked


def decide(crew: Crew, approval: Json, status: str, **over: Any) -> httpx.Response:
    return crew.operator.patch(url(crew.board, approval), json={"status": status, **over})


def undo(crew: Crew, approval: Json) -> httpx.Response:
    return crew.operator.post(url(crew.board, approval, "undo"))


def detail(crew: Crew, approval: Json) -> Json:
    found: Json = ok(crew.operator.get(url(crew.board, approval)))
    return found


def card(crew: Crew, task: Json) -> Json:
    snapshot = ok(crew.operator.get(f"/api/v1/boards/{crew.board['id']}/snapshot"))
    found: Json = next(it for it in snapshot["tasks"] if it["id"] == task["id"])
    return found


def counts(crew: Crew, task: Json) -> tuple[int, int]:
    """How many approvals the task's card says it has, and how many of them wait."""
    shown = card(crew, task)
    return shown["approvals_count"], shown["approvals_pending_count"]
