"""What happened before the move: the moves of tasks, and everything that the reference wrote into its activity."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, update

from mission_control.entry.reference.mending import moment
from mission_control.entry.reference.people import table
from mission_control.entry.reference.world import World
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.envelope import IMPORTED, Topic
from mission_control.kernel.events.log import EventRow, Past, append_past
from mission_control.kernel.security.principals import ActorRef
from mission_control.moving.drafts import Draft, LeftOut, Row, Step, Values
from mission_control.tasks.models import Task, TaskStatus, TaskTransition

TRANSITIONS = table(TaskTransition)
TASKS = table(Task)
WORKER = "last_worker_id"
"""Of the task: whoever handed it in last."""
UNKNOWN_ACTOR = ActorRef("system", None, "Not recorded")
"""The reference does not tell people from itself."""
HEARTBEAT = "agent.heartbeat"
TOPICS = (
    ("task.comment", Topic.COMMENTS),
    ("task.", Topic.TASKS),
    ("approval.", Topic.APPROVALS),
    ("agent.", Topic.AGENTS),
    ("board.", Topic.BOARDS),
    ("gateway.", Topic.GATEWAYS),
)

# --- moves of tasks


def _moves(rows: Sequence[Row], world: World) -> Draft:
    """The moves of one task, of which each row is one; the last brings it where it is."""
    task = rows[0]
    board = world.board(task.board_id)
    status = task.status if task.status in frozenset(TaskStatus) else TaskStatus.INBOX
    history = _History(task, board.organization_id, world)
    for row in rows:
        if row.moved_to not in {None, history.status}:
            history.move(row.moved_to, row.moved_at, row.agent_id)
    if history.status != status:
        history.move(status, task.updated_at, None)
    first, *others = history.moves
    also = [(TRANSITIONS, values) for values in others]
    return Draft(first | {WORKER: history.handed_in_by}, board.organization_id, moment(task.created_at), also)


class _History:
    """The moves of a task so far."""

    def __init__(self, task: Row, organization_id: UUID, world: World) -> None:
        self._world = world
        self._place = {"task_id": task.task_id, "organization_id": organization_id, "board_id": task.board_id}
        self.moves: list[Values] = []
        self.status: str | None = None
        self.handed_in_by: UUID | None = None
        self._worker: UUID | None = None
        self.move(TaskStatus.INBOX, task.created_at, None)

    def move(self, to: str, at: Any, agent_id: UUID | None) -> None:
        name = self._world.agent_name(agent_id)
        actor = ActorRef("agent", agent_id, name) if name else UNKNOWN_ACTOR
        before = self.moves[-1] if self.moves else None
        worked = before is not None and before["to_status"] == TaskStatus.IN_PROGRESS
        if worked and name:
            self._worker = agent_id
        if worked and to == TaskStatus.REVIEW:
            self.handed_in_by = agent_id if name else None
        self.moves.append(
            {
                **self._place,
                "number": len(self.moves) + 1,
                "from_status": before["to_status"] if before else None,
                "to_status": to,
                "at": moment(at),
                "since": before["at"] if before else None,
                "work_started_at": before["at"] if before and worked else None,
                "worker_id": self._worker if before else None,
                "actor_kind": actor.kind,
                "actor_id": actor.id,
                "actor_name": actor.name,
            }
        )
        self.status = to


def _write_moves(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    workers = [{"task": row["task_id"], "worker": row[WORKER]} for row in rows if row[WORKER]]
    uow.db.execute(insert(TRANSITIONS), [{name: row[name] for name in row if name != WORKER} for row in rows])
    if workers:
        noted = update(TASKS).where(TASKS.c.id == bindparam("task")).values(last_worker_id=bindparam("worker"))
        uow.db.connection().execute(noted, workers)


def by_task(batches: Iterable[Sequence[Row]], size: int) -> Iterator[list[Sequence[Row]]]:
    """Rows, in the order of their tasks, as batches of the rows of one task each."""
    held: list[Sequence[Row]] = []
    every = (row for rows in batches for row in rows)
    for _, rows in groupby(every, key=lambda row: row.task_id):
        held.append(_OfTask(rows))
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


class _OfTask(tuple[Row, ...]):
    """The rows of one task, which is what the report names."""

    @property
    def id(self) -> UUID:
        task_id: UUID = self[0].task_id
        return task_id


MOVES = Step(
    "moves of tasks",
    "SELECT t.id AS task_id, t.board_id, t.status, t.created_at, t.updated_at, e.created_at AS moved_at, e.agent_id,"
    # Its message says where the task went, in words that are no part of any interface.
    r" substring(e.message FROM '\m(inbox|in_progress|review|done)\M') AS moved_to"
    " FROM tasks AS t LEFT JOIN activity_events AS e ON e.task_id = t.id AND e.event_type = 'task.status_changed'"
    " ORDER BY t.id, e.created_at, e.id",
    TRANSITIONS,
    _moves,
    key=("task_id", "number"),
    write=_write_moves,
)

# --- activity


def _event(row: Row, world: World) -> Draft:
    agent = world.agents.get(row.agent_id) if row.agent_id else None
    board_id = row.board_id or row.task_board_id
    if row.event_type == HEARTBEAT:
        raise LeftOut("signs of life are no history; the last one is on the agent")
    if board_id is None:
        # Here all members would.
        raise LeftOut("it is of no board: nobody but its agent could see it")
    organization_id = world.board(board_id).organization_id
    created_at = moment(row.created_at)
    days = world.environment.settings.event_retention_days
    if days and (world.now - created_at).days > days:
        raise LeftOut(f"older than {days} days, which is how long events are kept (EVENT_RETENTION_DAYS)")
    past = Past(
        id=row.id,
        type=IMPORTED + row.event_type,
        topic=next((topic for begins, topic in TOPICS if row.event_type.startswith(begins)), Topic.ORGANIZATION),
        organization_id=organization_id,
        board_id=board_id,
        task_id=row.task_id,
        agent_id=row.agent_id if agent else None,
        actor=ActorRef("agent", row.agent_id, agent.name) if agent else UNKNOWN_ACTOR,
        message=row.message or row.event_type,
        created_at=created_at,
    )
    return Draft({"id": row.id, "past": past}, organization_id, created_at)


def _write_events(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    append_past(uow.db, [row["past"] for row in rows])


EVENTS = Step(
    "activity_events",
    "SELECT e.id, e.event_type, e.message, e.agent_id, e.task_id, e.board_id, e.created_at, t.board_id AS task_board_id"
    " FROM activity_events AS e LEFT JOIN tasks AS t ON t.id = e.task_id ORDER BY e.created_at, e.id",
    table(EventRow),
    _event,
    write=_write_events,
)
