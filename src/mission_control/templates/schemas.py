"""Wire shapes of templates."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from mission_control.kernel.http.text import JsonFields, LongText, RequiredName, Storable
from mission_control.kernel.schema import Schema
from mission_control.tasks.api import Priority, References
from mission_control.templates.models import CatchUp, Overlap, RunOutcome
from mission_control.templates.rules import MAX_CATCH_UP, PLACEHOLDERS

MAX_DUE_AFTER_MINUTES = 60 * 24 * 366
MAY_BE_NULL = frozenset({"description", "assigned_agent_id", "due_after_minutes", "schedule"})
TITLE_HELP = (
    f"May hold {', '.join('{' + name + '}' for name in PLACEHOLDERS)}: of the run, in the schedule's time zone."
)
VALUES_HELP = "Replaced as a whole. What is not in it has the default of the field."
DUE_HELP = f"Minutes from the run until the task is due, up to {MAX_DUE_AFTER_MINUTES}."


def _storable_minutes(value: int) -> int:
    if not 1 <= value <= MAX_DUE_AFTER_MINUTES:
        raise ValueError(f"write a number of minutes from 1 to {MAX_DUE_AFTER_MINUTES}")
    return value


CronLine = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), Storable]
ZoneName = Annotated[str, StringConstraints(max_length=100, strip_whitespace=True), Storable]
DueAfter = Annotated[int, AfterValidator(_storable_minutes)]


class ScheduleTimes(Schema):
    """When a template is due."""

    cron: CronLine = Field(description="Minute, hour, day of month, month, day of week; for example `0 9 * * 1-5`.")
    time_zone: ZoneName = Field("UTC", description="The IANA zone in whose wall time the line is read.")


class TemplateSchedule(ScheduleTimes):
    """When tasks are made, and what becomes of runs that do not fit."""

    catch_up: CatchUp = Field(
        CatchUp.ONE,
        description="Runs missed while no server was running, or the board was paused: none, one for all of them, "
        f"or each of them (the last {MAX_CATCH_UP}).",
    )
    overlap: Overlap = Field(Overlap.SKIP, description="Whether a run is skipped while a task of the template is open.")


class TemplateCreate(Schema):
    name: RequiredName
    title: RequiredName = Field(description=TITLE_HELP)
    description: LongText | None = None
    priority: Priority = "medium"
    assigned_agent_id: UUID | None = None
    due_after_minutes: DueAfter | None = Field(None, description=DUE_HELP)
    tag_ids: References = Field(default_factory=list)
    custom_field_values: JsonFields = Field(default_factory=dict, description=VALUES_HELP)
    schedule: TemplateSchedule | None = Field(None, description="Without one, tasks are made by hand alone.")
    paused: bool = False


class TemplateUpdate(Schema):
    """Fields left out stay as they are; a schedule is replaced as a whole."""

    name: RequiredName | None = None
    title: RequiredName | None = Field(None, description=TITLE_HELP)
    description: LongText | None = None
    priority: Priority | None = None
    assigned_agent_id: UUID | None = None
    due_after_minutes: DueAfter | None = Field(None, description=DUE_HELP)
    tag_ids: References | None = None
    custom_field_values: JsonFields | None = Field(None, description=VALUES_HELP)
    schedule: TemplateSchedule | None = None
    paused: bool | None = None

    @model_validator(mode="after")
    def _null_only_where_it_means_something(self) -> Self:
        empty = sorted(
            name for name in self.model_fields_set if name not in MAY_BE_NULL and getattr(self, name) is None
        )
        if empty:
            raise ValueError(f"cannot be null: {', '.join(empty)}")
        return self


class TemplateRunRead(Schema):
    """What came of one due time."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    template_id: UUID
    due_at: datetime
    scheduled: bool = Field(description="False when someone made the task by hand.")
    outcome: RunOutcome
    reason: str | None
    task_id: UUID | None = Field(description="The task that was made; null when there is none, or not any more.")
    created_at: datetime


class TemplateScheduleRead(TemplateSchedule):
    words: str = Field(description="The cron line in words.")


class TemplateRead(Schema):
    id: UUID
    board_id: UUID
    name: str
    title: str
    description: str | None
    priority: str
    assigned_agent_id: UUID | None
    due_after_minutes: int | None
    tag_ids: list[UUID]
    custom_field_values: dict[str, Any]
    schedule: TemplateScheduleRead | None
    paused: bool
    next_run_at: datetime | None = Field(description="Null without a schedule and while paused.")
    last_run: TemplateRunRead | None
    created_count: int = Field(description="Tasks made so far.")
    failing_since: datetime | None
    failure: str | None = Field(description="Why runs fail, until one succeeds or the template is changed.")
    version: int
    created_at: datetime
    updated_at: datetime


class SchedulePreview(Schema):
    """What a schedule means."""

    words: str
    next_runs: list[datetime]


def columns_of(values: dict[str, Any]) -> dict[str, Any]:
    """The fields of a body as columns of a template."""
    if "tag_ids" in values:
        values["tag_ids"] = [str(tag_id) for tag_id in values["tag_ids"]]
    if "schedule" not in values:
        return values
    schedule = values.pop("schedule")
    return values | (schedule or {"cron": None, "time_zone": None})
