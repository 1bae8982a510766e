"""Tasks that rest longer than their board allows: a reminder first, then they are given back or people are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mission_control.agents.api import Agent
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.tasks import claiming, queries
from mission_control.tasks.changes import Change, place
from mission_control.tasks.events import TaskEscalated, TaskNudged
from mission_control.tasks.models import Task, TaskStatus
from mission_control.tasks.wording import called, in_words

AT_ONCE = 50
"""Tasks of one state of one board that one run deals with; the next run goes on."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long a task of a state may rest, and what is said when it rests longer."""

    name: str
    status: TaskStatus
    expected: str

    def limit(self, board: Board) -> timedelta | None:
        minutes: int | None = getattr(board, self.name)
        return timedelta(minutes=minutes) if minutes else None

    def why(self, board: Board, task: Task, now: datetime) -> str:
        rested, limit = in_words(now - task.stirred_at), in_words(self.limit(board) or timedelta())
        return f"Nothing happened for {rested}, and this board expects {self.expected} within {limit}"


DEADLINES = (
    Deadline("start_within_minutes", TaskStatus.INBOX, "a start"),
    Deadline("progress_within_minutes", TaskStatus.IN_PROGRESS, "progress"),
    Deadline("review_within_minutes", TaskStatus.REVIEW, "a decision"),
)


def enforce(uow: UnitOfWork) -> None:
    """Remind of every task that has passed a deadline; act on those where a reminder did not help.

    The second step comes half the deadline after the first, but not within a minute of it.
    """
    for board, deadline, limit in _set(uow):
        patience = max(limit / 2, timedelta(minutes=1))
        late = queries.resting(uow.db, board, deadline.status, uow.now - limit, uow.now - patience, AT_ONCE)
        for task in late:
            if task.nudged_at is None:
                _remind(uow, board, deadline, task)
            else:
                _act(uow, board, deadline, task)


def _set(uow: UnitOfWork) -> Iterator[tuple[Board, Deadline, timedelta]]:
    for board in boards.with_deadlines(uow.db):
        for deadline in DEADLINES:
            if limit := deadline.limit(board):
                yield board, deadline, limit


def _remind(uow: UnitOfWork, board: Board, deadline: Deadline, task: Task) -> None:
    task.nudged_at = uow.now
    _touch(uow, task)
    uow.emit(
        TaskNudged(
            **place(task, task.assigned_agent_id),
            message=f"{called(task.title)}: {deadline.why(board, task, uow.now)}",
            deadline=deadline.name,
        )
    )


def _act(uow: UnitOfWork, board: Board, deadline: Deadline, task: Task) -> None:
    why = f"{deadline.why(board, task, uow.now)}; {_reminded(uow, task)} did not help"
    if task.status == TaskStatus.IN_PROGRESS:
        claiming.give_back(uow, task, None, why)
    elif task.status == TaskStatus.INBOX and task.assigned_agent_id:
        change = Change(task)
        task.assigned_agent_id = None
        task.status_reason = f"{why}; free for others now"
        change.finish(uow, None, task.status_reason)
    else:
        _escalate(uow, deadline, task, why)


def _escalate(uow: UnitOfWork, deadline: Deadline, task: Task, why: str) -> None:
    lead = queries.lead_of_board(uow.db, task.board_id)
    task.escalated_at = uow.now
    task.status_reason = why
    _touch(uow, task)
    uow.emit(
        TaskEscalated(
            **place(task, lead.id if lead else None), message=f"{called(task.title)}: {why}", deadline=deadline.name
        )
    )


def _touch(uow: UnitOfWork, task: Task) -> None:
    task.version += 1
    task.updated_at = uow.now


def _reminded(uow: UnitOfWork, task: Task) -> str:
    agent = uow.db.get(Agent, task.assigned_agent_id) if task.assigned_agent_id else None
    return f"reminding {agent.name}" if agent else "waiting longer"
