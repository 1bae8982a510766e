"""What agents on gateways are woken for: written down with the change itself, told by whoever keeps the gateway.

Waking costs a turn of a model, so an agent is told of work only while that waits for it, of several things in one
message, and of nothing twice.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.provisioning import queries, service
from mission_control.provisioning.models import Wake
from mission_control.provisioning.telling import OF_BOARDS
from mission_control.tasks.api import Task, TaskStatus, free_on, is_blocked, mentions

GATHERED = timedelta(seconds=10)
"""For so long changes of a board are gathered, to be told in one message."""
FREE_WORK = "There is work on your board for whoever takes it"
TAKES = timedelta(minutes=1)
"""For so long work that others were told of is theirs to take."""
KEPT_FOR = timedelta(days=7)
"""How long it is remembered what was told: longer than any event is repeated."""


def wake(uow: UnitOfWork, agent_ids: Collection[UUID], key: str, text: str, *, task_id: UUID | None = None) -> None:
    """Have agents told something, once for each key; of those that speak plain HTTP nobody is."""
    for setup in queries.of_agents(uow.db, agent_ids):
        if queries.is_told(uow.db, setup.id, key) or (task_id and queries.waits_to_be_told(uow.db, setup.id, task_id)):
            continue
        uow.db.add(Wake(setup_id=setup.id, wake_key=key, text=text, task_id=task_id, created_at=uow.now))
        if setup.confirmed_at and setup.applied == setup.generation and not setup.attempts:
            # Also where work is held back until other work is done: this may be something else.
            setup.next_attempt_at = uow.now
        service.have_looked(uow)


def mention(uow: UnitOfWork, agent_ids: Collection[UUID], about: str, text: str) -> None:
    """Have agents told something with whatever they are woken for next; of one thing at most once by then."""
    for setup in queries.of_agents(uow.db, agent_ids):
        if not queries.waits_to_be_mentioned(uow.db, setup.id, f"{queries.ASIDE}{about}:"):
            key = f"{queries.ASIDE}{about}:{uuid4()}"
            uow.db.add(Wake(setup_id=setup.id, wake_key=key, text=text, task_id=None, created_at=uow.now))


def tell_of_free_work(uow: UnitOfWork, agent_id: UUID) -> None:
    """Have an agent that has just become free told of work that is nobody's, if there still is some when it rests."""
    for setup in queries.of_agents(uow.db, [agent_id]):
        if not queries.waits_to_be_mentioned(uow.db, setup.id, queries.FREE):
            wake(uow, [agent_id], f"{queries.FREE}{uuid4()}", FREE_WORK)


def take_back(uow: UnitOfWork, prefix: str) -> None:
    """What nobody was told yet of what these keys are about is told no more."""
    unsent = delete(Wake).where(Wake.wake_key.startswith(prefix, autoescape=True), Wake.sent_at.is_(None))
    # What is being told at this moment is told under its key, with these words.
    uow.db.execute(unsent.where(Wake.message_key.is_(None)))


def is_work(item: Wake) -> bool:
    """Whether it is told to who has nothing to do: an agent that works comes to it by itself."""
    return item.task_id is not None or item.wake_key.startswith(queries.FREE)


def is_left_to_others(uow: UnitOfWork, item: Wake, agent: Agent) -> bool:
    """Whether as many others as there is free work have just been told of that, and have not taken any yet."""
    board = uow.db.get(Board, agent.board_id) if agent.board_id else None
    if board is None or not item.wake_key.startswith(queries.FREE):
        return False
    told = queries.told_of_free_work(uow.db, board.id, uow.now - TAKES) - {agent.id}
    waiting = told - queries.with_work(uow.db, told) if told else told
    return bool(waiting) and len(waiting) >= len(free_work(uow, board))


def free_work(uow: UnitOfWork, board: Board) -> list[UUID]:
    return list(uow.db.scalars(free_on(board)))


def is_aside(item: Wake) -> bool:
    return item.wake_key.startswith(queries.ASIDE)


