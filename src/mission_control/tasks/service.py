"""Use cases of tasks besides moving and claiming: making, reading, commenting, deleting."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.custom_fields import api as custom_fields
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events import log
from mission_control.kernel.http.pagination import Found, Window, page_of
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import AgentKind, AgentPrincipal, Principal, UserPrincipal
from mission_control.organizations.api import Member
from mission_control.tags import api as tags
from mission_control.tasks import changes, dependencies, history, leases, queries, reading, rules
from mission_control.tasks.cards import TaskFilter
from mission_control.tasks.errors import (
    AssigneeElsewhere,
    LeadMayNotBeAssigned,
    LeadMayNotComment,
    MoveRefused,
    UnknownAssignee,
    UnknownCreator,
    UnknownStatus,
)
from mission_control.tasks.events import TaskCreated, TaskDeleted
from mission_control.tasks.models import Task, TaskComment, TaskStatus
from mission_control.tasks.rules import Move, Mover, MoverKind, Situation
from mission_control.tasks.schemas import TaskCommentCreate, TaskCreate, TaskRead
from mission_control.tasks.wording import called

STATUSES = frozenset(status.value for status in TaskStatus)


def listed(
    uow: UnitOfWork,
    principal: Principal,
    board_id: UUID,
    wanted: TaskFilter,
    window: Window,
) -> Found[TaskRead]:
    """Raises UnknownStatus."""
    board = boards.get(uow.db, principal, board_id)
    return reading.page(uow.db, board, wanted, _statuses(wanted.status), window)


def get(uow: UnitOfWork, principal: Principal, board_id: UUID, task_id: UUID) -> Task:
    return queries.get(uow.db, boards.get(uow.db, principal, board_id), task_id)


@dataclass(frozen=True, slots=True)
class Origin:
    """The template that a task is made from."""

    template_id: UUID
    name: str


def create(uow: UnitOfWork, principal: Principal, board_id: UUID, body: TaskCreate, lease_seconds: int) -> Task:
    """Make a task. One that starts further than the inbox obeys the board's rules as a move would."""
    return _make(uow, principal, boards.get_for_change(uow.db, principal, board_id), body, lease_seconds)


def create_from_template(
    uow: UnitOfWork, principal: Principal | None, board: Board, body: TaskCreate, origin: Origin
) -> Task:
    """Make a task in the inbox, for someone who may, or for nobody in particular: then the product makes it."""
    return _make(uow, principal, board, body, 0, origin)


