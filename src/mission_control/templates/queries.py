"""Every SELECT of templates. Callers have checked that the principal may see the board; all start from it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, select, tuple_
from sqlalchemy.orm import Session

from mission_control.boards.api import Board
from mission_control.boards.api import visible_to as visible_boards
from mission_control.kernel.db.locks import locked
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import Principal
from mission_control.tasks.api import Task, TaskStatus
from mission_control.templates.models import TaskTemplate, TemplateRun

KEPT_RUNS = 100
"""Of each template; older ones are dropped as new ones come."""


def of_board(board: Board) -> Select[TaskTemplate]:
    templates = select(TaskTemplate).where(TaskTemplate.board_id == board.id)
    return templates.order_by(TaskTemplate.created_at.desc(), TaskTemplate.id)


def get(db: Session, board: Board, template_id: UUID, *, lock: bool = False) -> TaskTemplate:
    """Raises NotFound for a template of another board too."""
    template = locked(db, TaskTemplate, template_id) if lock else db.get(TaskTemplate, template_id)
    if template is None or template.board_id != board.id:
        raise NotFound
    return template


def failing(db: Session, principal: Principal, limit: int) -> Sequence[Row[TaskTemplate, str]]:
    """(template, board name) of those whose runs fail, on the boards that the principal may read."""
    boards = visible_boards(principal).with_only_columns(Board.id)
    failing = select(TaskTemplate, Board.name).join(Board, Board.id == TaskTemplate.board_id)
    failing = failing.where(TaskTemplate.board_id.in_(boards), TaskTemplate.failing_since.is_not(None))
    return db.execute(failing.order_by(TaskTemplate.failing_since, TaskTemplate.id).limit(limit)).all()


def hold_due(db: Session, now: datetime, limit: int) -> Sequence[TaskTemplate]:
    """Templates that are due, locked; those that another process is at are left to it, and paused boards wait."""
    paused = select(Board.id).where(Board.is_paused)
    due = select(TaskTemplate).where(TaskTemplate.next_run_at <= now, TaskTemplate.board_id.not_in(paused))
    due = due.order_by(TaskTemplate.next_run_at)
    return db.scalars(due.limit(limit).with_for_update(skip_locked=True, key_share=True)).all()


def open_task(db: Session, template_id: UUID) -> str | None:
    """The title of a task of the template that is not done."""
    still_open = select(Task.title).where(Task.template_id == template_id, Task.status != TaskStatus.DONE)
    return db.scalar(still_open.order_by(Task.created_at.desc()).limit(1))


def runs(template: TaskTemplate) -> Select[TemplateRun]:
    runs = select(TemplateRun).where(TemplateRun.template_id == template.id)
    return runs.order_by(TemplateRun.due_at.desc(), TemplateRun.id)


def last_runs(db: Session, template_ids: Collection[UUID]) -> dict[UUID, TemplateRun]:
    newest = (
        select(TemplateRun.template_id, func.max(TemplateRun.due_at))
        .where(TemplateRun.template_id.in_(template_ids))
        .group_by(TemplateRun.template_id)
    )
    found = db.scalars(select(TemplateRun).where(tuple_(TemplateRun.template_id, TemplateRun.due_at).in_(newest)))
    return {run.template_id: run for run in found}


def drop_old_runs(db: Session, template: TaskTemplate) -> None:
    oldest_kept = db.scalar(runs(template).with_only_columns(TemplateRun.due_at).offset(KEPT_RUNS - 1).limit(1))
    if oldest_kept is not None:
        db.execute(delete(TemplateRun).where(TemplateRun.template_id == template.id, TemplateRun.due_at < oldest_kept))
