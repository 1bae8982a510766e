"""Deciding, reopening, undoing and expiring: each on the locked approval, its tasks locked before it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mission_control.approvals import queries, reading, rules
from mission_control.approvals.errors import ActedUpon, AlreadyDecided, NothingToUndo, PendingAlready, ReasonRequired
from mission_control.approvals.events import ApprovalApproved, ApprovalEvent, ApprovalRejected, ApprovalUpdated
from mission_control.approvals.finality import finality_of
from mission_control.approvals.models import Approval, ApprovalStatus
from mission_control.approvals.schemas import (
    ApprovalUpdate,
    DecisionItem,
    DecisionResult,
    Decisions,
    UndoState,
)
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.errors import ApiError, NotFound
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.tasks.api import Task, called, lock_for_approval, note_approval

EXPIRED_AT_ONCE = 50
PENDING = ApprovalStatus.PENDING


class Held:
    """Approvals under lock with their tasks."""

    def __init__(self, uow: UnitOfWork, approval_ids: Sequence[UUID]) -> None:
        self._links = queries.task_ids_of(uow.db, approval_ids)
        self._tasks = lock_for_approval(uow.db, {task_id for ids in self._links.values() for task_id in ids})
        found = (queries.hold(uow.db, approval_id) for approval_id in sorted(approval_ids))
        self.approvals = {approval.id: approval for approval in found if approval}

    def tasks_of(self, approval: Approval) -> list[Task]:
        ids = self._links.get(approval.id, ())
        return [self._tasks[task_id] for task_id in ids if task_id in self._tasks]


def update(
    uow: UnitOfWork, principal: UserPrincipal, board_id: UUID, approval_id: UUID, body: ApprovalUpdate
) -> Approval:
    """Decide an approval, or ask again; raises AlreadyDecided, PendingAlready, ActedUpon."""
    board, held, approval = _held(uow, principal, board_id, approval_id)
    require_version(uow, approval)
    if body.status is None or body.status == approval.status:
        return approval
    if body.status == PENDING:
        if approval.status == ApprovalStatus.APPROVED and (act := _act_after(uow, approval)):
            # What was refused may be asked again at any time; what was allowed, and done, stays so.
            raise ActedUpon(_acted(act))
        _require_not_final(uow, approval)
        reopen(uow, board, approval, held.tasks_of(approval))
    else:
        decide(uow, principal, approval, held.tasks_of(approval), ApprovalStatus(body.status), body.reason)
    return approval


def undo(uow: UnitOfWork, principal: UserPrincipal, board_id: UUID, approval_id: UUID) -> Approval:
    """Take a decision back; raises ActedUpon once an agent has acted on it."""
    board, held, approval = _held(uow, principal, board_id, approval_id)
    require_version(uow, approval)
    if approval.status == PENDING:
        raise NothingToUndo("this approval waits for a decision; there is none to take back")
    if act := _act_after(uow, approval):
        raise ActedUpon(_acted(act))
    _require_not_final(uow, approval)
    reopen(uow, board, approval, held.tasks_of(approval))
    return approval


def undo_state(uow: UnitOfWork, approval: Approval) -> UndoState:
    if approval.status == PENDING:
        return UndoState(allowed=False, reason="There is no decision yet")
    if act := _act_after(uow, approval):
        return UndoState(allowed=False, reason=_acted(act))
    final = finality_of(uow, approval)
    return UndoState(allowed=not (final and final.is_final), reason=final.words if final else None)


def _require_not_final(uow: UnitOfWork, approval: Approval) -> None:
    final = finality_of(uow, approval)
    if final and final.is_final:
        raise ActedUpon(final.words)


def decide_many(uow: UnitOfWork, principal: UserPrincipal, body: Decisions) -> list[DecisionResult]:
    """Make each decision by itself, over all boards that the caller may write on."""
    wanted = {item.approval_id for item in body.decisions}
    held = Held(uow, queries.of_tenant(uow.db, principal, wanted))
    results = []
    for item in body.decisions:
        try:
            approval = _decide_one(uow, principal, held, item)
        except ApiError as refused:
            results.append(_refused(item, refused))
        else:
            results.append(DecisionResult(approval_id=approval.id, ok=True, approval=None, code=None, message=None))
    uow.db.flush()
    made = reading.read_models(uow.db, queries.by_ids(uow.db, [result.approval_id for result in results if result.ok]))
    shown = {approval.id: approval for approval in made}
    return [result.model_copy(update={"approval": shown.get(result.approval_id)}) for result in results]


def expire(uow: UnitOfWork) -> None:
    """Reject what has waited for longer than its board allows, the longest first, a few at a time."""
    late = [approval.id for approval in queries.expired(uow.db, uow.now, EXPIRED_AT_ONCE)]
    held = Held(uow, late) if late else None
    for approval in held.approvals.values() if held else ():
        if held and approval.status == PENDING and approval.expires_at and approval.expires_at <= uow.now:
            waited = _in_words(uow.now - approval.updated_at)
            decide(
                uow, None, approval, held.tasks_of(approval), ApprovalStatus.REJECTED, f"Nobody decided for {waited}"
            )


def decide(
    uow: UnitOfWork,
    principal: UserPrincipal | None,
    approval: Approval,
    tasks: list[Task],
    status: ApprovalStatus,
    reason: str | None,
) -> None:
    """Record a decision on what is held; without a principal it is time that decides. Raises AlreadyDecided."""
    present = ApprovalStatus(approval.status)
    if present is status:
        return
    if rules.contradicts(present, status):
        who = approval.decided_by_name or "Nobody in time"
        raise AlreadyDecided(f"{who} has {present} it already; reopen it first to decide anew")
    record(uow, approval, tasks, status, reason, by=principal)


def record(
    uow: UnitOfWork,
    approval: Approval,
    tasks: list[Task],
    status: ApprovalStatus,
    reason: str | None,
    *,
    by: UserPrincipal | str | None,
) -> None:
    """Write a decision down, whatever there was before; by nobody means that the time was over."""
    approval.decided_by_user_id = by.user_id if isinstance(by, UserPrincipal) else None
    approval.decided_by_name = by.name if isinstance(by, UserPrincipal) else by
    approval.decision_reason = (reason or "").strip() or None
    _set(uow, approval, tasks, status, rules.refused(approval.decided_by_name, approval.decision_reason))
    approval.resolved_at = uow.now
    approval.expired = by is None
    event = decision_event(approval, tasks)
    approval.decision_event_id = event.id
    uow.emit(event)


def reopen(uow: UnitOfWork, board: Board, approval: Approval, tasks: list[Task]) -> None:
    """Ask again; raises PendingAlready."""
    require_none_pending(uow, [task.id for task in tasks], approval.id)
    before = {"status": approval.status, "decided_by": approval.decided_by_name}
    _set(uow, approval, tasks, PENDING)
    approval.resolved_at = approval.decided_by_user_id = approval.decided_by_name = None
    approval.decision_reason = approval.decision_event_id = None
    approval.expired = False
    approval.expires_at = expiry_of(board, uow.now)
    uow.emit(
        ApprovalUpdated(
            **place(approval, tasks),
            message=f"{subject(approval, tasks)} was reopened",
            before=before,
            after={"status": PENDING.value},
        )
    )


def require_none_pending(uow: UnitOfWork, task_ids: list[UUID], but: UUID | None = None) -> None:
    """Of a task, one approval at a time waits for a decision; the tasks are locked."""
    if not task_ids:
        return
    pending = queries.pending_for(uow.db, task_ids, but)
    if pending:
        conflicts = [{"task_id": str(key), "approval_id": str(pending[key])} for key in sorted(pending, key=str)]
        raise PendingAlready(
            {
                "message": "an approval of this task waits for a decision already; decide that one first",
                "code": PendingAlready.code,
                "conflicts": conflicts,
            }
        )


def expiry_of(board: Board, now: datetime) -> datetime | None:
    hours = board.approval_expires_after_hours
    return now + timedelta(hours=hours) if hours else None


def place(approval: Approval, tasks: list[Task]) -> dict[str, Any]:
    """What every event of an approval has."""
    return {
        "organization_id": approval.organization_id,
        "board_id": approval.board_id,
        "task_id": tasks[0].id if tasks else None,
        "agent_id": approval.agent_id,
        "approval_id": str(approval.id),
        "action_type": approval.action_type,
        "task_ids": [str(task.id) for task in tasks],
    }


def subject(approval: Approval, tasks: list[Task]) -> str:
    """`Approval of deploy for Write it`, as feeds name it."""
    name = f"Approval of {approval.action_type}" if approval.action_type else "Approval"
    more = f" and {len(tasks) - 1} more" if len(tasks) > 1 else ""
    return f"{name} for {called(tasks[0].title)}{more}" if tasks else name


def decision_event(approval: Approval, tasks: list[Task]) -> ApprovalEvent:
    words = f": {approval.decision_reason}" if approval.decision_reason else ""
    told = {**place(approval, tasks), "reason": approval.decision_reason}
    if approval.status == ApprovalStatus.APPROVED:
        return ApprovalApproved(**told, message=f"{subject(approval, tasks)} was approved{words}")
    verb = "expired" if approval.expired else "was rejected"
    return ApprovalRejected(
        **told,
        message=f"{subject(approval, tasks)} {verb}{words}",
        expired=approval.expired,
    )


def _held(uow: UnitOfWork, principal: UserPrincipal, board_id: UUID, approval_id: UUID) -> tuple[Board, Held, Approval]:
    board = boards.get_for_change(uow.db, principal, board_id)
    queries.get(uow.db, board, approval_id)
    held = Held(uow, [approval_id])
    approval = held.approvals.get(approval_id)
    if approval is None:
        raise NotFound
    return board, held, approval


def _decide_one(uow: UnitOfWork, principal: UserPrincipal, held: Held, item: DecisionItem) -> Approval:
    approval = held.approvals.get(item.approval_id)
    if approval is None:
        raise NotFound
    boards.get_for_change(uow.db, principal, approval.board_id)
    if item.status == "rejected" and not (item.reason or "").strip():
        raise ReasonRequired("reason: write why it is rejected; whoever asked goes on by it")
    decide(uow, principal, approval, held.tasks_of(approval), ApprovalStatus(item.status), item.reason)
    return approval


def _refused(item: DecisionItem, refused: ApiError) -> DecisionResult:
    return DecisionResult(
        approval_id=item.approval_id, ok=False, approval=None, code=refused.code, message=str(refused.detail)
    )


def _set(
    uow: UnitOfWork, approval: Approval, tasks: list[Task], status: ApprovalStatus, refused: str | None = None
) -> None:
    for task in tasks:
        note_approval(task, approval.status, status, refused)
    approval.status = status
    approval.version += 1
    approval.updated_at = uow.now
    approval.expires_at = None


def _act_after(uow: UnitOfWork, approval: Approval) -> EventRow | None:
    if approval.decision_event_id is None:
        return None
    task_ids = queries.task_ids_of(uow.db, [approval.id]).get(approval.id, [])
    return queries.first_act_after(uow.db, approval.decision_event_id, task_ids, approval.agent_id)


def _acted(act: EventRow) -> str:
    return (
        f"{act.actor_name or 'An agent'} has acted on it at {act.created_at:%Y-%m-%d %H:%M} UTC ({act.message}); "
        "it cannot be taken back"
    )


def _in_words(span: timedelta) -> str:
    hours = round(span.total_seconds() / 3600)
    return "an hour" if hours <= 1 else f"{hours} hours"
