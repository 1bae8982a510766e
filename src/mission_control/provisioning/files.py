"""The files of one agent's workspace, brought to what they are to be."""

from dataclasses import dataclass

from mission_control.gateways.api import Kept
from mission_control.provisioning import noting, rules
from mission_control.provisioning.loading import Work
from mission_control.provisioning.remote import File, Remote
from mission_control.provisioning.rules import PROGRAM_FILE, Writing


@dataclass(frozen=True, slots=True)
class _Draft:
    name: str
    text: str
    present: File


async def bring_files(kept: Kept, remote: Remote, work: Work) -> list[str]:
    """Write what differs; answers the names of those that were edited there, and so are left."""
    present = {name: await remote.file(work.runtime_id, name) for name in work.files}
    token = await _token(kept, work, present)
    if token is None:
        # Deleted meanwhile: the next look removes it.
        return []
    drafts, conflicts = _drafts(work, present, token)
    ours = {draft.name: draft.text for draft in drafts if draft.name not in conflicts}
    await kept.write(lambda uow: noting.about_to_write(uow, work.setup_id, ours))
    for draft in drafts:
        await remote.write(work.runtime_id, draft.name, draft.text, draft.present.hash)
    return conflicts


async def _token(kept: Kept, work: Work, present: dict[str, File]) -> str | None:
    """The one to be delivered, else the one that is there and still the agent's, else a new one."""
    if work.token:
        return work.token
    program = present.get(PROGRAM_FILE)
    there = rules.token_in(program.content if program else None)
    if there and there.split("_")[1] == work.token_id:
        return there
    return await kept.write(lambda uow: noting.needs_token(uow, work.setup_id))


def _drafts(work: Work, present: dict[str, File], token: str) -> tuple[list[_Draft], list[str]]:
    drafts, conflicts = [], []
    for name, text in work.files.items():
        there = present[name]
        wanted = rules.filled(name, text, token)
        written = work.written.get(name, [])
        what = rules.writing(name, wanted, there.content, written, overwrite=work.overwrites)
        if what is Writing.CONFLICT:
            conflicts.append(name)
            # Whoever edited it keeps the edit, and the agent its way in.
            wanted = rules.with_token(name, there.content or "", token)
        if what is Writing.WRITE or (what is Writing.CONFLICT and wanted != there.content):
            drafts.append(_Draft(name, wanted, there))
    return drafts, conflicts
