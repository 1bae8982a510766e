"""What happens to tasks that agents on gateways are woken for."""

from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.approvals.api import EXEC
from mission_control.approvals.events import ApprovalApproved, ApprovalRejected
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.provisioning import queries, rules, waking
from mission_control.provisioning.rules import quoted
from mission_control.provisioning.telling import Kind, key_of
from mission_control.tasks.api import Task, TaskStatus
from mission_control.tasks.events import (
    TaskCommented,
    TaskCreated,
    TaskDeleted,
    TaskEscalated,
    TaskEvent,
    TaskNudged,
    TaskStatusChanged,
    TaskUpdated,
)


@takes_part_in(TaskCreated)
def of_new_task(uow: UnitOfWork, event: TaskCreated) -> None:
    _of_waiting_task(uow, event, "is new")


@takes_part_in(TaskUpdated)
def of_assignment(uow: UnitOfWork, event: TaskUpdated) -> None:
    if "assigned_agent_id" in event.after or "depends_on_task_ids" in event.after:
        _of_waiting_task(uow, event, "is waiting")
    _of_what_was_taken(uow, event, f"it was taken from you by {uow.actor.name}")
    if event.taken_from:
        _of_free_hands(uow, event.taken_from, waking.crew_on_gateway(uow, event.board_id))


@takes_part_in(TaskStatusChanged)
def of_move(uow: UnitOfWork, event: TaskStatusChanged) -> None:
    if not (crew := waking.crew_on_gateway(uow, event.board_id)):
        return
    if event.before == TaskStatus.REVIEW and event.after == TaskStatus.INBOX and event.assigned_after:
        _of_rework(uow, event, crew)
    elif event.after == TaskStatus.DONE and event.task_id:
        uow.db.flush()
        for task in waking.freed_by(uow, event.task_id):
            _tell_of_task(uow, task, crew, event, "is free now")
    else:
        back = "is back from review" if event.before == TaskStatus.REVIEW else "is waiting"
        _of_waiting_task(uow, event, f"is back in the inbox ({event.reason})" if event.reason else back)
    _of_what_was_taken(uow, event, event.reason or _where_it_went(uow, event, crew))
    had_it = event.taken_from or (UUID(event.assigned_before) if event.assigned_before else None)
    if event.before == TaskStatus.IN_PROGRESS and had_it:
        _of_free_hands(uow, had_it, crew)


@takes_part_in(TaskDeleted)
def of_deletion(uow: UnitOfWork, event: TaskDeleted) -> None:
    crew = waking.crew_on_gateway(uow, event.board_id)
    task = uow.db.get(Task, event.task_id) if crew and event.task_id else None
    at_it = task.lease_agent_id if task and task.lease_claimed_at else None
    if at_it and at_it != event.agent_id:
        waking.wake(
            uow, [at_it], f"deleted:{event.id}", f"Stop working on “{rules.short(event.title)}”: it was deleted"
        )


@takes_part_in(TaskCommented)
def of_comment(uow: UnitOfWork, event: TaskCommented) -> None:
    """Whoever is called in it; without a call whoever has the task. A call of nobody who is there reaches nobody."""
    if not (crew := waking.crew_on_gateway(uow, event.board_id)):
        return
    key = f"comment:{event.task_id}:{event.id}"
    by = f"{_named(uow, event)} by {uow.actor.name}:\n{quoted(event.message)}"
    if event.mentions:
        called = waking.called(event.mentions, crew, event.agent_id)
        waking.wake(uow, called, key, f"You are called in a comment on {by}")
        return
    task = uow.db.get(Task, event.task_id) if event.task_id else None
    theirs = [it.id for it in crew if task and it.id == task.assigned_agent_id and it.id != event.agent_id]
    waking.wake(uow, theirs, key, f"New comment on {by}")


@takes_part_in(TaskNudged)
@takes_part_in(TaskEscalated)
def of_deadline(uow: UnitOfWork, event: TaskNudged | TaskEscalated) -> None:
    if event.agent_id and waking.crew_on_gateway(uow, event.board_id):
        text = f"A deadline has passed: {_named(uow, event)}"
        waking.wake(uow, [event.agent_id], f"deadline:{event.task_id}:{event.id}", text)


@takes_part_in(ApprovalApproved)
@takes_part_in(ApprovalRejected)
def of_decision(uow: UnitOfWork, event: ApprovalApproved | ApprovalRejected) -> None:
    """Whoever asked, the lead, those whose work it is about, and whoever takes what it has held: each once."""
    crew = waking.crew_on_gateway(uow, event.board_id)
    if event.action_type == EXEC or not crew:
        # A command that waits on its gateway goes on in the same turn.
        return
    uow.db.flush()
    tasks = [task for it in event.task_ids if (task := uow.db.get(Task, UUID(it)))]
    told = {event.agent_id} if event.agent_id else set()
    decided = f"{event.action_type} was {_decided(event)}"
    key = key_of(Kind.DECISION, event.task_id, event.id)
    waking.wake(uow, told, key, f"Your request {decided}")
    concerned = [it.id for it in crew if it.id not in told and (it.is_board_lead or _has_one_of(tasks, it.id))]
    about = f" about “{rules.short(tasks[0].title)}”" if tasks else ""
    waking.wake(uow, concerned, key, f"The request{about} {decided}")
    told.update(concerned)
    for task in tasks:
        if task.status == TaskStatus.INBOX and not waking.waits_for_something(uow, task):
            _tell_of_task(uow, task, crew, event, "is free now", but=told)


def _decided(event: ApprovalApproved | ApprovalRejected) -> str:
    decided = "approved" if isinstance(event, ApprovalApproved) else "rejected"
    return decided + (f": {rules.short(event.reason)}" if event.reason else "")


