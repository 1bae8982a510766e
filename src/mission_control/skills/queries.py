"""Every SELECT of skills and packs; all start from an organization."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session, undefer

from mission_control.gateways.api import Gateway
from mission_control.kernel.db.locks import locked
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import Principal
from mission_control.skills import rules
from mission_control.skills.models import OPEN, PackSync, Skill, SkillPack, SyncStatus

# --- packs


def packs(principal: Principal) -> Select[SkillPack]:
    """Newest first."""
    visible = select(SkillPack).where(SkillPack.organization_id == principal.organization_id)
    return visible.order_by(SkillPack.created_at.desc(), SkillPack.id)


def pack(db: Session, principal: Principal, pack_id: UUID, *, lock: bool = False) -> SkillPack:
    """Raises NotFound for a pack of another organization too."""
    found = locked(db, SkillPack, pack_id) if lock else db.get(SkillPack, pack_id)
    if found is None or found.organization_id != principal.organization_id:
        raise NotFound("Skill pack not found")
    return found


def pack_at(db: Session, organization_id: UUID, url: str) -> SkillPack | None:
    here = SkillPack.organization_id == organization_id
    return db.scalar(select(SkillPack).where(here, SkillPack.source_url == url).with_for_update(key_share=True))


def skill_counts(db: Session, pack_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many skills of each pack its repository still has."""
    counted = select(Skill.pack_id, func.count()).where(Skill.pack_id.in_(pack_ids), Skill.vanished_at.is_(None))
    return {key: count for key, count in db.execute(counted.group_by(Skill.pack_id)) if key}


# --- readings


def latest_syncs(db: Session, pack_ids: Collection[UUID]) -> dict[UUID, PackSync]:
    """The newest reading of each pack."""
    newest = func.row_number().over(
        partition_by=PackSync.pack_id, order_by=(PackSync.created_at.desc(), PackSync.id.desc())
    )
    ranked = select(PackSync.id, newest.label("rank")).where(PackSync.pack_id.in_(pack_ids)).subquery()
    found = select(PackSync).join(ranked, ranked.c.id == PackSync.id).where(ranked.c.rank == 1)
    return {sync.pack_id: sync for sync in db.scalars(found)}


def syncs(pack: SkillPack) -> Select[PackSync]:
    """Newest first."""
    return select(PackSync).where(PackSync.pack_id == pack.id).order_by(PackSync.created_at.desc(), PackSync.id.desc())


def sync(db: Session, pack: SkillPack, sync_id: UUID, *, lock: bool = False) -> PackSync:
    """With what it found; raises NotFound for one of another pack too."""
    wanted = select(PackSync).where(PackSync.id == sync_id, PackSync.pack_id == pack.id)
    found = db.scalar((wanted.with_for_update(key_share=True) if lock else wanted).options(undefer(PackSync.found)))
    if found is None:
        raise NotFound
    return found


def open_sync(db: Session, pack: SkillPack) -> PackSync | None:
    """The reading that is under way."""
    return db.scalar(syncs(pack).where(PackSync.status.in_(OPEN)).limit(1))


def supersede(db: Session, pack: SkillPack, but: PackSync) -> None:
    """Nobody needs to look at earlier readings any more."""
    earlier = update(PackSync).where(
        PackSync.pack_id == pack.id, PackSync.id != but.id, PackSync.status == SyncStatus.READY
    )
    db.execute(earlier.values(status=SyncStatus.SUPERSEDED, reason="a later reading took its place", found=[]))


def beyond(db: Session, pack: SkillPack, kept: int) -> Sequence[PackSync]:
    """Readings that are over and older than the newest ones."""
    return db.scalars(syncs(pack).where(PackSync.status.not_in(OPEN)).offset(kept)).all()


# --- skills


def skills(principal: Principal) -> Select[Skill]:
    """Newest first."""
    visible = select(Skill).where(Skill.organization_id == principal.organization_id)
    return visible.order_by(Skill.created_at.desc(), Skill.id)


def narrowed(
    wanted: Select[Skill], search: str | None, category: str | None, risk: str | None, pack_id: UUID | None
) -> Select[Skill]:
    """Those that match all that is given; texts are compared without case."""
    if search and search.strip():
        texts = (Skill.name, Skill.description, Skill.category, Skill.risk, Skill.source)
        wanted = wanted.where(or_(*(text.icontains(search.strip(), autoescape=True) for text in texts)))
    for column, value in ((Skill.category, category), (Skill.risk, risk)):
        word = (value or "").strip().lower()
        if word == rules.UNCATEGORIZED:
            wanted = wanted.where(func.trim(func.coalesce(column, "")) == "")
        elif word:
            wanted = wanted.where(func.lower(func.trim(column)) == word)
    return wanted.where(Skill.pack_id == pack_id) if pack_id else wanted


def skill(db: Session, principal: Principal, skill_id: UUID, *, lock: bool = False) -> Skill:
    """Raises NotFound for a skill of another organization too."""
    found = locked(db, Skill, skill_id) if lock else db.get(Skill, skill_id, options=[undefer(Skill.content)])
    if found is None or found.organization_id != principal.organization_id:
        raise NotFound("Marketplace skill not found")
    return found


def skill_at(db: Session, organization_id: UUID, url: str) -> Skill | None:
    here = Skill.organization_id == organization_id
    return db.scalar(select(Skill).where(here, Skill.source_url == url).with_for_update(key_share=True))


def at_or_of(db: Session, pack: SkillPack, urls: Collection[str], *, lock: bool = False) -> dict[str, Skill]:
    """Skills at these addresses, and all of the pack, by address; with their instructions."""
    concerned = or_(Skill.pack_id == pack.id, Skill.source_url.in_(urls))
    found = select(Skill).where(Skill.organization_id == pack.organization_id, concerned).order_by(Skill.id)
    rows = db.scalars((found.with_for_update(key_share=True) if lock else found).options(undefer(Skill.content)))
    return {row.source_url: row for row in rows}


def require_gateway(db: Session, principal: Principal, gateway_id: UUID) -> Gateway:
    """Raises NotFound for a gateway of another organization too."""
    gateway = db.get(Gateway, gateway_id)
    if gateway is None or gateway.organization_id != principal.organization_id:
        raise NotFound("Gateway not found")
    return gateway


def of_pack(db: Session, pack: SkillPack) -> Sequence[Skill]:
    """Every skill of a pack, also those that its repository has no longer."""
    return db.scalars(select(Skill).where(Skill.pack_id == pack.id)).all()
