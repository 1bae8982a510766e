"""Templates of tasks. People keep them; agents of the board may read them."""

from uuid import UUID

from mission_control.custom_fields.api import VALUE_ERRORS
from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.tags.api import UnknownTags
from mission_control.tasks.api import TaskRead
from mission_control.tasks.api import read_model as read_task
from mission_control.templates import reading, service
from mission_control.templates.errors import ScheduleRefused, UnknownPlaceholder
from mission_control.templates.schemas import (
    SchedulePreview,
    ScheduleTimes,
    TemplateCreate,
    TemplateRead,
    TemplateRunRead,
    TemplateUpdate,
)

router = Router(prefix="/api/v1/boards/{board_id}/templates", tags=["templates"])
READER = Access(user=UserLevel.USER, agent=ANY_AGENT, board="read")
PEOPLE_WHO_READ = Access(user=UserLevel.USER, board="read")
PEOPLE = Access(user=UserLevel.USER, board="write")
REFUSALS = (ScheduleRefused, UnknownPlaceholder, UnknownTags, *VALUE_ERRORS)


@router.declare("GET", "", access=READER)
def list_templates(board_id: UUID, window: Paged, who: CurrentPrincipal, uow: Read) -> Page[TemplateRead]:
    """Templates of a board, newest first, with what came of their last runs."""
    found = service.listed(uow, who, board_id, window)
    return Page[TemplateRead].of(found.shown_as(reading.read_models(uow.db, found.rows)))


@router.declare("POST", "", access=PEOPLE, errors=REFUSALS)
def create_template(board_id: UUID, body: TemplateCreate, who: CurrentPrincipal, uow: Write) -> TemplateRead:
    """Make a template; with a schedule, tasks are made from it from then on."""
    return reading.read_model(uow.db, service.create(uow, who, board_id, body))


@router.declare("POST", "/preview", access=PEOPLE_WHO_READ, errors=(ScheduleRefused,))
def preview_schedule(board_id: UUID, body: ScheduleTimes, who: CurrentPrincipal, uow: Read) -> SchedulePreview:
    """What a schedule means: in words, and its next five times. Nothing is kept."""
    return service.preview(uow, who, board_id, body)


@router.declare("GET", "/{template_id}", access=READER)
def get_template(board_id: UUID, template_id: UUID, who: CurrentPrincipal, uow: Read) -> TemplateRead:
    """One template."""
    return reading.read_model(uow.db, service.get(uow, who, board_id, template_id))


@router.declare("PATCH", "/{template_id}", access=PEOPLE, errors=(StaleVersion, *REFUSALS))
def update_template(
    board_id: UUID, template_id: UUID, body: TemplateUpdate, who: CurrentPrincipal, uow: Write
) -> TemplateRead:
    """Change, pause or resume a template. Runs that were due while it was paused are not made up for."""
    return reading.read_model(uow.db, service.update(uow, who, board_id, template_id, body))


@router.declare("DELETE", "/{template_id}", access=PEOPLE, errors=(StaleVersion,))
def delete_template(board_id: UUID, template_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete a template with its schedule; the tasks made from it stay."""
    service.delete(uow, who, board_id, template_id)
    return OkResponse()


@router.declare("POST", "/{template_id}/tasks", access=PEOPLE, errors=VALUE_ERRORS)
def create_task_from_template(board_id: UUID, template_id: UUID, who: CurrentPrincipal, uow: Write) -> TaskRead:
    """Make a task from a template now, whatever its schedule and its open tasks."""
    return read_task(uow.db, service.make_task(uow, who, board_id, template_id))


@router.declare("GET", "/{template_id}/runs", access=READER)
def list_template_runs(
    board_id: UUID, template_id: UUID, window: Paged, who: CurrentPrincipal, uow: Read
) -> Page[TemplateRunRead]:
    """What came of the last hundred due times, newest first."""
    return Page[TemplateRunRead].of(service.runs(uow, who, board_id, template_id, window))
