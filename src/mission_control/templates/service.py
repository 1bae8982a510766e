"""Use cases of templates: keeping them, and making a task from one by hand."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from mission_control.boards import api as boards
from mission_control.custom_fields import api as custom_fields
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.pagination import Found, Window, page_of
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import Principal
from mission_control.tags import api as tags
from mission_control.tasks import api as tasks
from mission_control.tasks.api import Task
from mission_control.templates import making, queries, reading, rules
from mission_control.templates.errors import ScheduleRefused, UnknownPlaceholder
from mission_control.templates.events import TemplateCreated, TemplateDeleted, TemplateUpdated
from mission_control.templates.models import CatchUp, Overlap, RunOutcome, TaskTemplate, TemplateRun
from mission_control.templates.schemas import (
    SchedulePreview,
    ScheduleTimes,
    TemplateCreate,
    TemplateUpdate,
    columns_of,
)

PREVIEWED_RUNS = 5
TIMING = frozenset({"cron", "time_zone", "paused"})
CHECKED = TIMING | {"title", "assigned_agent_id", "tag_ids", "custom_field_values"}


def listed(uow: UnitOfWork, principal: Principal, board_id: UUID, window: Window) -> Found[TaskTemplate]:
    return page_of(uow.db, queries.of_board(boards.get(uow.db, principal, board_id)), window)


def get(uow: UnitOfWork, principal: Principal, board_id: UUID, template_id: UUID) -> TaskTemplate:
    return queries.get(uow.db, boards.get(uow.db, principal, board_id), template_id)


def runs(
    uow: UnitOfWork, principal: Principal, board_id: UUID, template_id: UUID, window: Window
) -> Found[TemplateRun]:
    return page_of(uow.db, queries.runs(get(uow, principal, board_id, template_id)), window)


def preview(uow: UnitOfWork, principal: Principal, board_id: UUID, body: ScheduleTimes) -> SchedulePreview:
    """What a schedule would mean; raises ScheduleRefused."""
    boards.get(uow.db, principal, board_id)
    schedule = _checked(uow, rules.Schedule(body.cron, body.time_zone))
    return SchedulePreview(words=rules.in_words(schedule), next_runs=rules.upcoming(schedule, uow.now, PREVIEWED_RUNS))


def create(uow: UnitOfWork, principal: Principal, board_id: UUID, body: TemplateCreate) -> TaskTemplate:
    board = boards.get_for_change(uow.db, principal, board_id)
    values = {"cron": None, "time_zone": None, "catch_up": CatchUp.ONE, "overlap": Overlap.SKIP}
    template = TaskTemplate(
        organization_id=board.organization_id,
        board_id=board.id,
        **(values | columns_of(body.model_dump())),
        created_count=0,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    _check(uow, principal, board, template, CHECKED)
    template.next_run_at = _next_run(uow, template)
    uow.db.add(template)
    uow.db.flush()
    uow.emit(TemplateCreated(**making.place(template), message=f"Template {template.name} was created"))
    return template


def update(
    uow: UnitOfWork, principal: Principal, board_id: UUID, template_id: UUID, body: TemplateUpdate
) -> TaskTemplate:
    """Change a template. A change of its times or of its pause decides anew when it runs next."""
    board = boards.get_for_change(uow.db, principal, board_id)
    template = queries.get(uow.db, board, template_id, lock=True)
    require_version(uow, template)
    wanted = columns_of(body.model_dump(exclude_unset=True))
    changes = {name: value for name, value in wanted.items() if getattr(template, name) != value}
    if not changes:
        return template
    before: dict[str, Any] = {name: getattr(template, name) for name in changes}
    for name, value in changes.items():
        setattr(template, name, value)
    _check(uow, principal, board, template, changes.keys())
    if TIMING & changes.keys():
        template.next_run_at = _next_run(uow, template)
    template.failing_since = template.failure = None
    template.version += 1
    template.updated_at = uow.now
    uow.emit(TemplateUpdated(**making.place(template), message=_told(template, changes), before=before, after=changes))
    return template


def delete(uow: UnitOfWork, principal: Principal, board_id: UUID, template_id: UUID) -> None:
    """Delete a template with its runs; the tasks made from it stay."""
    board = boards.get_for_change(uow.db, principal, board_id)
    template = queries.get(uow.db, board, template_id, lock=True)
    require_version(uow, template)
    uow.emit(TemplateDeleted(**making.place(template), message=f"Template {template.name} was deleted"))
    tasks.forget_template(uow.db, template.id)
    uow.db.delete(template)


def make_task(uow: UnitOfWork, principal: Principal, board_id: UUID, template_id: UUID) -> Task:
    """Make a task now, whatever the schedule says: someone asks for it."""
    board = boards.get_for_change(uow.db, principal, board_id)
    template = queries.get(uow.db, board, template_id, lock=True)
    task = making.make(uow, principal, board, template, uow.now)
    making.record(uow, template, uow.now, RunOutcome.CREATED, f"Made by {principal.name}", task, scheduled=False)
    return task


def _told(template: TaskTemplate, changes: Collection[str]) -> str:
    if set(changes) == {"paused"}:
        return f"Template {template.name} was {'paused' if template.paused else 'resumed'}"
    return f"Template {template.name}: {', '.join(sorted(changes))} changed"


def _check(
    uow: UnitOfWork, principal: Principal, board: boards.Board, template: TaskTemplate, changed: Collection[str]
) -> None:
    """Refuse what no run could make a task of. What is at fault already must not hinder a pause."""
    unknown = rules.unknown_placeholders(template.title)
    if unknown and "title" in changed:
        known = ", ".join(f"{{{name}}}" for name in rules.PLACEHOLDERS)
        raise UnknownPlaceholder(f"title: {{{unknown[0][:50]}}} is none of {known}")
    schedule = reading.schedule_of(template)
    if schedule and TIMING & set(changed):
        _checked(uow, schedule)
    if template.assigned_agent_id and "assigned_agent_id" in changed:
        tasks.assignee(uow, board, template.assigned_agent_id, principal)
    if "tag_ids" in changed:
        tags.require(uow, board.organization_id, [UUID(tag_id) for tag_id in template.tag_ids])
    if "custom_field_values" in changed:
        custom_fields.require_fit(uow, board.id, template.custom_field_values)


def _checked(uow: UnitOfWork, schedule: rules.Schedule) -> rules.Schedule:
    if flaw := rules.flaw_of(schedule, uow.now):
        raise ScheduleRefused(flaw)
    return schedule


def _next_run(uow: UnitOfWork, template: TaskTemplate) -> Any:
    schedule = reading.schedule_of(template)
    return rules.next_after(schedule, uow.now) if schedule and not template.paused else None
