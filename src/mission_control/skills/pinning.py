"""A skill that was added by its address is read by an errand, and stays what it was in that commit until read again."""

from typing import Any
from uuid import UUID

from mission_control.kernel.db.locks import lock_again
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.jobs.registry import Finish, errand
from mission_control.kernel.security.principals import Principal
from mission_control.skills import fetching, queries, rules
from mission_control.skills.errors import SkillOfPack
from mission_control.skills.events import SkillRead, SkillReadAsked, SkillReadFailed
from mission_control.skills.models import ReadStatus, Skill

UNREAD = "it was not read yet; read it"
WAITING = "waiting for its turn to be read"


def ask(uow: UnitOfWork, principal: Principal, skill_id: UUID) -> Skill:
    """Have a skill read, also anew; a reading under way is joined. Raises NotFound, SkillOfPack."""
    skill = queries.skill(uow.db, principal, skill_id, lock=True)
    if skill.pack_id is not None:
        raise SkillOfPack("it belongs to a pack: have that read")
    if skill.read_status != ReadStatus.READING:
        uow.emit(SkillReadAsked(**of_skill(skill), message=f"Skill “{skill.name}” is to be read from its address"))
    # Also where one is under way: what has failed for good without a word would be under way for ever.
    begin(uow, skill)
    return skill


def begin(uow: UnitOfWork, skill: Skill) -> None:
    """Have it read, unless its address tells already that it cannot be."""
    try:
        _place(uow, skill)
    except ValueError as error:
        skill.read_status, skill.read_reason = ReadStatus.FAILED, str(error)
        return
    skill.read_status, skill.read_reason = ReadStatus.READING, WAITING
    uow.defer(read_skill, key=f"skill:{skill.id}", skill_id=str(skill.id))


def why_not_read(skill: Skill) -> str | None:
    """What its reading waits for, or why it failed; None where there is nothing to say."""
    return UNREAD if skill.read_status == ReadStatus.UNREAD else skill.read_reason


def why_not_installed(skill: Skill) -> str | None:
    """Why no agent may be told to install it: what is installed is what people could look at."""
    return None if skill.content is not None else why_not_read(skill) or UNREAD


def of_skill(skill: Skill) -> dict[str, Any]:
    """What every event of a skill has."""
    return {"organization_id": skill.organization_id, "skill_id": skill.id}


# --- the errand


@errand("skills.read_skill", max_attempts=3)
def read_skill(database: Database, skill_id: str) -> Finish:
    """Read the repository that a skill is in; what goes wrong with it is told where the skill is seen."""
    with database.read() as uow:
        skill = _waiting(uow, UUID(skill_id))
        if skill is None:
            return lambda _uow: None
        try:
            place = _place(uow, skill)
        except ValueError as error:
            # The setting may have changed since.
            refused = str(error)
            return lambda uow: _fail(uow, UUID(skill_id), refused)
    try:
        fetched = fetching.fetch_skill(*place)
    except fetching.FetchFailed as failure:
        reason = str(failure)
        return lambda uow: _fail(uow, UUID(skill_id), reason)
    return lambda uow: _take(uow, UUID(skill_id), fetched)


def _place(uow: UnitOfWork, skill: Skill) -> tuple[str, str | None]:
    return rules.place_of(skill.source_url, environment_of(uow.db).settings.skill_pack_host_names)


def _fail(uow: UnitOfWork, skill_id: UUID, reason: str) -> None:
    if (skill := _waiting(uow, skill_id, lock=True)) is None:
        return
    skill.read_status, skill.read_reason = ReadStatus.FAILED, reason
    message = f"Skill “{skill.name}” could not be read: {reason}"
    uow.emit(SkillReadFailed(**of_skill(skill), message=message, reason=reason))


def _take(uow: UnitOfWork, skill_id: UUID, fetched: fetching.FetchedSkill) -> None:
    if (skill := _waiting(uow, skill_id, lock=True)) is None:
        return
    found, before = fetched.skill, {"commit_id": skill.commit_id}
    # What people have called it stays.
    if skill.name == rules.name_from(skill.source_url):
        skill.name = found.name
    skill.description = skill.description or found.description
    skill.content, skill.commit_id = found.content, fetched.commit_id
    skill.details = {**skill.details, **found.details, "discovery_mode": "address"}
    skill.read_status, skill.read_reason = ReadStatus.READ, None
    skill.version += 1
    skill.updated_at = uow.now
    message = f"Skill “{skill.name}” was read from its address"
    uow.emit(SkillRead(**of_skill(skill), message=message, before=before, after={"commit_id": skill.commit_id}))


def _waiting(uow: UnitOfWork, skill_id: UUID, *, lock: bool = False) -> Skill | None:
    """The skill, while it is to be read and no pack has taken it over."""
    skill = uow.db.get(Skill, skill_id)
    if skill is not None and lock:
        lock_again(uow.db, skill)
    return skill if skill is not None and skill.read_status == ReadStatus.READING else None
