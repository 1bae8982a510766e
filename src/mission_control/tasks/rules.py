"""Who may move a task where, and the first reason that forbids it. Pure, and all of it data.

The same table answers a refused request, a greyed column, `explain` and the documentation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from mission_control.tasks.models import TaskStatus
from mission_control.tasks.wording import titles

INBOX, IN_PROGRESS, REVIEW, DONE = TaskStatus
ANYWHERE = frozenset((source, target) for source in TaskStatus for target in TaskStatus if source is not target)


class MoverKind(StrEnum):
    USER = "user"
    WORKER = "worker"
    """Any agent that is not the board's lead."""
    LEAD = "lead"


PEOPLE_AND_WORKERS = frozenset({MoverKind.USER, MoverKind.WORKER})
EVERYBODY = frozenset(MoverKind)

MOVES: dict[MoverKind, frozenset[tuple[TaskStatus, TaskStatus]]] = {
    MoverKind.USER: ANYWHERE,
    MoverKind.WORKER: ANYWHERE,
    MoverKind.LEAD: frozenset({(INBOX, IN_PROGRESS), (REVIEW, DONE), (REVIEW, INBOX)}),
}
MOST_RETURNS = 5
"""A task that was taken and given back so often is not given to agents any more until a person has looked at it."""
MOST_SETBACKS = 10
"""The same for one that was sent back from review, or for which agents asked in vain, so often."""
EDITS: dict[MoverKind, frozenset[str]] = {
    MoverKind.USER: frozenset(
        {
            "title",
            "description",
            "priority",
            "due_at",
            "status",
            "assigned_agent_id",
            "depends_on_task_ids",
            "tag_ids",
            "custom_field_values",
            "comment",
        }
    ),
    MoverKind.WORKER: frozenset({"status", "comment", "custom_field_values"}),
    MoverKind.LEAD: frozenset({"assigned_agent_id", "custom_field_values", "depends_on_task_ids", "status", "tag_ids"}),
}


@dataclass(frozen=True, slots=True)
class BoardRules:
    """The rules of a board that concern moves; names as on the board."""

    require_approval_for_done: bool = False
    require_approval_after_review: bool = False
    require_review_before_done: bool = False
    comment_required_for_review: bool = False
    block_status_changes_with_pending_approval: bool = False
    only_lead_can_change_status: bool = False


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """How many approvals of a task wait or were given, whether one since its last review, and how one was refused."""

    pending: int = 0
    approved: int = 0
    since_review: bool = False
    refused: str | None = None
    """`rejected by Ada (Too early)`: how the last one was refused, while no other is asked for or given."""

    def none_counts(self, otherwise: str) -> str:
        """What has become of the one that would count."""
        if self.pending:
            return "the one it has asked for waits for a decision"
        if self.refused:
            return f"its last one was {self.refused}"
        return otherwise


@dataclass(frozen=True, slots=True)
class Mover:
    kind: MoverKind
    agent_id: UUID | None = None
    paused: str | None = None
    """Why it is to begin nothing, in words."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a task when somebody wants to move it."""

    status: TaskStatus
    assigned_agent_id: UUID | None = None
    assignee: str | None = None
    blocked_by: tuple[str, ...] = ()
    """Titles of the tasks that it waits for."""
    approvals: ApprovalFacts = ApprovalFacts()
    work_is_commented: bool = False
    """Whether whoever worked on it has said so since the work began."""
    returns: int = 0
    """How often it went back to the inbox since a person touched it or somebody handed it in."""
    setbacks: int = 0
    """How often it was sent back from review, or refused what was asked for it."""

    @property
    def goes_in_circles(self) -> bool:
        return self.returns >= MOST_RETURNS or self.setbacks >= MOST_SETBACKS


@dataclass(frozen=True, slots=True)
class Move:
    target: TaskStatus
    names_assignee: bool = False
    has_comment: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a move is refused: a stable code, a sentence, what would help, and the HTTP status."""

    code: str
    message: str
    action: str
    status: int


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that can forbid a move, and for whom."""

    code: str
    status: int
    movers: frozenset[MoverKind]
    refuses: Callable[[Move, Situation, BoardRules, Mover], bool]
    message: Callable[[Move, Situation], str]
    action: str
    for_agents: str | None = None
    """The action, for movers who cannot do what a person can."""

    def action_of(self, mover: Mover) -> str:
        return self.action if mover.kind is MoverKind.USER else self.for_agents or self.action