def _has_one_of(tasks: list[Task], agent_id: UUID) -> bool:
    return any(task.assigned_agent_id == agent_id and task.status != TaskStatus.DONE for task in tasks)


def _of_waiting_task(uow: UnitOfWork, event: TaskEvent, how: str) -> None:
    """A task that waits for somebody wakes whom it waits for; one that waits for something wakes nobody yet."""
    crew = waking.crew_on_gateway(uow, event.board_id)
    if not crew or event.task_id is None:
        return
    uow.db.flush()
    task = uow.db.get(Task, event.task_id)
    if task is None:
        return
    if task.status == TaskStatus.INBOX:
        if not waking.waits_for_something(uow, task):
            _tell_of_task(uow, task, crew, event, how)
        elif isinstance(event, TaskStatusChanged) and event.reason:
            _of_pull_back(uow, task, crew, event)
    elif waking.is_started_for(task, task.assigned_agent_id):
        _tell_of_task(uow, task, crew, event, "was started")
    elif task.status == TaskStatus.REVIEW and task.assigned_agent_id != event.agent_id and _is_given(event):
        reviewer = [it.id for it in crew if it.id == task.assigned_agent_id]
        waking.wake(uow, reviewer, key_of(Kind.ASSIGNEE, task.id, event.id), f"To be reviewed: {_named(uow, event)}")


def _is_given(event: TaskEvent) -> bool:
    return not isinstance(event, TaskUpdated) or "assigned_agent_id" in event.after


def _of_pull_back(uow: UnitOfWork, task: Task, crew: list[Agent], event: TaskStatusChanged) -> None:
    """The lead, who plans, hears of work that cannot go on; nobody else can do anything about it."""
    leads = [it.id for it in crew if it.is_board_lead and it.id not in {event.agent_id, event.taken_from}]
    text = f"Task “{rules.short(task.title)}” is back in the inbox: {event.reason}"
    waking.wake(uow, leads, key_of(Kind.LEAD_UNASSIGNED, task.id, event.id), text)


def _of_rework(uow: UnitOfWork, event: TaskStatusChanged, crew: list[Agent]) -> None:
    """Whoever gets it back is told what was said of it."""
    uow.db.flush()
    task = uow.db.get(Task, event.task_id) if event.task_id else None
    if task is None:
        return
    waking.forget_task(uow, task.id)
    said = queries.last_words_of(uow.db, task, uow.actor)
    words = f"; {uow.actor.name} says:\n{quoted(said)}" if said else f" by {uow.actor.name}"
    worker = [it.id for it in crew if it.id == task.assigned_agent_id and it.id != event.agent_id]
    text = f"Changes are requested on “{rules.short(task.title)}”, which is yours again{words}"
    waking.wake(uow, worker, key_of(Kind.REWORK, task.id, event.id), text, task_id=task.id)


def _of_what_was_taken(uow: UnitOfWork, event: TaskUpdated | TaskStatusChanged, why: str) -> None:
    """Whoever was at work is told to stop; one that has only fallen silent is not woken for it."""
    if event.taken_from is None or uow.actor.kind == "system":
        return
    loser = [it.id for it in waking.crew_on_gateway(uow, event.board_id) if it.id == event.taken_from]
    text = f"Stop working on {_named(uow, event)}: {rules.short(why)}"
    waking.wake(uow, loser, f"taken:{event.task_id}:{event.id}", text)


def _where_it_went(uow: UnitOfWork, event: TaskStatusChanged, crew: list[Agent]) -> str:
    if event.after == TaskStatus.IN_PROGRESS:
        to = next((it.name for it in crew if str(it.id) == event.assigned_after), "another agent")
        return f"{uow.actor.name} has given it to {to}"
    return f"{uow.actor.name} has moved it to {event.after}"


def _tell_of_task(
    uow: UnitOfWork,
    task: Task,
    crew: list[Agent],
    event: TaskEvent | ApprovalApproved | ApprovalRejected,
    how: str,
    but: set[UUID] | None = None,
) -> None:
    chosen = waking.who_takes(uow, task, crew, event.agent_id if isinstance(event, TaskEvent) else None)
    if chosen and chosen not in (but or set()):
        whose = "yours" if task.assigned_agent_id == chosen else "for whoever takes it"
        text = f"Task “{rules.short(task.title)}” {how}, and {whose}"
        kind = _kind(crew, chosen, event) if task.assigned_agent_id is None else Kind.ASSIGNEE
        waking.wake(uow, [chosen], key_of(kind, task.id, event.id), text, task_id=task.id)


def _kind(crew: list[Agent], chosen: UUID, event: object) -> Kind:
    if not any(it.id == chosen and it.is_board_lead for it in crew):
        return Kind.ASSIGNEE
    return Kind.LEAD if isinstance(event, TaskCreated) else Kind.LEAD_UNASSIGNED


def _of_free_hands(uow: UnitOfWork, agent_id: UUID, crew: list[Agent]) -> None:
    """Work that came while all workers were busy has woken nobody: whoever is free now hears of it.

    It takes the next by itself, mostly, and then there is nothing to hear; a lead hands it out.
    """
    if any(it.is_board_lead for it in crew):
        return
    board = next((uow.db.get(Board, it.board_id) for it in crew if it.id == agent_id and it.board_id), None)
    if board is None:
        return
    uow.db.flush()
    if waking.free_work(uow, board):
        waking.tell_of_free_work(uow, agent_id)


def _named(uow: UnitOfWork, event: TaskEvent) -> str:
    task = uow.db.get(Task, event.task_id) if event.task_id else None
    return f"“{rules.short(task.title)}” (task {task.id})" if task else "a task"
