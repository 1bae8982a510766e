"""Tasks that wait for a person."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Row

from mission_control.agents import api as agents
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.overview import queries
from mission_control.overview.schemas import NeedKind, NeedsMeItem
from mission_control.tasks import api as tasks
from mission_control.tasks.api import Task, TaskStatus

UNCLAIMED_AFTER = timedelta(minutes=30)
BLOCKED_AFTER = timedelta(days=1)


def stuck(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    """What agents alone will not move any more."""
    for row in queries.oldest(uow.db, queries.tasks(principal).where(tasks.needs_a_person())):
        reason = row[0].status_reason or "It was taken and given back again and again"
        yield _task(row, NeedKind.STUCK, reason, "Look at it: edit, assign or move it")


def reviews(uow: UnitOfWork, principal: UserPrincipal, fleet: list[agents.Agent]) -> Iterator[NeedsMeItem]:
    leads = {agent.id for agent in fleet if agent.is_board_lead}
    waiting = queries.tasks(principal).where(Task.status == TaskStatus.REVIEW, ~tasks.needs_a_person())
    rows = [row for row in queries.oldest(uow.db, waiting) if row[0].assigned_agent_id not in leads]
    since = queries.in_review_since(uow.db, [row[0].id for row in rows])
    for row in rows:
        item = _task(row, NeedKind.REVIEW, "In review, and no lead to look at it", "Look at it, then move it on")
        yield item.model_copy(update={"since": since.get(row[0].id, item.since)})


def overdue(uow: UnitOfWork, principal: UserPrincipal, fleet: list[agents.Agent]) -> Iterator[NeedsMeItem]:
    late = queries.tasks(principal).where(Task.due_at < uow.now, Task.status != TaskStatus.DONE)
    rows = queries.oldest(uow.db, late)
    waits_for = tasks.dependencies(uow.db, [row[0].id for row in rows]) if rows else {}
    paused = {agent.id: agent.name for agent in fleet if agent.is_paused}
    for row in rows:
        task, (hindrance, action) = row[0], _hindrance(row[0], waits_for.get(row[0].id, []), paused)
        yield _task(row, NeedKind.OVERDUE, f"Was due {task.due_at:%Y-%m-%d %H:%M} UTC{hindrance}", action)


def _hindrance(task: Task, waits_for: list[tasks.Dependency], paused: dict[UUID, str]) -> tuple[str, str]:
    """What keeps a late task besides time, to go on from there, and what would help."""
    if titles := _open_titles(waits_for):
        return f"; it waits for {titles}", "Finish what it waits for, or move the date"
    if task.assigned_agent_id in paused:
        return (
            f"; {paused[task.assigned_agent_id]}, whose it is, is paused",
            "Resume the agent, give it to another or move the date",
        )
    return "", "Give it to an agent or move the date"


def _open_titles(waits_for: list[tasks.Dependency]) -> str:
    return ", ".join(f"“{tasks.called(item.title)}”" for item in waits_for if item.is_open)


def blocked(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    """Waiting for a task that is being worked on is no one's concern; waiting for days is."""
    waiting = queries.tasks(principal).where(
        Task.status != TaskStatus.DONE, Task.updated_at < uow.now - BLOCKED_AFTER, tasks.is_blocked()
    )
    rows = queries.oldest(uow.db, waiting)
    depends_on = tasks.dependencies(uow.db, [row[0].id for row in rows]) if rows else {}
    for row in rows:
        titles = _open_titles(depends_on[row[0].id])
        yield _task(
            row, NeedKind.BLOCKED_TASK, f"Has waited for more than a day for {titles}", "Open what it waits for"
        )


def unclaimed(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    waiting = queries.tasks(principal).where(
        Task.status == TaskStatus.INBOX,
        Task.updated_at < uow.now - UNCLAIMED_AFTER,
        ~tasks.is_blocked(),
        ~tasks.needs_a_person(),
    )
    for row in queries.oldest(uow.db, waiting):
        yield _task(
            row,
            NeedKind.UNCLAIMED,
            row[0].status_reason or "No agent has taken it for half an hour",
            "See whether an agent of the board is at work",
        )


def _task(row: Row[Task, str], kind: NeedKind, reason: str, action: str) -> NeedsMeItem:
    task, board_name = row
    return NeedsMeItem(
        kind=kind,
        title=task.title,
        reason=reason,
        action=action,
        since=task.due_at if kind is NeedKind.OVERDUE and task.due_at else task.updated_at,
        board_id=task.board_id,
        board_name=board_name,
        task_id=task.id,
    )
