"""Taking work, keeping it, and giving it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Forbidden
from mission_control.kernel.security.principals import AgentPrincipal, Principal, UserPrincipal
from mission_control.tasks import changes, dependencies, handing_out, leases, queries, rules, service
from mission_control.tasks.changes import Change
from mission_control.tasks.errors import AlreadyClaimed, MoveRefused, NotTheHolder
from mission_control.tasks.handing_out import Wanted
from mission_control.tasks.models import Task, TaskStatus
from mission_control.tasks.rules import Situation
from mission_control.tasks.schemas import HeldTask, TaskFence, TaskRelease

CANDIDATES = 20
"""How many tasks a call looks at before it asks for more: others may be faster at each."""
NAMED = 20
"""How many tasks that an agent has are named to it at most when it is handed none."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is no task for an agent: a stable word and a sentence, and what it has that it is not handed."""

    code: str
    reason: str
    held: tuple[HeldTask, ...] = ()


NOTHING_FREE = "No task on this board is free for this agent right now"


def claim(uow: UnitOfWork, principal: Principal, board_id: UUID, task_id: UUID, lease_seconds: int) -> Task:
    """Take this task and start on it; raises AlreadyClaimed, which names the holder, or MoveRefused.

    Whoever holds the task already keeps it, with a longer lease and the same fence.
    """
    agent = cast(AgentPrincipal, principal)
    board = boards.get(uow.db, agent, board_id)
    task = queries.get(uow.db, board, task_id, lock=True)
    if _is_held_by(task, agent.agent_id, uow.now) and task.lease_claimed_at:
        leases.renew(uow.db, [agent.agent_id], uow.now, lease_seconds)
        uow.db.refresh(task)
        return task
    _require_free(uow, task)
    waits_for = dependencies.open_ones(task, dependencies.of(uow, task))
    facts = service.situation(uow, task, tuple(item.title for item in waits_for))
    refusal = rules.why_not_claim(facts, queries.rules_of(board), service.mover_of(uow, agent))
    if refusal:
        raise MoveRefused(refusal, tuple(item.depends_on for item in waits_for))
    _take(uow, task, agent, lease_seconds)
    return task


def claim_next(
    uow: UnitOfWork, principal: AgentPrincipal, board_id: UUID, lease_seconds: int, held_since: datetime | None = None
) -> Task | Nothing:
    """Take the next task that this agent may have, or say why there is none.

    What the agent has held since before `held_since` comes first, under a new fence: whoever asks for work without
    naming a task does not know of it (a process that was started again, a turn that begins), and what was to be
    written under the former fence comes too late.
    """
    board = boards.get(uow.db, principal, board_id)
    not_for_it = _why_none(board, principal)
    wanted = Wanted(held_since, begins=not_for_it is None)
    if not principal.is_lead and (task := _taken_next(uow, principal, board, wanted, lease_seconds)):
        return task
    held = tuple(_not_handed_out(uow, board, principal))
    if not_for_it:
        return Nothing("not_for_this_agent", not_for_it, held)
    agent = uow.db.get(Agent, principal.agent_id)
    if paused := agents.why_paused(uow.db, agent) if agent else None:
        return Nothing("paused", paused, held)
    if waiting := next((one for one in held if one.code == rules.APPROVAL_PENDING), None):
        return Nothing(waiting.code, f"{NOTHING_FREE}. “{waiting.title}” is yours: {waiting.reason}", held)
    if waits := agents.waits_of(uow.db, [principal.agent_id]).get(principal.agent_id):
        return Nothing(rules.APPROVAL_PENDING, f"{NOTHING_FREE}. This agent: {waits[:1].lower()}{waits[1:]}", held)
    return Nothing("nothing_free", NOTHING_FREE, held)


def _taken_next(
    uow: UnitOfWork, principal: AgentPrincipal, board: Board, wanted: Wanted, lease_seconds: int
) -> Task | None:
    lost: list[tuple[UUID, int]] = []
    while candidates := handing_out.claimable_but(uow.db, principal, board, uow.now, wanted, lost, CANDIDATES):
        for task_id, version in candidates:
            if task := handing_out.hold_unchanged(uow.db, board, task_id, version):
                _take(uow, task, principal, lease_seconds)
                return task
        # Others were faster at all of them; behind these there may be more.
        lost += candidates
    return None


def _not_handed_out(uow: UnitOfWork, board: Board, principal: AgentPrincipal) -> Iterator[HeldTask]:
    """What an agent has and is not done with, each with the reason why it is not handed to it."""
    own = handing_out.own_unfinished(uow.db, principal, board, NAMED)
    waits_for = queries.dependencies(uow.db, [task.id for task in own]) if own else {}
    mover, board_rules = service.mover_of(uow, principal), queries.rules_of(board)
    for task in own:
        blocked_by = tuple(item.title for item in dependencies.open_ones(task, waits_for.get(task.id, [])))
        facts = Situation(
            TaskStatus(task.status),
            assigned_agent_id=principal.agent_id,
            blocked_by=blocked_by,
            approvals=queries.approvals_of(task),
            returns=task.returns,
            setbacks=task.setbacks,
        )
        code, reason = rules.why_not_handed_out(facts, board_rules, mover)
        yield HeldTask(id=task.id, title=task.title, status=facts.status, code=code, reason=reason)


