"""The page `docs/moves.md`: who may move a task where, and what may forbid it, made from the rules themselves."""

from uuid import UUID

from mission_control.tasks import rules
from mission_control.tasks.models import TaskStatus
from mission_control.tasks.rules import ApprovalFacts, BoardRules, Gate, Move, Mover, MoverKind, Situation

HEAD = """# Moves of tasks

Who may move a task where, and what may forbid it, made from `tasks/rules.py` by `make generate`. The same table answers
a refused request, a column that is greyed out, and `GET …/tasks/{task}/explain`, so the page cannot promise anything
else.

**user** is a person who may write on the board, **worker** an agent of the board that has the task, or any when nobody
has it, **lead** the board's lead.

## Moves

Of a task that waits for nothing, on a board without further rules. A cell names the code that refuses the move.
"""

GATES = """
## What may forbid a move

In the order in which it is looked at: the first that applies is what the caller is told. Codes and statuses are stable;
the sentence names the task's own circumstances, here by way of example.

| Code | Status | For | For example | What helps |
| --- | --- | --- | --- | --- |
"""

SOMEBODY = UUID(int=1)
EXAMPLES: dict[str, Situation] = {
    "task_assignee_mismatch": Situation(TaskStatus.INBOX, assignee="Ava"),
    "task_goes_in_circles": Situation(TaskStatus.INBOX, returns=rules.MOST_RETURNS),
    "task_blocked_cannot_transition": Situation(TaskStatus.INBOX, blocked_by=("Cut the wood",)),
    "approval_required_for_done": Situation(TaskStatus.REVIEW, approvals=ApprovalFacts(pending=1)),
}
"""Circumstances in which a gate's sentence says most."""


def page() -> str:
    return HEAD + "".join(_moves(kind) for kind in MoverKind) + GATES + "".join(map(_gate, rules.GATES))


def _moves(kind: MoverKind) -> str:
    head = " | ".join(f"to {target}" for target in TaskStatus)
    rows = (
        f"| {source} | {' | '.join(_may(kind, source, target) for target in TaskStatus)} |" for source in TaskStatus
    )
    return f"\n### {kind}\n\n| from | {head} |\n|{' --- |' * 5}\n" + "\n".join(rows) + "\n"


def _may(kind: MoverKind, source: TaskStatus, target: TaskStatus) -> str:
    if source is target:
        return "–"
    task = Situation(source, assigned_agent_id=SOMEBODY if kind is MoverKind.WORKER else None)
    move = Move(target, names_assignee=True, has_comment=True)
    refusal = rules.why_not_move(move, task, BoardRules(), Mover(kind, SOMEBODY))
    return f"`{refusal.code}`" if refusal else "yes"


def _gate(gate: Gate) -> str:
    example = EXAMPLES.get(gate.code, Situation(TaskStatus.IN_PROGRESS))
    sentence = gate.message(Move(TaskStatus.DONE), example)
    movers = ", ".join(sorted(gate.movers))
    return f"| `{gate.code}` | {gate.status} | {movers} | {sentence}. | {gate.action}. |\n"
