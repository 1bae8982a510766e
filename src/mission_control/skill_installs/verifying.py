"""What main agents report about skills is held against what their gateway lists, beside the kept connection.

Nothing is asked while nothing was reported, and no model is called for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.gateways.api import CallRefused, CallTimedOut, ConnectionLost, Gateway, Kept, NotNow, UnknownMethod
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.provisioning.api import runtime_id
from mission_control.skill_installs import listing, orders, queries, rules
from mission_control.skill_installs.events import SkillInstallVerified
from mission_control.skill_installs.listing import Listed
from mission_control.skill_installs.models import InstallStatus, SkillInstall, Verification
from mission_control.skills.api import Skill

LOOK_SECONDS = 60.0
"""Reports are news; this is for what was reported while nobody listened."""
AGAIN_SECONDS = 2.0
GRACE = timedelta(seconds=6)
"""So long a gateway may take to see what has changed on its disk."""
TOO_OLD = "The gateway is too old to tell which skills it has; update it to have this checked"
STATUS_SECONDS = 30.0
"""It reads every skill that it has."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be looked for on a gateway."""

    agent: str | None
    """The gateway's name for its main agent."""
    install_ids: Sequence[UUID]


Answer = list[Listed] | str
"""What it lists, or why it does not tell."""
Outcome = tuple[str, str | None]
"""What has come of it, of `SAID`, and why."""


async def verify(kept: Kept) -> None:
    """Lasts until it is cancelled."""
    while True:
        await kept.connected()
        try:
            is_settled = await look(kept)
        except (ConnectionLost, CallTimedOut, NotNow):
            is_settled = False
        await kept.wait(LOOK_SECONDS if is_settled else AGAIN_SECONDS)


async def look(kept: Kept) -> bool:
    """Ask about all that was reported; false while something is to be looked at again soon."""
    question = await kept.read(partial(asked, gateway_id=kept.gateway_id))
    if not question.install_ids:
        return True
    answer = await _ask(kept, question)
    outcomes = [await kept.write(partial(note, install_id=it, answer=answer)) for it in question.install_ids]
    return all(outcomes)


async def _ask(kept: Kept, question: Question) -> Answer:
    params = {"agentId": question.agent} if question.agent else {}
    try:
        return listing.listed(await kept.call("skills.status", params, seconds=STATUS_SECONDS))
    except NotNow:
        raise
    except UnknownMethod:
        return TOO_OLD
    except CallRefused as error:
        return f"The gateway does not tell which skills it has: {error.message}"


def asked(uow: UnitOfWork, gateway_id: UUID) -> Question:
    main = agents.main_of(uow.db, gateway_id)
    session = main.openclaw_session_id if main else None
    return Question(runtime_id(session) if session else None, queries.unverified(uow.db, gateway_id))


def note(uow: UnitOfWork, install_id: UUID, answer: Answer) -> bool:
    """Write down what the gateway says; false when it may not have seen yet what was reported."""
    it = locked(uow.db, SkillInstall, install_id)
    if it is None or not it.is_unverified:
        return True
    gateway, skill = uow.db.get_one(Gateway, it.gateway_id), uow.db.get_one(Skill, it.skill_id)
    target = rules.target_of(gateway.workspace_root, orders.folder_of(it, skill))
    found = answer if isinstance(answer, str) else listing.at(answer, target)
    is_as_reported = bool(found) == (it.status == InstallStatus.INSTALLED)
    if not isinstance(found, str) and not is_as_reported and uow.now < (it.settled_at or uow.now) + GRACE:
        return False
    is_removal = it.status == InstallStatus.REMOVING
    outcome, reason = _note_removal(uow, it, found) if is_removal else _note_install(uow, it, found, target)
    told = f": {reason}" if reason else ""
    message = f"Skill “{skill.name}” on {gateway.name}: {SAID[outcome]}{told}"
    uow.emit(SkillInstallVerified(**orders.place(it), message=message, verification=outcome, reason=reason))
    return True


SAID = {
    "verified": "the gateway lists it",
    "not_found": "the gateway does not list it",
    "unknown": "the gateway does not tell",
    "gone": "the gateway does not list it any more",
    "still_there": "the gateway still lists it",
}


def _note_install(uow: UnitOfWork, it: SkillInstall, found: Listed | str | None, target: str) -> Outcome:
    if isinstance(found, str):
        it.verification, reason = Verification.UNKNOWN, found
    elif found is None:
        # It may be there: then agents do not see it, which comes to the same.
        reported = "Its main agent has reported it installed, and the gateway lists no skill in"
        it.verification, reason = Verification.NOT_FOUND, f"{reported} {target}: no agent has it"
    else:
        unusable = f", and agents cannot use it yet: {found.why_unusable}" if found.why_unusable else ""
        it.verification, reason = Verification.VERIFIED, f"The gateway has it in {found.folder}{unusable}"
    it.verified_at, it.verification_reason = uow.now, rules.words(reason)
    return it.verification, it.verification_reason


def _note_removal(uow: UnitOfWork, it: SkillInstall, found: Listed | str | None) -> Outcome:
    if isinstance(found, Listed):
        reason = f"its main agent has reported it removed, and the gateway still lists it in {found.folder}"
        it.status, it.verified_at, it.reason = InstallStatus.FAILED, uow.now, rules.words(reason)
        return "still_there", it.reason
    uow.db.delete(it)
    return ("unknown", rules.words(found)) if found else ("gone", None)
