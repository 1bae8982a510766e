"""Templates as the API shows them: a constant number of statements, however many there are."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from mission_control.templates import queries, rules
from mission_control.templates.models import CatchUp, Overlap, TaskTemplate, TemplateRun
from mission_control.templates.schemas import TemplateRead, TemplateRunRead, TemplateScheduleRead

SAME_NAME = frozenset(TemplateRead.model_fields) - {"schedule", "last_run"}


def read_models(db: Session, templates: Sequence[TaskTemplate]) -> list[TemplateRead]:
    last = queries.last_runs(db, [template.id for template in templates]) if templates else {}
    return [_shown(template, last.get(template.id)) for template in templates]


def read_model(db: Session, template: TaskTemplate) -> TemplateRead:
    return read_models(db, [template])[0]


def schedule_of(template: TaskTemplate) -> rules.Schedule | None:
    return rules.Schedule(template.cron, template.time_zone or "UTC") if template.cron else None


def _shown(template: TaskTemplate, last: TemplateRun | None) -> TemplateRead:
    values = {name: getattr(template, name) for name in SAME_NAME}
    values["schedule"] = _schedule(template)
    values["last_run"] = TemplateRunRead.model_validate(last) if last else None
    return TemplateRead.model_validate(values)


def _schedule(template: TaskTemplate) -> TemplateScheduleRead | None:
    schedule = schedule_of(template)
    if schedule is None:
        return None
    return TemplateScheduleRead(
        cron=schedule.cron,
        time_zone=schedule.time_zone,
        catch_up=CatchUp(template.catch_up),
        overlap=Overlap(template.overlap),
        words=rules.in_words(schedule),
    )
