"""Tags."""

from uuid import UUID

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.tags import service
from mission_control.tags.schemas import TagCreate, TagRead, TagUpdate

router = Router(prefix="/api/v1/tags", tags=["tags"])
MEMBER = Access(user=UserLevel.MEMBER)
ADMIN = Access(user=UserLevel.ADMIN)


@router.declare("GET", "", access=MEMBER)
def list_tags(window: Paged, who: CurrentPrincipal, uow: Read) -> Page[TagRead]:
    """Tags of the active organization, by name, with how many tasks carry each."""
    return Page[TagRead].of(service.listed(uow, who, window))


@router.declare("POST", "", access=ADMIN, errors=(service.TagSlugTaken,))
def create_tag(body: TagCreate, who: CurrentPrincipal, uow: Write) -> TagRead:
    """Make a tag."""
    return service.create(uow, who, body)


@router.declare("GET", "/{tag_id}", access=MEMBER)
def get_tag(tag_id: UUID, who: CurrentPrincipal, uow: Read) -> TagRead:
    """One tag with how many tasks carry it."""
    return service.read(uow, who, tag_id)


@router.declare("PATCH", "/{tag_id}", access=ADMIN, errors=(service.TagSlugTaken,))
def update_tag(tag_id: UUID, body: TagUpdate, who: CurrentPrincipal, uow: Write) -> TagRead:
    """Rename or recolour a tag, wherever it is shown."""
    return service.update(uow, who, tag_id, body)


@router.declare("DELETE", "/{tag_id}", access=ADMIN)
def delete_tag(tag_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete a tag and take it off all tasks."""
    service.delete(uow, who, tag_id)
    return OkResponse()
