"""What happens that agents on gateways are woken for."""

from datetime import timedelta
from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.approvals.api import EXEC
from mission_control.approvals.events import ApprovalApproved, ApprovalRejected
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.kernel.jobs.registry import periodic
from mission_control.memory.events import ChatMessagePosted, GroupChatMessagePosted
from mission_control.provisioning import waking
from mission_control.tasks.api import Task, TaskStatus
from mission_control.tasks.events import (
    TaskCommented,
    TaskCreated,
    TaskEscalated,
    TaskEvent,
    TaskNudged,
    TaskStatusChanged,
    TaskUpdated,
)
from mission_control.webhooks.events import DeliveryTold

CHAT = "You are called in the chat: GET …/boards/{board_id}/memory?is_chat=true&mentions_me=true&limit=10"
GROUP_CHAT = (
    "You are called in the chat of your board group: GET /api/v1/boards/{board_id}/group-memory?tag=chat&limit=10"
)


@takes_part_in(TaskCreated)
def of_new_task(uow: UnitOfWork, event: TaskCreated) -> None:
    _of_waiting_task(uow, event)


@takes_part_in(TaskUpdated)
def of_assignment(uow: UnitOfWork, event: TaskUpdated) -> None:
    if "assigned_agent_id" in event.after or "depends_on_task_ids" in event.after:
        _of_waiting_task(uow, event)


@takes_part_in(TaskStatusChanged)
def of_move(uow: UnitOfWork, event: TaskStatusChanged) -> None:
    crew = waking.crew_on_gateway(uow, event.board_id)
    if not crew:
        return
    if event.after == TaskStatus.INBOX:
        _of_waiting_task(uow, event)
    elif event.after == TaskStatus.REVIEW:
        leads = [agent.id for agent in crew if agent.is_board_lead and agent.id != event.agent_id]
        waking.wake(uow, leads, f"review:{event.id}", f"To be reviewed: {_named(uow, event)}")
    elif event.after == TaskStatus.DONE and event.task_id:
        uow.db.flush()
        for task in waking.freed_by(uow, event.task_id):
            _tell_of_task(uow, task, crew, event, "free now")


@takes_part_in(TaskCommented)
def of_mention(uow: UnitOfWork, event: TaskCommented) -> None:
    if not event.mentions or not (crew := waking.crew_on_gateway(uow, event.board_id)):
        return
    text = f"You are called in a comment on {_named(uow, event)}: {waking.short(event.message)}"
    waking.wake(uow, waking.called(event.mentions, crew, event.agent_id), f"comment:{event.id}", text)


@takes_part_in(TaskNudged)
@takes_part_in(TaskEscalated)
def of_deadline(uow: UnitOfWork, event: TaskNudged | TaskEscalated) -> None:
    if event.agent_id and waking.crew_on_gateway(uow, event.board_id):
        waking.wake(uow, [event.agent_id], f"deadline:{event.id}", f"A deadline has passed: {_named(uow, event)}")


@takes_part_in(ApprovalApproved)
@takes_part_in(ApprovalRejected)
def of_decision(uow: UnitOfWork, event: ApprovalApproved | ApprovalRejected) -> None:
    if event.agent_id is None or event.action_type == EXEC or not waking.crew_on_gateway(uow, event.board_id):
        # A command that waits on its gateway goes on in the same turn.
        return
    decided = "approved" if isinstance(event, ApprovalApproved) else "rejected"
    why = f": {waking.short(event.reason)}" if event.reason else ""
    text = f"Your request {event.action_type} was {decided}{why}"
    waking.wake(uow, [event.agent_id], f"decision:{event.id}", text)


@takes_part_in(ChatMessagePosted)
def of_chat(uow: UnitOfWork, event: ChatMessagePosted) -> None:
    if event.mentioned_agent_ids and waking.crew_on_gateway(uow, event.board_id):
        ids = [UUID(it) for it in event.mentioned_agent_ids]
        waking.wake(uow, _others(ids, event.agent_id), f"chat:{event.id}", CHAT.format(board_id=event.board_id))


@takes_part_in(GroupChatMessagePosted)
def of_group_chat(uow: UnitOfWork, event: GroupChatMessagePosted) -> None:
    for agent_id in _others([UUID(it) for it in event.mentioned_agent_ids], event.agent_id):
        agent = uow.db.get(Agent, agent_id)
        if agent and agent.openclaw_session_id:
            waking.wake(uow, [agent_id], f"group-chat:{event.id}", GROUP_CHAT.format(board_id=agent.board_id))


@takes_part_in(DeliveryTold)
def of_delivery(uow: UnitOfWork, event: DeliveryTold) -> None:
    if event.agent_id and waking.crew_on_gateway(uow, event.board_id):
        text = f"{event.message}; it is in the board's memory under the tag webhook"
        waking.wake(uow, [event.agent_id], f"delivery:{event.id}", text)


@periodic("provisioning.forget_wakes", every=timedelta(hours=1))
def forget_wakes(uow: UnitOfWork) -> None:
    waking.forget_old(uow)


def _of_waiting_task(uow: UnitOfWork, event: TaskEvent) -> None:
    """A task that waits in the inbox wakes whom it waits for; one that waits for others wakes nobody yet."""
    crew = waking.crew_on_gateway(uow, event.board_id)
    if not crew or event.task_id is None:
        return
    uow.db.flush()
    task = uow.db.get(Task, event.task_id)
    if task and task.status == TaskStatus.INBOX and not waking.is_blocked_now(uow, task):
        _tell_of_task(uow, task, crew, event, "new" if isinstance(event, TaskCreated) else "waiting")


def _tell_of_task(uow: UnitOfWork, task: Task, crew: list[Agent], event: TaskEvent, how: str) -> None:
    chosen = waking.who_takes(uow, task, crew, event.agent_id)
    if chosen:
        whose = "yours" if task.assigned_agent_id == chosen else "for whoever takes it"
        text = f"Task “{waking.short(task.title)}” is {how}, and {whose}"
        waking.wake(uow, [chosen], f"task:{task.id}:{event.id}", text, task_id=task.id)


def _named(uow: UnitOfWork, event: TaskEvent) -> str:
    task = uow.db.get(Task, event.task_id) if event.task_id else None
    return f"“{waking.short(task.title)}” (task {task.id})" if task else "a task"


def _others(ids: list[UUID], author: UUID | None) -> list[UUID]:
    return [it for it in ids if it != author]