ASK_FOR_APPROVAL_CODES = frozenset({"approval_required_for_done", "approval_older_than_review"})
ASK_FOR_APPROVAL = (
    "Ask for approval, again when what was objected to is mended: "
    "POST /api/v1/agent/boards/{board}/approvals, with task_id, action_type, confidence and payload.reason"
)


def _held_by_another(_move: Move, task: Situation, _rules: BoardRules, mover: Mover) -> bool:
    return task.assigned_agent_id is not None and task.assigned_agent_id != mover.agent_id


def _begins_work(move: Move, task: Situation, mover: Mover) -> bool:
    """Or has another begin it, as leads do."""
    own = mover.kind is not MoverKind.WORKER or task.assigned_agent_id in {None, mover.agent_id}
    return own and move.target is IN_PROGRESS


def _blocked(move: Move, task: Situation, _rules: BoardRules, _mover: Mover) -> bool:
    return bool(task.blocked_by) and move.target is not INBOX


def _not_a_leads_move(move: Move, task: Situation, _rules: BoardRules, _mover: Mover) -> bool:
    if (task.status, move.target) not in MOVES[MoverKind.LEAD]:
        return True
    return move.target is IN_PROGRESS and not move.names_assignee


def _enters_done(move: Move, task: Situation) -> bool:
    return move.target is DONE and task.status is not DONE


GATES: tuple[Gate, ...] = (
    Gate(
        code="task_assignee_mismatch",
        status=403,
        movers=frozenset({MoverKind.WORKER}),
        refuses=_held_by_another,
        message=lambda _move, task: f"The task is assigned to {task.assignee or 'another agent'}",
        action="Take another task, or have it unassigned",
    ),
    Gate(
        code="only_lead_can_change_status",
        status=403,
        movers=frozenset({MoverKind.WORKER}),
        refuses=lambda _move, _task, rules, _mover: rules.only_lead_can_change_status,
        message=lambda _move, _task: "On this board only the lead agent and people move tasks",
        action="Ask the lead to move it",
    ),
    Gate(
        code="task_goes_in_circles",
        status=409,
        movers=frozenset({MoverKind.WORKER, MoverKind.LEAD}),
        refuses=lambda move, task, _rules, _mover: (
            move.target is IN_PROGRESS and task.status is INBOX and task.goes_in_circles
        ),
        message=lambda _move, task: circles(task),
        action="Take another task; a person has to edit, assign or move this one first",
    ),
    Gate(
        code="task_blocked_cannot_transition",
        status=409,
        movers=EVERYBODY,
        refuses=_blocked,
        message=lambda _move, task: f"It waits for {titles(task.blocked_by)}",
        action="Finish what it depends on, or take the dependency away",
    ),
    Gate(
        code="lead_move_forbidden",
        status=403,
        movers=frozenset({MoverKind.LEAD}),
        refuses=_not_a_leads_move,
        message=lambda move, task: (
            f"A lead starts inbox tasks by assigning them, and moves reviewed ones to done or inbox; "
            f"not from {task.status} to {move.target}"
        ),
        action="Leave this move to the assignee or to a person",
    ),
    Gate(
        code="pending_approval_blocks_status_change",
        status=409,
        movers=EVERYBODY,
        refuses=lambda move, task, rules, _mover: (
            rules.block_status_changes_with_pending_approval
            and task.approvals.pending > 0
            and move.target is not task.status
        ),
        message=lambda _move, _task: (
            "An approval of this task waits for a decision, and this board holds tasks until then"
        ),
        action="Decide the approval",
        for_agents="Wait until a person has decided it",
    ),
    Gate(
        code="review_required_for_done",
        status=409,
        movers=EVERYBODY,
        refuses=lambda move, task, rules, _mover: (
            rules.require_review_before_done and _enters_done(move, task) and task.status is not REVIEW
        ),
        message=lambda _move, _task: "On this board a task is done only after it was in review",
        action="Move it to review first",
    ),
    Gate(
        code="approval_required_for_done",
        status=409,
        movers=EVERYBODY,
        refuses=lambda move, task, rules, _mover: (
            rules.require_approval_for_done and _enters_done(move, task) and task.approvals.approved == 0
        ),
        message=lambda _move, task: (
            "On this board a task is done only with an approval, and " + task.approvals.none_counts("it has none")
        ),
        action="Have it approved, or switch off “Approval before done” in the board's settings",
        for_agents=ASK_FOR_APPROVAL,
    ),
    Gate(
        code="approval_older_than_review",
        status=409,
        movers=EVERYBODY,
        refuses=lambda move, task, rules, _mover: (
            rules.require_approval_for_done
            and rules.require_approval_after_review
            and _enters_done(move, task)
            and task.approvals.approved > 0
            and not task.approvals.since_review
        ),
        message=lambda _move, task: (
            "On this board an approval counts that was given since the task came into review, or was taken up again, "
            "and " + task.approvals.none_counts("its own is older")
        ),
        action="Have it approved anew, or switch off “Approval of this round” in the board's settings",
        for_agents=ASK_FOR_APPROVAL,
    ),
    Gate(
        code="comment_required_for_review",
        status=422,
        movers=PEOPLE_AND_WORKERS,
        refuses=lambda move, task, rules, _mover: (
            rules.comment_required_for_review
            and move.target is REVIEW
            and not (move.has_comment or task.work_is_commented)
        ),
        message=lambda _move, _task: "On this board a task goes to review only with a comment on what was done",
        action="Send a comment with the move",
    ),
)


