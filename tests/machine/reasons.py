"""For each code of a refusal, whether what it claims was true of the board before; told apart from the product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.machine.state import State
from tests.support.world import Json

WORKERS = frozenset({"ava", "ben"})
AGENTS = WORKERS | {"lead"}
READER = "rita"
"""Who may read the board, and no more."""
LEAD_MOVES = {("inbox", "in_progress"), ("review", "done"), ("review", "inbox")}
LEAD_FIELDS = {"assigned_agent_id", "custom_field_values", "depends_on_task_ids", "status", "tag_ids"}
WORKER_FIELDS = {"status", "comment", "custom_field_values"}
MOST_RETURNS = 5
ROUNDS_OF_ECHO = 6


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that somebody tried, as it was sent."""

    who: str
    agent_id: str | None
    act: str
    task: Json | None = None
    body: dict[str, Any] = field(default_factory=dict)
    approval: Json | None = None

    @property
    def target(self) -> str | None:
        return "in_progress" if self.act == "claim" else self.body.get("status")

    @property
    def is_held_by_another(self) -> bool:
        return self.task is not None and self.task["assigned_agent_id"] not in {None, self.agent_id}


@dataclass(slots=True)
class Known:
    """What a refusal may speak of."""

    state: State
    rules: dict[str, bool]
    taken: dict[str, int]
    """How often agents took each task."""
    agents_words: dict[str, int]
    """How often agents commented on each task."""

    def blockers(self, attempt: Attempt) -> list[str]:
        assert attempt.task
        given = attempt.body.get("depends_on_task_ids")
        return self.state.open_blockers(attempt.task["depends_on_task_ids"] if given is None else given)

    def is_true(self, code: str, attempt: Attempt) -> bool:
        return TRUTHS[code](self, attempt)


def _status(attempt: Attempt) -> str:
    assert attempt.task
    status: str = attempt.task["status"]
    return status


def _pending(known: Known, attempt: Attempt) -> bool:
    assert attempt.task
    return bool(known.state.approvals_of(attempt.task["id"], "pending"))


def _approved(known: Known, attempt: Attempt) -> bool:
    assert attempt.task
    return bool(known.state.approvals_of(attempt.task["id"], "approved"))


def _lead_move(_known: Known, attempt: Attempt) -> bool:
    if attempt.act == "claim":
        return attempt.who == "lead"
    names_nobody = attempt.target == "in_progress" and not attempt.body.get("assigned_agent_id")
    return attempt.who == "lead" and (names_nobody or (_status(attempt), attempt.target) not in LEAD_MOVES)


def _forbidden_field(_known: Known, attempt: Attempt) -> bool:
    allowed = LEAD_FIELDS if attempt.who == "lead" else WORKER_FIELDS
    return attempt.who in AGENTS and not set(attempt.body) <= allowed


def _closes_a_circle(known: Known, attempt: Attempt) -> bool:
    assert attempt.task
    given = attempt.body["depends_on_task_ids"]
    return any(known.state.reaches(one, attempt.task["id"]) for one in given)


def _asked_already(known: Known, attempt: Attempt) -> bool:
    about = attempt.approval["task_ids"] if attempt.approval else attempt.body["task_ids"]
    mine = attempt.approval["id"] if attempt.approval else None
    return any(it["id"] != mine for one in about for it in known.state.approvals_of(one, "pending"))


def _decided_otherwise(_known: Known, attempt: Attempt) -> bool:
    assert attempt.approval
    return {attempt.approval["status"], attempt.body["status"]} == {"approved", "rejected"}


def _was_acted_upon(known: Known, attempt: Attempt) -> bool:
    """An agent did something on one of its tasks after it was decided."""
    assert attempt.approval
    about = set(attempt.approval["task_ids"])
    later = [it for it in known.state.events if it["created_at"] >= attempt.approval["resolved_at"]]
    return any(
        it["actor"]["kind"] == "agent" and (it["task_id"] in about or it["agent_id"] == attempt.approval["agent_id"])
        for it in later
    )


TRUTHS: dict[str, Callable[[Known, Attempt], bool]] = {
    "task_assignee_mismatch": lambda known, it: it.who in WORKERS and it.is_held_by_another,
    "only_lead_can_change_status": lambda known, it: it.who in WORKERS and known.rules["only_lead_can_change_status"],
    "task_goes_in_circles": lambda known, it: known.taken.get((it.task or {})["id"], 0) >= MOST_RETURNS,
    "task_blocked_cannot_transition": lambda known, it: bool(known.blockers(it)),
    "lead_move_forbidden": _lead_move,
    "pending_approval_blocks_status_change": lambda known, it: (
        known.rules["block_status_changes_with_pending_approval"] and _pending(known, it)
    ),
    "review_required_for_done": lambda known, it: (
        known.rules["require_review_before_done"] and it.target == "done" and _status(it) != "review"
    ),
    "approval_required_for_done": lambda known, it: (
        known.rules["require_approval_for_done"] and it.target == "done" and not _approved(known, it)
    ),
    "comment_required_for_review": lambda known, it: (
        known.rules["comment_required_for_review"] and it.target == "review" and "comment" not in it.body
    ),
    "task_update_field_forbidden": _forbidden_field,
    "dependencies_frozen": lambda known, it: _status(it) == "done" and "depends_on_task_ids" in it.body,
    "dependency_cycle": _closes_a_circle,
    "depends_on_itself": lambda known, it: (it.task or {})["id"] in it.body["depends_on_task_ids"],
    "task_already_claimed": lambda known, it: it.is_held_by_another,
    "task_not_claimable": lambda known, it: _status(it) in {"review", "done"},
    "task_not_in_progress": lambda known, it: _status(it) != "in_progress",
    "not_the_holder": lambda known, it: (it.task or {})["assigned_agent_id"] != it.agent_id,
    "lead_may_not_comment": lambda known, it: it.who == "lead" and _status(it) != "review",
    "lead_may_not_be_assigned": lambda known, it: it.who == "lead",
    "comments_go_in_circles": lambda known, it: known.agents_words.get((it.task or {})["id"], 0) >= ROUNDS_OF_ECHO,
    "forbidden": lambda known, it: it.who == READER or (it.act == "delete" and it.who in WORKERS),
    "missing_custom_field": lambda known, it: None in it.body.get("custom_field_values", {}).values(),
    "approval_pending_already": _asked_already,
    "approval_already_decided": _decided_otherwise,
    "approval_not_decided": lambda known, it: (it.approval or {})["status"] == "pending",
    "approval_acted_upon": _was_acted_upon,
    "agents_only_ask": lambda known, it: it.who in AGENTS and it.body.get("status") != "pending",
    "unauthorized": lambda known, it: it.act in {"decide", "bulk"} and it.who in AGENTS,
}