def can_wait(item: Wake, now: datetime) -> bool:
    """Whether it is not worth a turn yet: whoever changes one setting of a board often changes a second."""
    is_new = item.created_at > now - GATHERED
    return is_aside(item) or (is_new and item.wake_key.partition(":")[0] in OF_BOARDS)


def crew_on_gateway(uow: UnitOfWork, board_id: UUID | None) -> list[Agent]:
    """The agents of a board that can be woken; costs no statement where a board is on no gateway."""
    board = uow.db.get(Board, board_id) if board_id else None
    if board is None or board.gateway_id is None:
        return []
    return [agent for agent in agents.of_board(uow.db, board.id) if agent.openclaw_session_id]


def who_takes(uow: UnitOfWork, task: Task, crew: Iterable[Agent], actor: UUID | None) -> UUID | None:
    """Whom a task in the inbox waits for: its agent, else the lead, who plans, else a worker that has nothing to do."""
    crew = list(crew)
    if task.assigned_agent_id:
        return next((it.id for it in crew if it.id == task.assigned_agent_id and it.id != actor), None)
    lead = next((it.id for it in crew if it.is_board_lead), None)
    if lead and lead != actor:
        return lead
    workers = [it for it in crew if not it.is_board_lead and it.id != actor]
    busy = queries.with_work(uow.db, [it.id for it in workers])
    resting = [it for it in workers if it.id not in busy]
    return min(resting, key=lambda it: (it.last_seen_at or it.created_at, it.id)).id if resting else None


def is_still_waiting(uow: UnitOfWork, item: Wake, agent_id: UUID) -> bool:
    """Whether what an agent is to be woken for is there for it."""
    if item.wake_key.startswith(queries.FREE):
        agent = uow.db.get(Agent, agent_id)
        board = uow.db.get(Board, agent.board_id) if agent and agent.board_id else None
        return bool(board and not queries.with_work(uow.db, [agent_id]) and free_work(uow, board))
    if item.task_id is None:
        return True
    task = uow.db.get(Task, item.task_id)
    if task is None:
        return False
    if task.status == TaskStatus.INBOX:
        # What holds it now tells of it when it lets go.
        return task.assigned_agent_id in {None, agent_id} and not waits_for_something(uow, task)
    return is_started_for(task, agent_id)


def is_started_for(task: Task, agent_id: UUID | None) -> bool:
    """Whether somebody else has started a task for an agent that has not taken it up yet."""
    held = task.status == TaskStatus.IN_PROGRESS and task.lease_agent_id is not None
    return held and task.lease_agent_id == agent_id and task.lease_claimed_at is None


def freed_by(uow: UnitOfWork, task_id: UUID) -> list[Task]:
    """Tasks that waited for this one alone."""
    waiting = queries.waiting_for(task_id).where(Task.status == TaskStatus.INBOX, ~is_blocked())
    return list(uow.db.scalars(waiting.order_by(Task.created_at, Task.id)))


def waits_for_something(uow: UnitOfWork, task: Task) -> bool:
    """Whether a task in the inbox cannot be begun yet: other tasks come first, or its board awaits a decision."""
    board = uow.db.get(Board, task.board_id)
    if board and board.block_status_changes_with_pending_approval and task.approvals_pending_count:
        return True
    return uow.db.scalar(select(Task.id).where(Task.id == task.id, is_blocked())) is not None


def forget_old(uow: UnitOfWork) -> None:
    uow.db.execute(delete(Wake).where(Wake.sent_at < uow.now - KEPT_FOR))


def forget_task(uow: UnitOfWork, task_id: UUID) -> None:
    """What was to be told of a task, and was not yet, is old: it is told anew."""
    unsent = delete(Wake).where(Wake.task_id == task_id, Wake.sent_at.is_(None), Wake.message_key.is_(None))
    uow.db.execute(unsent)


def called(names: Collection[str], crew: Iterable[Agent], author: UUID | None) -> list[UUID]:
    """Whom `@names` in a text are; nobody calls himself."""
    tokens = frozenset(names)
    others = [agent for agent in crew if agent.id != author]
    return [it.id for it in others if mentions.names(tokens, it.name) or (it.is_board_lead and mentions.LEAD in tokens)]