def _make(
    uow: UnitOfWork,
    principal: Principal | None,
    board: Board,
    body: TaskCreate,
    lease_seconds: int,
    origin: Origin | None = None,
) -> Task:
    agent_id = changes.acting_agent(principal)
    task = Task(
        organization_id=board.organization_id,
        board_id=board.id,
        title=body.title,
        description=body.description,
        status=TaskStatus.INBOX,
        priority=body.priority,
        due_at=body.due_at,
        created_by_user_id=_creator(uow, principal, body),
        created_by_agent_id=agent_id,
        template_id=origin.template_id if origin else None,
        template_name=origin.name if origin else None,
        comments_count=0,
        stirred_at=uow.now,
        returns=0,
        setbacks=0,
        fence=0,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    if body.assigned_agent_id:
        task.assigned_agent_id = assignee(uow, board, body.assigned_agent_id, principal).id
    uow.db.add(task)
    uow.db.flush()
    if body.depends_on_task_ids:
        dependencies.set_for_new(uow, board, task, body.depends_on_task_ids)
    tags.put_on(uow, task.id, tags.require(uow, board.organization_id, body.tag_ids))
    _start_where_wanted(uow, principal, board, task, body, lease_seconds)
    custom_fields.write_new(uow, board.id, task.id, body.custom_field_values)
    history.made(uow, task)
    uow.emit(_created(task, agent_id, origin))
    return task


def _created(task: Task, agent_id: UUID | None, origin: Origin | None) -> TaskCreated:
    how = f"from the template {origin.name}" if origin else "by the lead" if agent_id else ""
    return TaskCreated(
        **changes.place(task, agent_id),
        message=f"{called(task.title)} was created {how}".rstrip(),
        status=task.status,
        template_id=origin.template_id if origin else None,
    )


def delete(uow: UnitOfWork, principal: Principal, board_id: UUID, task_id: UUID) -> None:
    """Delete a task with all that was said about it; those who waited for it are told."""
    board = boards.get_for_change(uow.db, principal, board_id)
    task = queries.get(uow.db, board, task_id, lock=True)
    require_version(uow, task)
    agent_id = changes.acting_agent(principal)
    dependencies.forget(uow, task, agent_id)
    log.forget_words_of_task(uow.db, task.id)
    uow.emit(
        TaskDeleted(**changes.place(task, agent_id), message=f"{called(task.title)} was deleted", title=task.title)
    )
    uow.db.delete(task)


def comments(
    uow: UnitOfWork, principal: Principal, board_id: UUID, task_id: UUID, window: Window
) -> Found[TaskComment]:
    task = get(uow, principal, board_id, task_id)
    return page_of(uow.db, queries.comments(task.id), window)


def comment(
    uow: UnitOfWork, principal: Principal, board_id: UUID, task_id: UUID, body: TaskCommentCreate
) -> TaskComment:
    """Say something about a task. A lead does so in review, when it was called, or on tasks of its own making."""
    board = boards.get_for_change(uow.db, principal, board_id)
    task = queries.get(uow.db, board, task_id, lock=True)
    leases.require_fence(task, body.fence)
    if isinstance(principal, AgentPrincipal):
        changes.refuse_echo(uow, task)
    if isinstance(principal, AgentPrincipal) and principal.kind is AgentKind.LEAD:
        may = task.status == TaskStatus.REVIEW or task.created_by_agent_id == principal.agent_id
        if not may and not queries.lead_was_called(uow.db, task.id):
            raise LeadMayNotComment(
                "a lead comments on tasks in review, on those it has made, and where it was called with @lead"
            )
    return changes.say(uow, principal, task, body.message)


# --- what moving and claiming ask for too


def mover_of(uow: UnitOfWork, principal: Principal) -> Mover:
    if isinstance(principal, UserPrincipal):
        return Mover(MoverKind.USER)
    kind = MoverKind.LEAD if principal.kind is AgentKind.LEAD else MoverKind.WORKER
    paused = agents.why_paused(uow.db, agents.own(uow, principal)) if principal.is_paused else None
    return Mover(kind, principal.agent_id, paused)


def situation(uow: UnitOfWork, task: Task, blocked_by: tuple[str, ...]) -> Situation:
    """What the rules need to know of a task."""
    holder = uow.db.get(Agent, task.assigned_agent_id) if task.assigned_agent_id else None
    since = task.in_progress_at or task.previous_in_progress_at
    commented = bool(
        task.assigned_agent_id and since and queries.has_commented_since(uow.db, task.id, task.assigned_agent_id, since)
    )
    return Situation(
        status=TaskStatus(task.status),
        assigned_agent_id=task.assigned_agent_id,
        assignee=holder.name if holder else None,
        blocked_by=blocked_by,
        approvals=queries.approvals_of(task),
        work_is_commented=commented,
        returns=task.returns,
        setbacks=task.setbacks,
    )


def assignee(uow: UnitOfWork, board: Board, agent_id: UUID, by: Principal | None) -> Agent:
    """The agent that a task may be assigned to; raises UnknownAssignee, AssigneeElsewhere, LeadMayNotBeAssigned."""
    agent = uow.db.get(Agent, agent_id)
    if agent is None or agent.organization_id != board.organization_id:
        raise UnknownAssignee("assigned_agent_id: no such agent")
    if agent.is_board_lead and isinstance(by, AgentPrincipal):
        raise LeadMayNotBeAssigned("a lead assigns work to workers, not to a lead")
    if agent.board_id is not None and agent.board_id != board.id:
        raise AssigneeElsewhere("assigned_agent_id: this agent works on another board")
    return agent


def _start_where_wanted(
    uow: UnitOfWork, principal: Principal | None, board: Board, task: Task, body: TaskCreate, lease_seconds: int
) -> None:
    waits_for = dependencies.open_ones(task, dependencies.of(uow, task)) if body.depends_on_task_ids else []
    starts = body.status is not TaskStatus.INBOX
    if waits_for and (starts or body.assigned_agent_id):
        refusal = rules.blocked(tuple(item.title for item in waits_for))
        raise MoveRefused(refusal, tuple(item.depends_on for item in waits_for))
    if not starts:
        return
    facts = situation(uow, task, ())
    # Whoever makes a task may have it begin anywhere, unless nothing is to begin.
    maker = Mover(MoverKind.USER, paused=mover_of(uow, principal).paused if principal else None)
    refusal_or_none = rules.why_not_move(Move(body.status), facts, queries.rules_of(board), maker)
    if refusal_or_none:
        raise MoveRefused(refusal_or_none)
    changes.put(task, body.status, uow.now)
    if task.status == TaskStatus.IN_PROGRESS and task.assigned_agent_id:
        leases.grant(task, task.assigned_agent_id, uow.now, lease_seconds, taken=False)


def _creator(uow: UnitOfWork, principal: Principal | None, body: TaskCreate) -> UUID | None:
    if body.created_by_user_id is None:
        return principal.user_id if isinstance(principal, UserPrincipal) else None
    if principal is None:
        return body.created_by_user_id
    member = select(Member.id).where(
        Member.user_id == body.created_by_user_id, Member.organization_id == principal.organization_id
    )
    if uow.db.scalar(member) is None:
        raise UnknownCreator("created_by_user_id: no such member")
    return body.created_by_user_id


def _statuses(text: str | None) -> list[TaskStatus]:
    names = [part.strip() for part in (text or "").split(",") if part.strip()]
    if unknown := [name for name in names if name not in STATUSES]:
        raise UnknownStatus(f"status: {', '.join(unknown)[:200]} is none of {', '.join(TaskStatus)}")
    return [TaskStatus(name) for name in names]
