"""Rows of skills and packs as they are shown."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.kernel.db.session import UnitOfWork
from mission_control.skills import pinning, queries, rules, syncing
from mission_control.skills.installs import Installed, installs_of
from mission_control.skills.models import PackSync, ReadStatus, Skill, SkillPack, SyncStatus
from mission_control.skills.schemas import (
    MarketplaceSkillCardRead,
    MarketplaceSkillDetail,
    MarketplaceSkillRead,
    SkillChange,
    SkillPackRead,
    SkillPackSyncDetail,
    SkillPackSyncRead,
)


def packs(db: Session, rows: Sequence[SkillPack]) -> list[SkillPackRead]:
    ids = [pack.id for pack in rows]
    counts, latest = queries.skill_counts(db, ids), queries.latest_syncs(db, ids)
    return [_pack(pack, counts.get(pack.id, 0), latest.get(pack.id)) for pack in rows]


def _pack(pack: SkillPack, skill_count: int, latest: PackSync | None) -> SkillPackRead:
    return SkillPackRead(
        id=pack.id,
        organization_id=pack.organization_id,
        name=pack.name,
        description=pack.description,
        source_url=pack.source_url,
        branch=pack.branch,
        metadata=pack.details,
        skill_count=skill_count,
        commit_id=pack.commit_id,
        synced_at=pack.synced_at,
        latest_sync=SkillPackSyncRead.model_validate(latest) if latest else None,
        version=pack.version,
        created_at=pack.created_at,
        updated_at=pack.updated_at,
    )


def sync_detail(uow: UnitOfWork, pack: SkillPack, sync: PackSync) -> SkillPackSyncDetail:
    planned = syncing.changes(uow, pack, sync) if sync.status == SyncStatus.READY else []
    shown = SkillPackSyncRead.model_validate(sync).model_dump()
    return SkillPackSyncDetail(**shown, changes=[_change(change) for change in planned])


def _change(change: syncing.Change) -> SkillChange:
    present, found = change.present, change.found
    return SkillChange(
        kind=change.kind,
        skill_id=present.id if present else None,
        name=found["name"] if found else present.name if present else "",
        source_url=found["source_url"] if found else present.source_url if present else "",
        fields=change.fields,
        before=present.content if present else None,
        after=found["content"] if found else None,
    )


def skill(row: Skill) -> MarketplaceSkillRead:
    return MarketplaceSkillRead(
        id=row.id,
        organization_id=row.organization_id,
        name=row.name,
        description=row.description,
        category=row.category,
        risk=row.risk,
        source=row.source,
        source_url=row.source_url,
        metadata=row.details,
        pack_id=row.pack_id,
        commit_id=row.commit_id,
        pinned_url=pinned_url(row),
        vanished_at=row.vanished_at,
        read_status=ReadStatus(row.read_status),
        read_reason=pinning.why_not_read(row),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def cards(db: Session, rows: Sequence[Skill], gateway_id: UUID | None) -> list[MarketplaceSkillCardRead]:
    """With whether each is on this gateway, or, where none is named, on any."""
    installs = installs_of(db, [row.id for row in rows])
    return [_card(row, [it for it in installs.get(row.id, []) if gateway_id in {None, it.gateway_id}]) for row in rows]


def _card(row: Skill, installs: Sequence[Installed]) -> MarketplaceSkillCardRead:
    shown = skill(row).model_dump()
    # The contract's cards tell the address in this field too.
    shown["source"] = row.source_url or row.source
    since = [it.since for it in installs if it.since]
    waits = any(it.needs_approval for it in installs)
    return MarketplaceSkillCardRead(
        **shown, installed=bool(since), installed_at=min(since, default=None), needs_approval=waits
    )


def skill_detail(row: Skill) -> MarketplaceSkillDetail:
    return MarketplaceSkillDetail(**skill(row).model_dump(), content=row.content)


def pinned_url(row: Skill) -> str | None:
    """Its address in the commit that it was read from; None where there is none."""
    branch = row.details.get("pack_branch")
    if not row.commit_id or not isinstance(branch, str):
        return None
    return rules.pinned(row.source_url, branch, row.commit_id)
