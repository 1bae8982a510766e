"""An organization as a file, for its owners."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from fastapi import Response
from fastapi.responses import StreamingResponse

from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.errors import Unavailable
from mission_control.kernel.http.router import Backend, CurrentPrincipal, Edge, Router
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.kernel.threads import in_thread
from mission_control.moving import exporting
from mission_control.moving.report import MoveFailed

router = Router(prefix="/api/v1/organizations/me", tags=["organizations"])
OWNER_IN_PERSON = Access(user=UserLevel.OWNER, in_person=True)
MEDIA_TYPE = "application/gzip"
CHUNK = 256 * 1024
_turn = threading.Lock()
"""One at a time in a process: each takes room on the disk until it has been sent."""


@router.declare(
    "GET",
    "/export",
    access=OWNER_IN_PERSON,
    errors=(Unavailable,),
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The archive.",
            "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def export_organization(who: CurrentPrincipal, backend: Edge) -> Response:
    """All of the active organization as a file that `mission-control import` reads; without secrets."""
    file, size = await in_thread(_exported, backend, cast(UserPrincipal, who))
    headers = {
        "content-disposition": 'attachment; filename="organization.tar.gz"',
        "content-length": str(size),
        "cache-control": "no-store",
    }
    return StreamingResponse(_pieces(file), media_type=MEDIA_TYPE, headers=headers)


def _exported(backend: Backend, who: UserPrincipal) -> tuple[IO[bytes], int]:
    """The archive, which has no name any more: whatever ends this process, nothing of it stays."""
    if not _turn.acquire(blocking=False):
        raise Unavailable("another organization is being exported; try again in a minute")
    folder = Path(tempfile.mkdtemp(prefix=".exporting-", dir=backend.settings.data_dir))
    try:
        file = folder / "organization.tar.gz"
        with backend.database.read() as uow:
            environment = environment_of(uow.db)
        exporting.export(backend.database.engine, environment, who.organization_id, file)
        with backend.database.write(who.ref) as uow:
            exporting.note(uow, who.organization_id, with_secrets=False)
        return file.open("rb"), file.stat().st_size
    except MoveFailed as error:
        raise Unavailable(str(error)) from None
    finally:
        shutil.rmtree(folder)
        _turn.release()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