def renew(
    uow: UnitOfWork, principal: Principal, board_id: UUID, task_id: UUID, body: TaskFence, lease_seconds: int
) -> Task:
    """Keep a task for another lease; raises NotTheHolder, StaleFence."""
    agent = cast(AgentPrincipal, principal)
    task = queries.get(uow.db, boards.get(uow.db, agent, board_id), task_id, lock=True)
    leases.require_fence(task, body.fence)
    if task.lease_agent_id != agent.agent_id:
        raise NotTheHolder("you do not hold this task")
    change = Change(task)
    leases.take_up(task, agent.agent_id, uow.now)
    change.finish(uow, agent.agent_id, stirs=False)
    uow.db.flush()
    leases.renew(uow.db, [agent.agent_id], uow.now, lease_seconds)
    uow.db.refresh(task)
    return task


def release(uow: UnitOfWork, principal: Principal, board_id: UUID, task_id: UUID, body: TaskRelease) -> Task:
    """Give a task back, or take it back from its holder: it returns to the inbox, unassigned, with the reason."""
    board = boards.get_for_change(uow.db, principal, board_id)
    task = queries.get(uow.db, board, task_id, lock=True)
    leases.require_fence(task, body.fence)
    if isinstance(principal, AgentPrincipal) and task.assigned_agent_id != principal.agent_id:
        raise NotTheHolder("you do not hold this task")
    if task.status != TaskStatus.IN_PROGRESS:
        raise MoveRefused(rules.NOT_IN_PROGRESS)
    words = (body.reason or "").strip()
    verb = "took it back" if isinstance(principal, UserPrincipal) else "gave it back"
    give_back(uow, task, changes.acting_agent(principal), f"{principal.name} {verb}" + (f": {words}" if words else ""))
    return task


def expire(uow: UnitOfWork) -> None:
    """Return the tasks of agents that have fallen silent to the inbox."""
    for task in queries.with_expired_lease(uow.db, uow.now - leases.LATE):
        holder = uow.db.get(Agent, task.lease_agent_id) if task.lease_agent_id else None
        give_back(uow, task, None, f"{holder.name if holder else 'Its agent'} did not call for {_lease_length(task)}")


def drop(uow: UnitOfWork, agent_id: UUID, reason: str) -> None:
    """An agent goes away: what it was working on returns to the inbox, the rest is nobody's."""
    for task in queries.held_by(uow.db, agent_id):
        if task.status == TaskStatus.IN_PROGRESS:
            give_back(uow, task, None, reason)
            continue
        change = Change(task)
        task.assigned_agent_id = None
        change.finish(uow, None)


def _is_held_by(task: Task, agent_id: UUID, now: datetime) -> bool:
    return task.lease_agent_id == agent_id and task.lease_expires_at is not None and task.lease_expires_at > now


def _require_free(uow: UnitOfWork, task: Task) -> None:
    holder = uow.db.get(Agent, task.assigned_agent_id) if task.assigned_agent_id else None
    if holder is None or holder.id == uow.actor.id:
        return
    expires = task.lease_expires_at
    raise AlreadyClaimed(
        {
            "message": f"{holder.name} has this task; take another",
            "code": AlreadyClaimed.code,
            "holder": {
                "agent_id": str(holder.id),
                "agent_name": holder.name,
                "expires_at": expires.isoformat().replace("+00:00", "Z") if expires else None,
            },
        }
    )


def _take(uow: UnitOfWork, task: Task, agent: AgentPrincipal, lease_seconds: int) -> None:
    """Give a locked task to an agent and start it, or have the agent go on with it."""
    change = Change(task)
    goes_on = _is_held_by(task, agent.agent_id, uow.now)
    # To be told again of what it has is no progress.
    stirs = not (goes_on and task.lease_claimed_at)
    if not goes_on:
        task.assigned_agent_id = agent.agent_id
        changes.put(task, TaskStatus.IN_PROGRESS, uow.now)
    leases.grant(task, agent.agent_id, uow.now, lease_seconds, taken=True)
    change.finish(uow, agent.agent_id, stirs=stirs)


def _why_none(board: Board, principal: AgentPrincipal) -> str | None:
    if principal.is_lead:
        return "A lead assigns work and does not take it"
    if board.only_lead_can_change_status:
        return "On this board only the lead agent and people move tasks"
    return None


def give_back(uow: UnitOfWork, task: Task, agent_id: UUID | None, reason: str) -> None:
    """Return a locked task to the inbox, where anybody may take it, with the reason."""
    change = Change(task)
    changes.put(task, TaskStatus.INBOX, uow.now)
    task.assigned_agent_id = None
    task.returns += 1
    task.status_reason = f"{reason}; returned to the inbox"
    change.finish(uow, agent_id, task.status_reason)


def _lease_length(task: Task) -> str:
    if task.lease_claimed_at is None or task.lease_expires_at is None:
        return "too long"
    seconds = int((task.lease_expires_at - task.lease_claimed_at).total_seconds())
    return f"{seconds // 60} minutes" if seconds >= 120 else f"{seconds} seconds"


def board_of(principal: AgentPrincipal, board_id: UUID | None) -> UUID:
    """The board that an agent looks for work on."""
    wanted = board_id or principal.board_id
    if wanted is None:
        raise Forbidden("board_id: a gateway's main agent names the board that it wants work of")
    return wanted