def why_not_move(move: Move, task: Situation, rules: BoardRules, mover: Mover) -> Refusal | None:
    """The first reason that forbids this move, in the order people are told, or None."""
    if mover.paused and _begins_work(move, task, mover):
        # What it has may be handed in; nothing else is begun.
        return Refusal("paused", mover.paused, "Wait until it is resumed; what you have may be handed in", 409)
    for gate in GATES:
        if mover.kind in gate.movers and gate.refuses(move, task, rules, mover):
            return Refusal(gate.code, gate.message(move, task), gate.action_of(mover), gate.status)
    return None


def circles(task: Situation) -> str:
    """Why agents alone will not bring a task to its end."""
    if task.returns >= MOST_RETURNS:
        return f"It was taken and given back {task.returns} times without being handed in"
    return f"It was sent back from review, or refused what was asked for it, {task.setbacks} times"


def blocked(names: tuple[str, ...]) -> Refusal:
    """The refusal of a task that waits for others, wherever it was to go."""
    gate = next(gate for gate in GATES if gate.code == "task_blocked_cannot_transition")
    situation = Situation(TaskStatus.INBOX, blocked_by=names)
    return Refusal(gate.code, gate.message(Move(TaskStatus.IN_PROGRESS), situation), gate.action, gate.status)


NOT_IN_PROGRESS = Refusal(
    "task_not_in_progress", "Only a task in progress is given back", "Nothing has to be done", 409
)


def why_not_edit(fields: frozenset[str], mover: MoverKind) -> Refusal | None:
    """The reason that forbids a change of these fields; moves have reasons of their own."""
    forbidden = fields - EDITS[mover]
    if not forbidden:
        return None
    allowed = ", ".join(sorted(EDITS[mover]))
    if mover is MoverKind.LEAD and forbidden == {"comment"}:
        return Refusal(
            "task_update_field_forbidden",
            "A lead does not comment with a move",
            "Comment first, POST …/tasks/{task}/comments, and move then: what you said last is the reason",
            403,
        )
    return Refusal(
        "task_update_field_forbidden",
        f"A {mover} may change {allowed}; not {', '.join(sorted(forbidden))}",
        "Leave these fields to a person",
        403,
    )


def why_not_claim(task: Situation, rules: BoardRules, mover: Mover) -> Refusal | None:
    """The reason that forbids an agent to take a task and start on it."""
    if task.status not in {INBOX, IN_PROGRESS}:
        return Refusal(
            "task_not_claimable", f"A task in {task.status} is not taken; it was handed in", "Take another task", 409
        )
    if mover.kind is MoverKind.LEAD:
        return Refusal("lead_move_forbidden", "A lead assigns work and does not take it", "Assign it to a worker", 403)
    return why_not_move(Move(IN_PROGRESS), task, rules, mover)


APPROVAL_PENDING = "approval_pending"
"""As the reason of what waits for a decision is called wherever it is told."""


def why_not_handed_out(task: Situation, rules: BoardRules, mover: Mover) -> tuple[str, str]:
    """A code and a sentence: why an agent that asks for work is not handed a task that it has."""
    if task.approvals.pending and not task.blocked_by:
        return APPROVAL_PENDING, "It waits for a decision on an approval; the call that waits gets it then"
    if task.status is IN_PROGRESS and mover.kind is not MoverKind.LEAD and not (task.blocked_by or mover.paused):
        return "in_progress", "Another call of this agent has taken it and works on it"
    refusal = why_not_claim(task, rules, mover)
    return (refusal.code, f"{refusal.message}. {refusal.action}") if refusal else ("free", "The next call gets it")
