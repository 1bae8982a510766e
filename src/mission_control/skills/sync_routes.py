"""Reading a pack's repository and applying it in one request: waits for the errand, and holds nothing meanwhile."""

import time
from uuid import UUID

from fastapi import Request

from mission_control.kernel.db.locks import again_after_lost_races
from mission_control.kernel.events.hub import Delivered
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.context import LONG_POLL_KEY, current_request
from mission_control.kernel.http.router import Backend, CurrentPrincipal, Edge, Router
from mission_control.kernel.security.principals import Principal
from mission_control.kernel.threads import in_thread
from mission_control.skills import queries, syncing
from mission_control.skills.errors import SkillPackUrlRefused, SyncFailed
from mission_control.skills.events import SyncApplied, SyncFailure, SyncReady
from mission_control.skills.models import OPEN, PackSync, SyncStatus
from mission_control.skills.schemas import SkillPackSyncResponse

router = Router(prefix="/api/v1/skills", tags=["skills"])
WAIT_SECONDS = 25.0
_ENDS = {SyncApplied.type, SyncFailure.type, SyncReady.type}


@router.declare(
    "POST",
    "/packs/{pack_id}/sync",
    access=Access(user=UserLevel.ADMIN),
    errors=(SkillPackUrlRefused, SyncFailed),
    response_model=SkillPackSyncResponse,
)
async def sync_skill_pack(
    request: Request, pack_id: UUID, who: CurrentPrincipal, backend: Edge
) -> SkillPackSyncResponse:
    """Read the repository and apply what it holds; one that takes longer than the request may goes on without it."""
    setattr(request.state, LONG_POLL_KEY, True)
    async with backend.hub.following() as position:
        asked = await in_thread(again_after_lost_races, lambda: _ask(backend, who, pack_id))
        await _until_it_ended(request, backend, position, asked)
    return _answer(await in_thread(_read, backend, who, pack_id, asked))


async def _until_it_ended(request: Request, backend: Backend, position: int, sync_id: UUID) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while (left := until - time.monotonic()) > 0 and not backend.hub.closed:
        if await request.is_disconnected():
            return
        events = await backend.hub.after(position, min(left, backend.settings.event_stream_ping_seconds))
        if any(_ends(item, sync_id) for item in events):
            return
        position = events[-1].seq if events else position


def _ends(item: Delivered, sync_id: UUID) -> bool:
    return item.event.type in _ENDS and item.event.payload.get("sync_id") == str(sync_id)


def _ask(backend: Backend, who: Principal, pack_id: UUID) -> UUID:
    request = current_request()
    with backend.database.write(who.ref, request.request_id if request else None) as uow:
        return syncing.ask(uow, who, pack_id, applies=True).id


def _read(backend: Backend, who: Principal, pack_id: UUID, sync_id: UUID) -> PackSync:
    with backend.database.read() as uow:
        return queries.sync(uow.db, queries.pack(uow.db, who, pack_id), sync_id)


def _answer(sync: PackSync) -> SkillPackSyncResponse:
    if sync.status == SyncStatus.FAILED:
        raise SyncFailed(sync.reason)
    return SkillPackSyncResponse(
        pack_id=sync.pack_id,
        synced=sync.found_count,
        created=sync.created_count,
        updated=sync.updated_count,
        vanished=sync.vanished_count,
        warnings=["sync still running", *sync.warnings] if sync.status in OPEN else sync.warnings,
        sync_id=sync.id,
        status=sync.status,
    )
