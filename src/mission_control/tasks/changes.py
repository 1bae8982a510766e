"""Changes of a locked task, with their events: what every use case is put together from."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import AgentPrincipal, Principal
from mission_control.tasks import history, leases, mentions, queries, wording
from mission_control.tasks.errors import CommentsGoInCircles
from mission_control.tasks.events import TaskCommented, TaskStatusChanged, TaskUpdated
from mission_control.tasks.models import Task, TaskComment, TaskStatus

MOST_ECHOES = 30
"""Comments of agents in a row, within `ECHO_SPAN`, after which the next one is refused."""
ECHO_SPAN = timedelta(minutes=10)


def place(task: Task, agent_id: UUID | None) -> dict[str, Any]:
    """What every event of a task has."""
    return {
        "organization_id": task.organization_id,
        "board_id": task.board_id,
        "task_id": task.id,
        "agent_id": agent_id,
    }


def acting_agent(principal: Principal | None) -> UUID | None:
    return principal.agent_id if isinstance(principal, AgentPrincipal) else None


def put(task: Task, status: TaskStatus, now: datetime) -> None:
    """Move a task, with what follows for its clock and lease; who is assigned is the caller's decision."""
    if status is TaskStatus.IN_PROGRESS:
        task.in_progress_at = now
    elif status in {TaskStatus.INBOX, TaskStatus.REVIEW}:
        task.previous_in_progress_at = task.in_progress_at or task.previous_in_progress_at
        task.in_progress_at = None
    if status is not TaskStatus.IN_PROGRESS:
        leases.end(task)
    if status != task.status and (status is TaskStatus.REVIEW or is_taken_up_again(task.status, status)):
        task.approved_since_review = False
    if status in {TaskStatus.REVIEW, TaskStatus.DONE}:
        task.returns = 0
        task.sent_back = None
    if status is TaskStatus.DONE:
        task.setbacks = 0
    task.status = status
    task.status_reason = None


def is_taken_up_again(before: str, after: str) -> bool:
    was_handed_in = before in {TaskStatus.REVIEW, TaskStatus.DONE}
    return was_handed_in and after in {TaskStatus.INBOX, TaskStatus.IN_PROGRESS}


def _waits_for_holder(task: Task) -> bool:
    """It was started for an agent that has not acted on it yet."""
    return task.lease_agent_id is not None and task.lease_claimed_at is None


def stir(task: Task, now: datetime) -> None:
    """Something happened to the task: its deadline counts anew."""
    task.stirred_at = now
    task.nudged_at = task.escalated_at = None


