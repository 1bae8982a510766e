"""The runs of a task, put together from its turns and its moves."""

from collections.abc import Sequence

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.pagination import Window, page_of_list
from mission_control.tasks.api import Task
from mission_control.tasks.events import TaskStatusChanged
from mission_control.turns import queries
from mission_control.turns.models import Turn
from mission_control.turns.schemas import TaskRun, TaskRunOutcome, TaskRuns
from mission_control.turns.stretches import Moved, Stretch, move_of, stretches

NOT_TAKEN_UP = "It was started for the agent, which has not taken it up yet"


def runs_of(uow: UnitOfWork, task: Task, window: Window) -> TaskRuns:
    """Newest first; four statements, however much there is."""
    turns = [(row[0], row[1]) for row in queries.of_task(uow.db, task.id)]
    why = queries.reasons_for_task(uow.db, [turn.id for turn, _ in turns], task.id)
    held = stretches(_moves(queries.moves_of(uow.db, task.id)))
    names = queries.names_of(uow.db, {it.agent_id for it in held})
    runs = [_of_turn(turn, reasons, why.get(turn.id, [])) for turn, reasons in turns]
    runs += [_of_stretch(task, it, names.get(it.agent_id)) for it in held]
    runs.sort(key=lambda run: (run.began_at, run.id), reverse=True)
    known = [turn for turn, _ in turns if turn.input_tokens is not None]
    costs = [turn.cost_usd for turn, _ in turns if turn.cost_usd is not None]
    return TaskRuns.of(
        page_of_list(runs, window),
        turns=len(turns),
        turns_unknown=len(turns) - len(known),
        tokens=sum((turn.input_tokens or 0) + (turn.output_tokens or 0) for turn in known) if known else None,
        cost_usd=sum(costs) if costs else None,
        seconds_held=sum(((it.ended_at or uow.now) - it.began_at).total_seconds() for it in held),
    )


def _moves(events: Sequence[EventRow]) -> list[Moved]:
    """Who has a task after each event. An event that names no agent leaves it with whoever has it."""
    found: list[Moved] = []
    status: str | None = None
    agent_id: str | None = None
    for event in events:
        payload = event.payload or {}
        if event.type == TaskStatusChanged.type:
            status, agent_id = payload.get("after"), payload.get("assigned_after")
        else:
            after = payload.get("after") or {}
            status = payload.get("status", status)
            agent_id = after.get("assigned_agent_id", agent_id)
        found.append(move_of(event, status, agent_id))
    return found


def _of_turn(turn: Turn, reasons: int, why: list[str]) -> TaskRun:
    return TaskRun(
        id=str(turn.id),
        kind="turn",
        agent_id=turn.agent_id,
        agent_name=turn.agent_name,
        began_at=turn.told_at,
        began_by=None,
        ended_at=turn.ended_at,
        outcome=TaskRunOutcome(turn.outcome) if turn.outcome else TaskRunOutcome.RUNNING,
        reason=turn.reason,
        why=why,
        others=reasons - len(why),
        model=turn.model,
        input_tokens=turn.input_tokens,
        output_tokens=turn.output_tokens,
        cost_usd=turn.cost_usd,
    )


def _of_stretch(task: Task, it: Stretch, name: str | None) -> TaskRun:
    waits = it.end is None and task.lease_agent_id == it.agent_id and task.lease_claimed_at is None
    return TaskRun(
        id=f"lease-{it.seq}",
        kind="lease",
        agent_id=it.agent_id if name else None,
        agent_name=name,
        began_at=it.began_at,
        began_by=it.began_by,
        ended_at=it.ended_at,
        outcome=TaskRunOutcome(it.end) if it.end else TaskRunOutcome.RUNNING,
        reason=NOT_TAKEN_UP if waits else it.reason,
        why=[],
        others=0,
        model=None,
        input_tokens=None,
        output_tokens=None,
        cost_usd=None,
    )
