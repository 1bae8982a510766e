"""The files of one agent's workspace, brought to what they are to be."""

from dataclasses import dataclass

from mission_control.gateways.api import Kept, NotThere, Stale
from mission_control.provisioning import noting, rules, sections
from mission_control.provisioning.loading import Work
from mission_control.provisioning.remote import File, Remote
from mission_control.provisioning.rules import PROGRAM_FILE, Writing


@dataclass(frozen=True, slots=True)
class _Draft:
    name: str
    text: str
    present: File


TRIES = 3
"""A file may change between our reading and our writing: then it is read again."""


async def bring_files(kept: Kept, remote: Remote, work: Work) -> list[str]:
    """Write what differs; answers the names of those that were edited there, and so are left. Raises Stale."""
    for left in reversed(range(TRIES)):
        try:
            return await _bring(kept, remote, work)
        except Stale:
            if not left:
                raise
    return []


async def take_out_section(remote: Remote, work: Work) -> None:
    """Leave an adopted agent's file as it would be without us. Raises Stale."""
    for left in reversed(range(TRIES)):
        try:
            file = await remote.file(work.runtime_id, PROGRAM_FILE)
            rest = sections.without(file.content or "", work.section or "")
            if file.content is not None and rest != file.content:
                await remote.write(work.runtime_id, PROGRAM_FILE, rest, file.hash)
            return
        except NotThere:
            # The agent is gone, and its files with it.
            return
        except Stale:
            if not left:
                raise


async def _bring(kept: Kept, remote: Remote, work: Work) -> list[str]:
    whole = {name: await remote.file(work.runtime_id, name) for name in work.files}
    present = {name: File(_ours(work, file.content), file.hash) for name, file in whole.items()}
    token = await _token(kept, work, present)
    if token is None:
        # Deleted meanwhile: the next look removes it.
        return []
    drafts, conflicts = _drafts(work, present, token)
    ours = {draft.name: draft.text for draft in drafts if draft.name not in conflicts}
    await kept.write(lambda uow: noting.about_to_write(uow, work.setup_id, ours))
    for draft in drafts:
        text = _within(work, whole[draft.name].content, draft.text)
        await remote.write(work.runtime_id, draft.name, text, draft.present.hash)
    return conflicts


def _ours(work: Work, whole: str | None) -> str | None:
    """Of a file what is Mission Control's: all of it, but for an adopted agent."""
    return sections.section_of(whole, work.section) if work.section else whole


def _within(work: Work, whole: str | None, text: str) -> str:
    """The file with our part of it as it is to be."""
    if not work.section:
        return text
    # To replace what was edited is also to replace what another Mission Control has left.
    rest = sections.without_others(whole, work.section) if work.overwrites else whole
    return sections.placed(rest, work.section, text)


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
        overwrite = work.overwrites or rules.is_refreshed(work.runtime_id, name)
        what = rules.writing(name, wanted, there.content, written, overwrite=overwrite)
        if what is Writing.CONFLICT:
            conflicts.append(name)
            # Whoever edited it keeps the edit, and the agent its way in.
            wanted = rules.with_token(name, there.content or "", token)
        if what is Writing.WRITE or (what is Writing.CONFLICT and wanted != there.content):
            drafts.append(_Draft(name, wanted, there))
    return drafts, conflicts
