"""Making a task from a template, and writing down what came of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mission_control.boards.api import Board
from mission_control.custom_fields import api as custom_fields
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import Principal
from mission_control.tags import api as tags
from mission_control.tasks import api as tasks
from mission_control.tasks.api import Origin, Task, TaskCreate
from mission_control.templates import queries, rules
from mission_control.templates.models import RunOutcome, TaskTemplate, TemplateRun


def place(template: TaskTemplate) -> dict[str, Any]:
    """What every event of a template has."""
    return {
        "organization_id": template.organization_id,
        "board_id": template.board_id,
        "template_id": str(template.id),
        "name": template.name,
    }


def make(uow: UnitOfWork, principal: Principal | None, board: Board, template: TaskTemplate, due: datetime) -> Task:
    """Make the task of one run; raises what making any task raises."""
    minutes = template.due_after_minutes
    tag_ids = [UUID(tag_id) for tag_id in template.tag_ids]
    body = TaskCreate(
        title=rules.rendered(template.title, due, template.time_zone, template.created_count + 1),
        description=template.description,
        priority=template.priority,
        assigned_agent_id=template.assigned_agent_id,
        due_at=due + timedelta(minutes=minutes) if minutes else None,
        tag_ids=tags.remaining(uow, board.organization_id, tag_ids),
        custom_field_values=custom_fields.remaining(uow, board.id, template.custom_field_values),
    )
    task = tasks.create_from_template(uow, principal, board, body, Origin(template.id, template.name))
    template.created_count += 1
    template.failing_since = template.failure = None
    return task


def record(
    uow: UnitOfWork,
    template: TaskTemplate,
    due: datetime,
    outcome: RunOutcome,
    reason: str | None,
    task: Task | None = None,
    *,
    scheduled: bool = True,
) -> None:
    uow.db.add(
        TemplateRun(
            template_id=template.id,
            due_at=due,
            scheduled=scheduled,
            outcome=outcome,
            reason=reason,
            task_id=task.id if task else None,
            created_at=uow.now,
        )
    )
    uow.db.flush()
    queries.drop_old_runs(uow.db, template)
