"""Use cases of approvals besides deciding them: asking, reading, and what follows when a task goes."""

from uuid import UUID, uuid4

from mission_control.agents.api import Agent
from mission_control.approvals import deciding, queries, reading
from mission_control.approvals.errors import AgentsOnlyAsk, AsksInCircles, UnknownAgent, UnknownTasks
from mission_control.approvals.events import ApprovalCreated, ApprovalDeleted, ApprovalUpdated
from mission_control.approvals.models import Approval, ApprovalStatus, ApprovalTaskLink
from mission_control.approvals.queries import ApprovalFilter
from mission_control.approvals.schemas import ApprovalCreate, ApprovalDetail, ApprovalRead
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.pagination import Found, Window, page_of_rows
from mission_control.kernel.security.principals import AgentPrincipal, Principal
from mission_control.tasks.api import Task, goes_in_circles, lock_for_approval, note_approval

PENDING = ApprovalStatus.PENDING


def listed(uow: UnitOfWork, principal: Principal, wanted: ApprovalFilter, window: Window) -> Found[ApprovalRead]:
    """Approvals of all boards that the principal may read, newest first."""
    found = page_of_rows(uow.db, queries.visible_to(principal).where(*wanted.conditions()), window)
    return found.shown_as(reading.read_models(uow.db, found.rows))


def listed_on_board(
    uow: UnitOfWork, principal: Principal, board_id: UUID, wanted: ApprovalFilter, window: Window
) -> Found[ApprovalRead]:
    board = boards.get(uow.db, principal, board_id)
    found = page_of_rows(uow.db, queries.of_board(board.id).where(*wanted.conditions()), window)
    return found.shown_as(reading.read_models(uow.db, found.rows))


def detail(uow: UnitOfWork, principal: Principal, board_id: UUID, approval_id: UUID) -> ApprovalDetail:
    approval = queries.get(uow.db, boards.get(uow.db, principal, board_id), approval_id)
    return reading.detail(uow.db, approval, deciding.undo_state(uow, approval))


def create(uow: UnitOfWork, principal: Principal, board_id: UUID, body: ApprovalCreate) -> Approval:
    """Ask for a decision; raises AgentsOnlyAsk, UnknownTasks, UnknownAgent, PendingAlready, AsksInCircles."""
    board = boards.get_for_change(uow.db, principal, board_id)
    if isinstance(principal, AgentPrincipal) and body.status != PENDING:
        raise AgentsOnlyAsk("agents ask for approvals; a person decides them: leave the status out")
    agent_id = _agent(uow, principal, board, body)
    tasks = _tasks(uow, board, body.all_task_ids)
    if isinstance(principal, AgentPrincipal) and (vain := next(filter(goes_in_circles, tasks), None)):
        raise AsksInCircles(
            f"what was asked for “{vain.title}” was refused {vain.setbacks} times, its review counted in; "
            "wait until a person has changed or moved it"
        )
    if body.status == PENDING:
        deciding.require_none_pending(uow, [task.id for task in tasks])
    approval = _made(uow, principal, board, body, agent_id)
    uow.db.add(approval)
    uow.db.flush()
    for position, task in enumerate(tasks):
        uow.db.add(ApprovalTaskLink(approval_id=approval.id, task_id=task.id, position=position))
        note_approval(task, None, approval.status)
    event = ApprovalCreated(
        **deciding.place(approval, tasks),
        message=_told(approval, tasks),
        status=approval.status,
    )
    if approval.status != PENDING:
        approval.decision_event_id = event.id
    uow.emit(event)
    uow.db.flush()
    return approval


def forget_task(uow: UnitOfWork, task_id: UUID) -> None:
    """A task goes away: an approval of it alone goes too, others are about what is left. The task is locked."""
    approvals = {approval.id: approval for approval in queries.of_task(uow.db, task_id)}
    for approval_id in sorted(approvals):
        approval = queries.hold(uow.db, approval_id)
        link = queries.link_of(uow.db, approval_id, task_id)
        if approval is None or link is None:
            continue
        tasks = _present(uow, queries.task_ids_of(uow.db, [approval_id])[approval_id])
        left = [task for task in tasks if task.id != task_id]
        uow.db.delete(link)
        if left:
            _tell_of_fewer(uow, approval, tasks, left)
        else:
            told = deciding.place(approval, tasks)
            words = f"{deciding.subject(approval, tasks)} went with its task"
            uow.emit(ApprovalDeleted(**told, message=words))
            uow.db.delete(approval)
    uow.db.flush()


def _tell_of_fewer(uow: UnitOfWork, approval: Approval, tasks: list[Task], left: list[Task]) -> None:
    approval.version += 1
    approval.updated_at = uow.now
    uow.emit(
        ApprovalUpdated(
            **deciding.place(approval, left),
            message=f"{deciding.subject(approval, left)}: one of its tasks was deleted",
            before={"task_ids": [str(task.id) for task in tasks]},
            after={"task_ids": [str(task.id) for task in left]},
        )
    )


def _present(uow: UnitOfWork, task_ids: list[UUID]) -> list[Task]:
    found = (uow.db.get(Task, task_id) for task_id in task_ids)
    return [task for task in found if task]


def _agent(uow: UnitOfWork, principal: Principal, board: Board, body: ApprovalCreate) -> UUID | None:
    if isinstance(principal, AgentPrincipal):
        return principal.agent_id
    if body.agent_id is None:
        return None
    agent = uow.db.get(Agent, body.agent_id)
    if agent is None or agent.board_id != board.id:
        raise UnknownAgent("agent_id: no such agent on this board")
    return agent.id


def _tasks(uow: UnitOfWork, board: Board, task_ids: list[UUID]) -> list[Task]:
    """The tasks, locked, in the order given."""
    held = lock_for_approval(uow.db, task_ids)
    missing = [key for key in task_ids if key not in held or held[key].board_id != board.id]
    if missing:
        raise UnknownTasks(
            {
                "message": "no such tasks on this board",
                "code": UnknownTasks.code,
                "missing_task_ids": [str(task_id) for task_id in missing],
            }
        )
    return [held[task_id] for task_id in task_ids]


def _made(uow: UnitOfWork, principal: Principal, board: Board, body: ApprovalCreate, agent_id: UUID | None) -> Approval:
    decided = body.status != PENDING
    user_id = None if isinstance(principal, AgentPrincipal) else principal.user_id
    return Approval(
        id=uuid4(),
        organization_id=board.organization_id,
        board_id=board.id,
        agent_id=agent_id,
        action_type=body.action_type,
        payload=body.payload,
        confidence=body.confidence,
        rubric_scores=body.rubric_scores,
        status=body.status,
        requested_by_kind="agent" if isinstance(principal, AgentPrincipal) else "user",
        requested_by_name=principal.name,
        decided_by_user_id=user_id if decided else None,
        decided_by_name=principal.name if decided else None,
        expires_at=None if decided else deciding.expiry_of(board, uow.now),
        expired=False,
        resolved_at=uow.now if decided else None,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )


def _told(approval: Approval, tasks: list[Task]) -> str:
    about = deciding.subject(approval, tasks)
    return f"{about} was asked for" if approval.status == PENDING else f"{about} was recorded as {approval.status}"
