"""Packs of skills and the catalogue of them, for administrators."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import TypeAdapter

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.cursors import MAX_OFFSET
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.pagination import ALL, Page, Paged, Window, page_of
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.http.text import PlainText
from mission_control.skills import pinning, queries, reading, service, syncing
from mission_control.skills.errors import (
    SkillInstalled,
    SkillOfPack,
    SkillPackUrlRefused,
    SkillPackUrlTaken,
    SkillUrlRefused,
    SyncNotReady,
)
from mission_control.skills.schemas import (
    MarketplaceSkillCardRead,
    MarketplaceSkillCreate,
    MarketplaceSkillDetail,
    MarketplaceSkillRead,
    SkillPackCreate,
    SkillPackRead,
    SkillPackSyncCreate,
    SkillPackSyncDetail,
    SkillPackSyncRead,
)

router = Router(prefix="/api/v1/skills", tags=["skills"])
ADMIN = Access(user=UserLevel.ADMIN)
_CARDS = TypeAdapter(list[MarketplaceSkillCardRead])

# --- the catalogue


@router.declare("GET", "/marketplace", access=ADMIN, response_model=list[MarketplaceSkillCardRead])
def list_marketplace_skills(
    who: CurrentPrincipal,
    uow: Read,
    gateway_id: Annotated[UUID | None, Query(description="Tell what is installed on this gateway.")] = None,
    search: PlainText | None = None,
    category: Annotated[PlainText | None, Query(description="`uncategorized`: those without one.")] = None,
    risk: Annotated[PlainText | None, Query(description="`uncategorized`: those without one.")] = None,
    pack_id: UUID | None = None,
    limit: Annotated[int | None, Query(ge=1, le=200, description="Left out: all.")] = None,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The catalogue, newest first; how many there are in all is told in `X-Total-Count`."""
    if gateway_id:
        queries.require_gateway(uow.db, who, gateway_id)
    if pack_id:
        queries.pack(uow.db, who, pack_id)
    wanted = queries.narrowed(queries.skills(who), search, category, risk, pack_id)
    found = page_of(uow.db, wanted, Window(limit or ALL, min(offset, MAX_OFFSET)))
    told = {"X-Total-Count": str(found.total), "X-Limit": str(limit or len(found.rows)), "X-Offset": str(offset)}
    cards = reading.cards(uow.db, found.rows, gateway_id)
    return Response(_CARDS.dump_json(cards), headers=told, media_type="application/json")


@router.declare("POST", "/marketplace", access=ADMIN, errors=(SkillUrlRefused,))
def create_marketplace_skill(body: MarketplaceSkillCreate, who: CurrentPrincipal, uow: Write) -> MarketplaceSkillRead:
    """Add a single skill by its address, and have it read; one that is there already is renamed."""
    return reading.skill(service.create_skill(uow, who, body))


@router.declare("GET", "/marketplace/{skill_id}", access=ADMIN)
def get_marketplace_skill(skill_id: UUID, who: CurrentPrincipal, uow: Read) -> MarketplaceSkillDetail:
    """One skill with its instructions, as they were in the commit that it was read from."""
    return reading.skill_detail(queries.skill(uow.db, who, skill_id))


@router.declare("POST", "/marketplace/{skill_id}/read", access=ADMIN, status_code=202, errors=(SkillOfPack,))
def read_marketplace_skill(skill_id: UUID, who: CurrentPrincipal, uow: Write) -> MarketplaceSkillRead:
    """Have a skill that was added by its address read, also anew; it stays in the commit that is found."""
    return reading.skill(pinning.ask(uow, who, skill_id))


