"""Use cases of packs and of single skills."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import Principal
from mission_control.skills import pinning, queries, rules
from mission_control.skills.errors import SkillInstalled, SkillPackUrlRefused, SkillPackUrlTaken, SkillUrlRefused
from mission_control.skills.events import (
    PackCreated,
    PackDeleted,
    PackUpdated,
    SkillAdded,
    SkillDeleted,
    SkillUpdated,
)
from mission_control.skills.installs import installs_of
from mission_control.skills.models import ReadStatus, Skill, SkillPack
from mission_control.skills.pinning import of_skill
from mission_control.skills.schemas import MarketplaceSkillCreate, SkillPackCreate

# --- packs


def create_pack(uow: UnitOfWork, principal: Principal, body: SkillPackCreate) -> SkillPack:
    """Add a repository, or change the one at this address. Raises SkillPackUrlRefused."""
    url = allowed_pack_url(uow, body.source_url)
    given = body.given()
    present = queries.pack_at(uow.db, principal.organization_id, url)
    if present is None:
        made = _insert_pack(uow, principal, url, given)
        if made is not None:
            uow.emit(PackCreated(**of_pack(made), message=f"Skill pack “{made.name}” was added"))
            return made
        present = queries.pack_at(uow.db, principal.organization_id, url)
    if present is None:
        raise SkillPackUrlTaken("another request deleted this pack at the same moment; send yours again")
    if given.get("description") is None:
        given.pop("description", None)
    _change_pack(uow, present, given)
    return present


def update_pack(uow: UnitOfWork, principal: Principal, pack_id: UUID, body: SkillPackCreate) -> SkillPack:
    """Change what is given. Raises SkillPackUrlRefused, SkillPackUrlTaken."""
    url = allowed_pack_url(uow, body.source_url)
    pack = queries.pack(uow.db, principal, pack_id, lock=True)
    require_version(uow, pack)
    other = queries.pack_at(uow.db, principal.organization_id, url)
    if other is not None and other.id != pack.id:
        raise SkillPackUrlTaken(f"the pack “{other.name}” has this address already")
    try:
        with uow.savepoint():
            _change_pack(uow, pack, {"source_url": url, **body.given()})
            uow.db.flush()
    except IntegrityError as error:
        raise SkillPackUrlTaken("another pack was given this address at the same moment") from error
    return pack


def delete_pack(uow: UnitOfWork, principal: Principal, pack_id: UUID, *, with_skills: bool) -> None:
    """Delete a pack with what is known of its readings; its skills stay, unless they are to go with it."""
    pack = queries.pack(uow.db, principal, pack_id, lock=True)
    require_version(uow, pack)
    skills = queries.of_pack(uow.db, pack) if with_skills else []
    for skill in skills:
        uow.db.delete(skill)
    uow.emit(PackDeleted(**of_pack(pack), message=f"Skill pack “{pack.name}” was deleted", deleted_skills=len(skills)))
    uow.db.flush()
    uow.db.delete(pack)


def allowed_pack_url(uow: UnitOfWork, raw: str) -> str:
    try:
        return rules.pack_url(raw, environment_of(uow.db).settings.skill_pack_host_names)
    except ValueError as error:
        raise SkillPackUrlRefused(f"source_url: {error}") from error


def of_pack(pack: SkillPack) -> dict[str, Any]:
    """What every event of a pack has."""
    return {"organization_id": pack.organization_id, "pack_id": pack.id}


def _insert_pack(uow: UnitOfWork, principal: Principal, url: str, given: dict[str, Any]) -> SkillPack | None:
    """None when somebody else was faster."""
    pack = SkillPack(
        organization_id=principal.organization_id,
        source_url=url,
        name=given.get("name") or rules.name_from(url),
        description=given.get("description"),
        branch=given.get("branch", rules.DEFAULT_BRANCH),
        details=given.get("details", {}),
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    try:
        with uow.savepoint():
            uow.db.add(pack)
            uow.db.flush()
    except IntegrityError:
        return None
    return pack


def _change_pack(uow: UnitOfWork, pack: SkillPack, wanted: dict[str, Any]) -> None:
    before, changes = _apply(uow, pack, wanted)
    if changes:
        message = f"Skill pack “{pack.name}”: {', '.join(sorted(changes))} changed"
        uow.emit(PackUpdated(**of_pack(pack), message=message, before=before, after=changes))


# --- skills


def create_skill(uow: UnitOfWork, principal: Principal, body: MarketplaceSkillCreate) -> Skill:
    """Add a skill by its address, or change the one that is there. Raises SkillUrlRefused."""
    try:
        url = rules.skill_url(body.source_url, environment_of(uow.db).settings.skill_pack_host_names)
    except ValueError as error:
        raise SkillUrlRefused(f"source_url: {error}") from error
    present = queries.skill_at(uow.db, principal.organization_id, url)
    if present is None:
        made = _insert_skill(uow, principal, url, body)
        if made is not None:
            uow.emit(SkillAdded(**of_skill(made), message=f"Skill “{made.name}” was added"))
            pinning.begin(uow, made)
            return made
        present = queries.skill_at(uow.db, principal.organization_id, url)
    if present is None:
        raise SkillUrlRefused("another request deleted this skill at the same moment; send yours again")
    wanted = {name: getattr(body, name) for name in ("name", "description") if getattr(body, name) is not None}
    before, changes = _apply(uow, present, wanted)
    if present.read_status in {ReadStatus.UNREAD, ReadStatus.FAILED}:
        pinning.begin(uow, present)
    if changes:
        message = f"Skill “{present.name}”: {', '.join(sorted(changes))} changed"
        uow.emit(SkillUpdated(**of_skill(present), message=message, before=before, after=changes))
    return present


def delete_skill(uow: UnitOfWork, principal: Principal, skill_id: UUID) -> None:
    """Raises NotFound, and SkillInstalled while a gateway has it or is to have it."""
    skill = queries.skill(uow.db, principal, skill_id, lock=True)
    there = [it.gateway_name for it in installs_of(uow.db, [skill.id]).get(skill.id, []) if it.is_there]
    if there:
        raise SkillInstalled(f"it is installed on {', '.join(there)}; uninstall it first")
    uow.emit(SkillDeleted(**of_skill(skill), message=f"Skill “{skill.name}” was deleted"))
    uow.db.delete(skill)


def _insert_skill(uow: UnitOfWork, principal: Principal, url: str, body: MarketplaceSkillCreate) -> Skill | None:
    """None when somebody else was faster."""
    skill = Skill(
        organization_id=principal.organization_id,
        source_url=url,
        name=body.name or rules.name_from(url),
        description=body.description,
        details={},
        read_status=ReadStatus.UNREAD,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    try:
        with uow.savepoint():
            uow.db.add(skill)
            uow.db.flush()
    except IntegrityError:
        return None
    return skill


def _apply(uow: UnitOfWork, row: SkillPack | Skill, wanted: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) of what has become different."""
    changes = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    before = {name: getattr(row, name) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    if changes:
        row.version += 1
        row.updated_at = uow.now
    return before, changes
