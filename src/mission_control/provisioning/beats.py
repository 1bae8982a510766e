"""What an agent with a pace does at each beat: a text that its gateway keeps for it and puts into the turn."""

import asyncio

from mission_control.gateways.api import Kept, Stale, UnknownMethod
from mission_control.provisioning import noting, rules
from mission_control.provisioning.loading import Work
from mission_control.provisioning.remote import Remote, Scratch
from mission_control.provisioning.rules import Writing

NAME = "heartbeat checklist"
"""As it is called among the agent's files where it was edited."""
TRIES = 3
JOB_SECONDS = 1.0
"""A gateway makes the job of a heartbeat a moment after it has taken its configuration."""


async def bring_beat(kept: Kept, remote: Remote, work: Work) -> list[str]:
    """Write what differs; answers its name where somebody has edited it, and so it is left. Raises Stale."""
    if work.beat is None:
        return []
    for left in reversed(range(TRIES)):
        try:
            if (scratch := await _scratch(remote, work)) is None:
                # Without one the prompt of the beat says where to look.
                return []
            return await _bring(kept, remote, work, scratch, work.beat)
        except UnknownMethod:
            return []
        except Stale:
            # Somebody was quicker: it is read again.
            if not left:
                raise
    return []


async def _scratch(remote: Remote, work: Work) -> Scratch | None:
    for left in reversed(range(TRIES)):
        if (found := await remote.scratch(work.runtime_id)) or not left:
            return found
        await asyncio.sleep(JOB_SECONDS)
    return None


async def _bring(kept: Kept, remote: Remote, work: Work, scratch: Scratch, wanted: str) -> list[str]:
    what = rules.beat_writing(wanted, scratch.content, work.written.get(NAME, []), overwrite=work.overwrites)
    if what is Writing.WRITE:
        await kept.write(lambda uow: noting.about_to_write(uow, work.setup_id, {NAME: wanted}))
        await remote.write_scratch(scratch, wanted)
    return [NAME] if what is Writing.CONFLICT else []
