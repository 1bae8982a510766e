"""Runs that are due. A run, its task, their events and the next due time are one transaction: killed at any point, a
server leaves all of it or nothing, and whoever looks next begins again."""

from datetime import datetime

from sqlalchemy.exc import DBAPIError

from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import ApiError
from mission_control.kernel.logging import get_logger
from mission_control.tasks import api as tasks
from mission_control.templates import making, queries, reading, rules
from mission_control.templates.events import TemplateRunFailed, TemplateRunSkipped
from mission_control.templates.models import CatchUp, Overlap, RunOutcome, TaskTemplate

logger = get_logger(__name__)

BATCH = 50
"""Templates for one look: a short transaction; what is over is due at the next."""


def fire_due(uow: UnitOfWork) -> None:
    for template in queries.hold_due(uow.db, uow.now, BATCH):
        _fire(uow, template)


def _fire(uow: UnitOfWork, template: TaskTemplate) -> None:
    schedule = reading.schedule_of(template)
    first, template.next_run_at = template.next_run_at, None
    if schedule is None or first is None:
        return
    due = rules.due_runs(schedule, CatchUp(template.catch_up), first, uow.now)
    template.next_run_at = rules.next_after(schedule, uow.now)
    if due.left_out and due.reason:
        _skip(uow, template, due.left_out, due.reason)
    for moment in due.runs:
        _run(uow, template, moment)


def _run(uow: UnitOfWork, template: TaskTemplate, due: datetime) -> None:
    still_open = queries.open_task(uow.db, template.id) if template.overlap == Overlap.SKIP else None
    if still_open is not None:
        _skip(uow, template, due, f"“{still_open}” is not done yet")
        return
    board = uow.db.get_one(Board, template.board_id)
    try:
        with uow.savepoint():
            task = making.make(uow, None, board, template, due)
    except ApiError as error:
        _fail(uow, template, due, _words(error))
    except DBAPIError:
        # The transaction as a whole is at fault; it is tried again at the next look.
        raise
    except Exception:
        # One template must not hold up all the others.
        logger.exception("templates.run_failed", template=str(template.id))
        _fail(uow, template, due, "An internal error; the server's log says more")
    else:
        making.record(uow, template, due, RunOutcome.CREATED, None, task)


def _skip(uow: UnitOfWork, template: TaskTemplate, due: datetime, reason: str) -> None:
    making.record(uow, template, due, RunOutcome.SKIPPED, reason)
    message = f"Template {template.name}: a run was skipped. {reason}"
    uow.emit(TemplateRunSkipped(**making.place(template), message=message, due_at=due.isoformat(), reason=reason))


def _fail(uow: UnitOfWork, template: TaskTemplate, due: datetime, reason: str) -> None:
    template.failing_since = template.failing_since or uow.now
    template.failure = reason
    making.record(uow, template, due, RunOutcome.FAILED, reason)
    message = f"Template {template.name}: a run failed. {reason}"
    uow.emit(TemplateRunFailed(**making.place(template), message=message, due_at=due.isoformat(), reason=reason))


def _words(error: ApiError) -> str:
    if isinstance(error, tasks.UnknownAssignee):
        return "The agent that its tasks are assigned to is gone"
    if isinstance(error, tasks.AssigneeElsewhere):
        return "The agent that its tasks are assigned to works on another board"
    detail = error.detail
    return detail if isinstance(detail, str) else str(detail.get("message", error.code))