class Change:
    """What a task was before, so that one event can tell all that has changed."""

    WATCHED = ("title", "description", "priority", "due_at", "status", "assigned_agent_id", "status_reason")

    def __init__(self, task: Task) -> None:
        self.task = task
        self._before = self._now()
        self._fence = task.fence
        self._work_started_at = task.in_progress_at
        self._worker_id = task.lease_agent_id if task.lease_claimed_at else None
        self._waits_for_holder = _waits_for_holder(task)
        self._more: dict[str, tuple[Any, Any]] = {}

    def note(self, name: str, before: Any, after: Any) -> None:
        """Something that is not a column of the task."""
        if before != after:
            self._more[name] = (before, after)

    def finish(self, uow: UnitOfWork, agent_id: UUID | None, reason: str | None = None, *, stirs: bool = True) -> bool:
        """Tell of the change; False when there was none. One that does not stir is no progress."""
        changed = {
            name: (before, getattr(self.task, name))
            for name, before in self._before.items()
            if before != getattr(self.task, name)
        } | self._more
        if not changed and self.task.fence == self._fence and not self._is_taken_up():
            return False
        self.task.version += 1
        self.task.updated_at = uow.now
        if stirs:
            stir(self.task, uow.now)
        if uow.actor.kind == "user":
            self.task.returns = self.task.setbacks = 0
        if "status" in changed:
            self._record_move(uow, reason)
        if not changed or "status" in changed or self.task.fence != self._fence:
            self._tell_move(uow, agent_id, reason, changed)
        else:
            uow.emit(
                TaskUpdated(
                    **place(self.task, agent_id),
                    message=f"{wording.called(self.task.title)}: {', '.join(sorted(changed))} changed",
                    before={name: values[0] for name, values in changed.items()},
                    after={name: values[1] for name, values in changed.items()},
                    taken_from=self._taken_from(uow),
                )
            )
        return True

    def _is_taken_up(self) -> bool:
        """By the agent that it was started for."""
        return self._waits_for_holder and self.task.lease_claimed_at is not None

    def _taken_from(self, uow: UnitOfWork) -> UUID | None:
        still = self._worker_id in {None, self.task.lease_agent_id, uow.actor.id}
        return None if still else self._worker_id

    def touch(self, uow: UnitOfWork, agent_id: UUID | None) -> None:
        """A change was asked for that names nothing: it is told, but is no progress."""
        self.task.version += 1
        self.task.updated_at = uow.now
        message = f"{self.task.title} was touched"
        uow.emit(TaskUpdated(**place(self.task, agent_id), message=message, before={}, after={}))

    def _record_move(self, uow: UnitOfWork, reason: str | None) -> None:
        worked = self._before["status"] == TaskStatus.IN_PROGRESS
        history.moved(
            uow,
            self.task,
            from_status=self._before["status"],
            work_started_at=self._work_started_at,
            worker_id=self._before["assigned_agent_id"] if worked else self.task.last_worker_id,
            reason=reason or self.task.status_reason,
        )

    def _tell_move(
        self, uow: UnitOfWork, agent_id: UUID | None, reason: str | None, changed: dict[str, tuple[Any, Any]]
    ) -> None:
        task = self.task
        what = "was taken up" if self._is_taken_up() else "was taken up again"
        if "assigned_agent_id" in changed:
            what = "was taken"
        if "status" in changed:
            what = f"moved to {task.status}"
        uow.emit(
            TaskStatusChanged(
                **place(task, agent_id),
                message=f"{wording.called(task.title)} {what}",
                before=self._before["status"],
                after=task.status,
                assigned_before=_text(self._before["assigned_agent_id"]),
                assigned_after=_text(task.assigned_agent_id),
                fence=task.fence,
                reason=reason or task.status_reason,
                changes={name: list(values) for name, values in changed.items()},
                taken_from=self._taken_from(uow),
            )
        )

    def _now(self) -> dict[str, Any]:
        return {name: getattr(self.task, name) for name in self.WATCHED}


def refuse_echo(uow: UnitOfWork, task: Task) -> None:
    """Agents that answer each other without end cost money and help nobody; raises CommentsGoInCircles."""
    newest = queries.newest_comments(uow.db, task.id, uow.now - ECHO_SPAN, MOST_ECHOES)
    if len(newest) == MOST_ECHOES and all(comment.user_id is None for comment in newest):
        raise CommentsGoInCircles(
            f"agents have commented here {MOST_ECHOES} times within {wording.in_words(ECHO_SPAN)} and nobody else has; "
            "wait for a person to answer, or go on without words"
        )


def say(uow: UnitOfWork, principal: Principal, task: Task, words: str) -> TaskComment:
    """Add a comment, and tell of it under its own id."""
    agent_id = acting_agent(principal)
    called = mentions.tokens(words)
    comment = TaskComment(
        id=uuid4(),
        organization_id=task.organization_id,
        board_id=task.board_id,
        task_id=task.id,
        message=words,
        agent_id=agent_id,
        user_id=None if isinstance(principal, AgentPrincipal) else principal.user_id,
        author_name=principal.name,
        mentions_lead=mentions.LEAD in called or _names_the_lead(uow, task, called),
        created_at=uow.now,
    )
    uow.db.add(comment)
    task.comments_count += 1
    leases.take_up(task, agent_id, uow.now)
    if agent_id is None or agent_id == task.assigned_agent_id:
        stir(task, uow.now)
    uow.emit(
        TaskCommented(**place(task, agent_id), id=comment.id, message=words, mentions=sorted(called), title=task.title)
    )
    return comment


def _names_the_lead(uow: UnitOfWork, task: Task, called: frozenset[str]) -> bool:
    lead = queries.lead_of_board(uow.db, task.board_id) if called else None
    return lead is not None and mentions.names(called, lead.name)


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
