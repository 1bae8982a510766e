"""Definitions of custom fields."""

from uuid import UUID

from mission_control.custom_fields import service
from mission_control.custom_fields.schemas import (
    TaskCustomFieldDefinitionCreate,
    TaskCustomFieldDefinitionRead,
    TaskCustomFieldDefinitionUpdate,
)
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write

router = Router(prefix="/api/v1/organizations/me/custom-fields", tags=["custom-fields"])
MEMBER = Access(user=UserLevel.MEMBER)
ADMIN = Access(user=UserLevel.ADMIN)


@router.declare("GET", "", access=MEMBER)
def list_org_custom_fields(who: CurrentPrincipal, uow: Read) -> list[TaskCustomFieldDefinitionRead]:
    """Custom fields of the active organization, by label, with the boards whose tasks have them."""
    return service.listed(uow, who)


@router.declare("POST", "", access=ADMIN, errors=(service.FieldKeyTaken,))
def create_org_custom_field(
    body: TaskCustomFieldDefinitionCreate, who: CurrentPrincipal, uow: Write
) -> TaskCustomFieldDefinitionRead:
    """Add a field to the tasks of some boards."""
    return service.create(uow, who, body)


@router.declare("PATCH", "/{task_custom_field_definition_id}", access=ADMIN)
def update_org_custom_field(
    task_custom_field_definition_id: UUID,
    body: TaskCustomFieldDefinitionUpdate,
    who: CurrentPrincipal,
    uow: Write,
) -> TaskCustomFieldDefinitionRead:
    """Change a field; values that tasks have already are not checked again."""
    return service.update(uow, who, task_custom_field_definition_id, body)


@router.declare("DELETE", "/{task_custom_field_definition_id}", access=ADMIN, errors=(service.FieldHasValues,))
def delete_org_custom_field(task_custom_field_definition_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete a field that no task has a value of."""
    service.delete(uow, who, task_custom_field_definition_id)
    return OkResponse()