@router.declare("DELETE", "/marketplace/{skill_id}", access=ADMIN, errors=(SkillInstalled,))
def delete_marketplace_skill(skill_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Take a skill out of the catalogue; one of a pack comes back when that is read again."""
    service.delete_skill(uow, who, skill_id)
    return OkResponse()


# --- packs


@router.declare("GET", "/packs", access=ADMIN)
def list_skill_packs(who: CurrentPrincipal, uow: Read) -> list[SkillPackRead]:
    """All packs, newest first, each with the newest reading of its repository."""
    return reading.packs(uow.db, uow.db.scalars(queries.packs(who)).all())


@router.declare("POST", "/packs", access=ADMIN, errors=(SkillPackUrlRefused, SkillPackUrlTaken))
def create_skill_pack(body: SkillPackCreate, who: CurrentPrincipal, uow: Write) -> SkillPackRead:
    """Add a repository with skills; of one that is there already, what is given is changed. Nothing is read yet."""
    return reading.packs(uow.db, [service.create_pack(uow, who, body)])[0]


@router.declare("GET", "/packs/{pack_id}", access=ADMIN)
def get_skill_pack(pack_id: UUID, who: CurrentPrincipal, uow: Read) -> SkillPackRead:
    """One pack."""
    return reading.packs(uow.db, [queries.pack(uow.db, who, pack_id)])[0]


@router.declare(
    "PATCH", "/packs/{pack_id}", access=ADMIN, errors=(SkillPackUrlRefused, SkillPackUrlTaken, StaleVersion)
)
def update_skill_pack(pack_id: UUID, body: SkillPackCreate, who: CurrentPrincipal, uow: Write) -> SkillPackRead:
    """Change a pack; what is left out stays as it is."""
    return reading.packs(uow.db, [service.update_pack(uow, who, pack_id, body)])[0]


@router.declare("DELETE", "/packs/{pack_id}", access=ADMIN, errors=(StaleVersion,))
def delete_skill_pack(
    pack_id: UUID,
    who: CurrentPrincipal,
    uow: Write,
    skills: Annotated[Literal["keep", "delete"], Query(description="What becomes of its skills.")] = "keep",
) -> OkResponse:
    """Delete a pack; its skills stay in the catalogue unless they are to go with it."""
    service.delete_pack(uow, who, pack_id, with_skills=skills == "delete")
    return OkResponse()


# --- readings of a pack's repository


@router.declare("GET", "/packs/{pack_id}/syncs", access=ADMIN)
def list_skill_pack_syncs(pack_id: UUID, window: Paged, who: CurrentPrincipal, uow: Read) -> Page[SkillPackSyncRead]:
    """How the repository was read, newest first; the last ten are remembered."""
    return Page[SkillPackSyncRead].of(page_of(uow.db, queries.syncs(queries.pack(uow.db, who, pack_id)), window))


@router.declare("POST", "/packs/{pack_id}/syncs", access=ADMIN, status_code=202, errors=(SkillPackUrlRefused,))
def create_skill_pack_sync(
    pack_id: UUID, body: SkillPackSyncCreate, who: CurrentPrincipal, uow: Write
) -> SkillPackSyncRead:
    """Have the repository read, to look at what would change; a reading that is under way is joined."""
    return SkillPackSyncRead.model_validate(syncing.ask(uow, who, pack_id, applies=body.apply))


@router.declare("GET", "/packs/{pack_id}/syncs/{sync_id}", access=ADMIN)
def get_skill_pack_sync(pack_id: UUID, sync_id: UUID, who: CurrentPrincipal, uow: Read) -> SkillPackSyncDetail:
    """One reading, and while it is ready what applying it would do to each skill."""
    pack = queries.pack(uow.db, who, pack_id)
    return reading.sync_detail(uow, pack, queries.sync(uow.db, pack, sync_id))


@router.declare("POST", "/packs/{pack_id}/syncs/{sync_id}/apply", access=ADMIN, errors=(SyncNotReady,))
def apply_skill_pack_sync(pack_id: UUID, sync_id: UUID, who: CurrentPrincipal, uow: Write) -> SkillPackSyncRead:
    """Make the catalogue what this reading has found."""
    return SkillPackSyncRead.model_validate(syncing.apply(uow, who, pack_id, sync_id))
