"""A pack is brought to what its repository holds: read by an errand, looked at, and applied."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mission_control.kernel.db.locks import lock_again
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.jobs.registry import Finish, errand
from mission_control.kernel.security.principals import Principal
from mission_control.skills import fetching, queries
from mission_control.skills.errors import SyncNotReady
from mission_control.skills.events import SyncApplied, SyncAsked, SyncBegun, SyncFailure, SyncReady
from mission_control.skills.models import OPEN, PackSync, ReadStatus, Skill, SkillPack, SyncStatus
from mission_control.skills.service import allowed_pack_url, of_pack

KEPT = 10
"""Readings of each pack that are remembered."""
COMPARED = ("name", "description", "category", "risk", "source", "details", "content")
_BY_COLUMN = {"details": "metadata"}


def ask(uow: UnitOfWork, principal: Principal, pack_id: UUID, *, applies: bool) -> PackSync:
    """Have the repository read; one reading at a time, so a second request joins the first."""
    pack = queries.pack(uow.db, principal, pack_id, lock=True)
    allowed_pack_url(uow, pack.source_url)
    if under_way := queries.open_sync(uow.db, pack):
        under_way.applies = under_way.applies or applies
        return under_way
    for old in queries.beyond(uow.db, pack, KEPT - 1):
        uow.db.delete(old)
    sync = PackSync(
        organization_id=pack.organization_id,
        pack_id=pack.id,
        branch=pack.branch,
        status=SyncStatus.QUEUED,
        reason="waiting for its turn",
        applies=applies,
        found=[],
        warnings=[],
        found_count=0,
        created_count=0,
        updated_count=0,
        vanished_count=0,
        created_at=uow.now,
    )
    uow.db.add(sync)
    uow.db.flush()
    uow.emit(SyncAsked(**_of(pack, sync), message=f"Skill pack “{pack.name}” is to be read from its repository"))
    uow.defer(read_repository, key=f"skill-pack:{pack.id}", sync_id=str(sync.id))
    return sync


def apply(uow: UnitOfWork, principal: Principal, pack_id: UUID, sync_id: UUID) -> PackSync:
    """Make the skills what this reading has found. Raises SyncNotReady."""
    pack = queries.pack(uow.db, principal, pack_id, lock=True)
    sync = queries.sync(uow.db, pack, sync_id, lock=True)
    if sync.status != SyncStatus.READY:
        raise SyncNotReady(f"this reading is {sync.status}; only one that is ready can be applied")
    _apply(uow, pack, sync)
    return sync


# --- what applying would do


@dataclass(frozen=True)
class Change:
    """`present` is the skill as it is, `found` what the repository has; one of them may be missing."""

    kind: str
    present: Skill | None
    found: dict[str, Any] | None
    fields: list[str]


def changes(uow: UnitOfWork, pack: SkillPack, sync: PackSync, *, lock: bool = False) -> list[Change]:
    """Against the skills of now."""
    found = {item["source_url"]: item for item in sync.found}
    present = queries.at_or_of(uow.db, pack, found, lock=lock)
    return [*_new_and_changed(pack, found.values(), present), *_gone(pack, found, present)]


def _new_and_changed(pack: SkillPack, found: Iterable[dict[str, Any]], present: dict[str, Skill]) -> Iterable[Change]:
    for item in found:
        skill = present.get(item["source_url"])
        if skill is None:
            yield Change("created", None, item, [])
            continue
        fields = [_BY_COLUMN.get(name, name) for name in COMPARED if getattr(skill, name) != item[name]]
        if skill.vanished_at is not None:
            fields.append("vanished_at")
        if skill.pack_id != pack.id:
            fields.append("pack_id")
        if fields:
            yield Change("updated", skill, item, fields)


def _gone(pack: SkillPack, found: dict[str, Any], present: dict[str, Skill]) -> Iterable[Change]:
    for url, skill in present.items():
        if url not in found and skill.pack_id == pack.id and skill.vanished_at is None:
            yield Change("vanished", skill, None, ["vanished_at"])


# --- the errand


@errand("skills.read_repository", max_attempts=3)
def read_repository(database: Database, sync_id: str) -> Finish:
    """Read the repository that a sync is of; what goes wrong with it is told where the sync is seen."""
    with database.write() as uow:
        begun = _begin(uow, UUID(sync_id))
    if begun is None:
        return lambda _uow: None
    try:
        fetched = fetching.fetch(*begun)
    except fetching.FetchFailed as failure:
        reason = str(failure)
        return lambda uow: _fail(uow, UUID(sync_id), reason)
    return lambda uow: _take(uow, UUID(sync_id), fetched)


def _begin(uow: UnitOfWork, sync_id: UUID) -> tuple[str, str] | None:
    """(address, branch) of what is to be read; None when nobody waits for it any more."""
    if (pair := _open(uow, sync_id)) is None:
        return None
    pack, sync = pair
    if sync.status == SyncStatus.QUEUED:
        sync.status, sync.branch = SyncStatus.FETCHING, pack.branch
        sync.reason = f"reading {pack.source_url}"
        uow.emit(SyncBegun(**_of(pack, sync), message=f"Skill pack “{pack.name}” is read from its repository"))
    return pack.source_url, sync.branch


def _fail(uow: UnitOfWork, sync_id: UUID, reason: str) -> None:
    if (pair := _open(uow, sync_id)) is None:
        return
    pack, sync = pair
    sync.status, sync.reason, sync.finished_at = SyncStatus.FAILED, reason, uow.now
    message = f"Skill pack “{pack.name}” could not be read: {reason}"
    uow.emit(SyncFailure(**_of(pack, sync), message=message, reason=reason))


def _take(uow: UnitOfWork, sync_id: UUID, fetched: fetching.Fetched) -> None:
    if (pair := _open(uow, sync_id)) is None:
        return
    pack, sync = pair
    found = fetched.discovery
    sync.status, sync.commit_id, sync.finished_at = SyncStatus.READY, fetched.commit_id, uow.now
    sync.found, sync.warnings = [skill.stored() for skill in found.skills], found.warnings
    sync.found_count = len(found.skills)
    _count(sync, changes(uow, pack, sync))
    queries.supersede(uow.db, pack, sync)
    if sync.applies:
        _apply(uow, pack, sync)
        return
    sync.reason = "waiting for somebody to look at it and apply it"
    message = f"Skill pack “{pack.name}” was read: {_in_words(sync)}; nothing is applied yet"
    uow.emit(SyncReady(**_of(pack, sync), message=message))


def _open(uow: UnitOfWork, sync_id: UUID) -> tuple[SkillPack, PackSync] | None:
    """The pack and its reading, locked, while the reading is under way."""
    sync = uow.db.get(PackSync, sync_id)
    pack = uow.db.get(SkillPack, sync.pack_id) if sync else None
    if sync is None or pack is None:
        return None
    lock_again(uow.db, pack)
    lock_again(uow.db, sync)
    return (pack, sync) if sync.status in OPEN else None


# --- applying


def _apply(uow: UnitOfWork, pack: SkillPack, sync: PackSync) -> None:
    planned = changes(uow, pack, sync, lock=True)
    for change in planned:
        if change.found is not None:
            _write(uow, pack, sync, change.present, change.found)
        elif change.present is not None:
            change.present.vanished_at = change.present.updated_at = uow.now
            change.present.version += 1
    _count(sync, planned)
    sync.status, sync.reason, sync.found = SyncStatus.APPLIED, None, []
    pack.commit_id, pack.synced_at = sync.commit_id, uow.now
    pack.version += 1
    message = f"Skill pack “{pack.name}” was brought to its repository: {_in_words(sync)}"
    uow.emit(
        SyncApplied(
            **_of(pack, sync),
            message=message,
            commit_id=sync.commit_id or "",
            created=sync.created_count,
            updated=sync.updated_count,
            vanished=sync.vanished_count,
        )
    )


def _write(uow: UnitOfWork, pack: SkillPack, sync: PackSync, present: Skill | None, item: dict[str, Any]) -> None:
    skill = present or Skill(
        organization_id=pack.organization_id, source_url=item["source_url"], version=0, created_at=uow.now
    )
    for name in COMPARED:
        setattr(skill, name, item[name])
    skill.pack_id, skill.commit_id, skill.vanished_at = pack.id, sync.commit_id, None
    skill.read_status, skill.read_reason = ReadStatus.READ, None
    skill.version += 1
    skill.updated_at = uow.now
    if present is None:
        uow.db.add(skill)


def _count(sync: PackSync, planned: list[Change]) -> None:
    kinds = [change.kind for change in planned]
    sync.created_count, sync.updated_count = kinds.count("created"), kinds.count("updated")
    sync.vanished_count = kinds.count("vanished")


def _in_words(sync: PackSync) -> str:
    return f"{sync.created_count} new, {sync.updated_count} changed, {sync.vanished_count} there no longer"


def _of(pack: SkillPack, sync: PackSync) -> dict[str, Any]:
    return {**of_pack(pack), "sync_id": sync.id}
