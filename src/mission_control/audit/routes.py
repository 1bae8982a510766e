"""The audit log of an organization, for its administrators."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse

from mission_control.audit import exporting, finding, reading, verifying
from mission_control.audit.exporting import Format
from mission_control.audit.finding import Bounds
from mission_control.audit.queries import Filters, Scope
from mission_control.audit.schemas import ActorKind, AuditPage, AuditVerification
from mission_control.boards.api import Moment
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Edge, Read, Router
from mission_control.kernel.http.text import Storable
from mission_control.kernel.security.principals import UserPrincipal

router = Router(prefix="/api/v1/audit", tags=["audit"])
ADMIN = Access(user=UserLevel.ADMIN)
MOST = 200
LARGEST = 2**63 - 1

Word = Annotated[str | None, Query(max_length=200), Storable]
Position = Annotated[int | None, Query(ge=0, le=LARGEST)]


# A coroutine: the framework would start a thread for a plain function.
async def _asked(
    actor_kind: ActorKind | None = None,
    actor_id: UUID | None = None,
    event_type: Annotated[
        str | None,
        Query(max_length=200, description="A type, `task.created`, or with a dot at its end all of a kind, `task.`."),
        Storable,
    ] = None,
    entity_id: Annotated[UUID | None, Query(description="Of whatever the event tells of.")] = None,
    board_id: UUID | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
    request_id: Word = None,
    address: Word = None,
    text: Annotated[str | None, Query(max_length=200, description="Part of the message."), Storable] = None,
) -> Filters:
    return Filters(actor_kind, actor_id, event_type, entity_id, board_id, since, until, request_id, address, text)


Asked = Annotated[Filters, Depends(_asked)]


@router.declare("GET", "", access=ADMIN)
def list_audit_events(
    asked: Asked,
    who: CurrentPrincipal,
    uow: Read,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    before: Position = None,
    after: Annotated[int | None, Query(ge=0, le=LARGEST, description="Only events after this position.")] = None,
) -> AuditPage:
    """Every change in the organization with who made it, from where and in which request, newest first.

    Of boards, those that the caller may read. A page may be empty and yet not the last: each looks at a bounded part.
    """
    part = finding.page(uow.db, Scope.of(cast(UserPrincipal, who)), asked, Bounds(after, before), limit)
    items = reading.shown(uow.db, part.events)
    return AuditPage(items=items, next_before=part.next_before, searched_until=part.searched_until)


@router.declare(
    "GET",
    "/export",
    access=ADMIN,
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The file, as it is read.",
            "content": {form.media_type.partition(";")[0]: {"schema": {"type": "string"}} for form in Format},
        }
    },
)
async def export_audit_log(
    asked: Asked,
    who: CurrentPrincipal,
    backend: Edge,
    form: Annotated[Format, Query(alias="format")] = Format.JSONL,
) -> Response:
    """All events that fit, oldest first, as CSV or JSON Lines; changes and details are JSON in both."""
    lines = exporting.export(backend.database, Scope.of(cast(UserPrincipal, who)), asked, form)
    headers = {"content-disposition": f'attachment; filename="audit.{form}"', "cache-control": "no-store"}
    return StreamingResponse(lines, media_type=form.media_type, headers=headers)


@router.declare("GET", "/verify", access=ADMIN)
def verify_audit_log(
    who: CurrentPrincipal,
    uow: Read,
    after: Annotated[int | None, Query(ge=0, le=2**31 - 1, description="`next_after` of the piece before.")] = None,
) -> AuditVerification:
    """Hold the log against its seals, a bounded piece at a time, and say where it was changed."""
    return reading.verification(verifying.verify(uow.db, who.organization_id, after))
