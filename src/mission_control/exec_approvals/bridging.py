"""Carries requests from a gateway into the inbox, and decisions back, beside the kept connection.

What the gateway lists is compared with what is known, again and again: neither a restart of a gateway nor one of ours
loses a request or a decision, and an answer that was given already is given again to no effect.
"""

from contextlib import suppress
from functools import partial

from mission_control.exec_approvals import service
from mission_control.exec_approvals.remote import Remote
from mission_control.gateways.api import CallRefused, CallTimedOut, ConnectionLost, Kept, NotNow

LOOK_SECONDS = 5.0
"""News come at once; this is for what came while nobody listened."""
CANNOT_SECONDS = 300.0
"""Until a gateway that cannot tell is asked again."""


async def bridge(kept: Kept) -> None:
    """Lasts until it is cancelled."""
    remote = Remote(kept.call)
    while True:
        await kept.connected()
        wait = LOOK_SECONDS
        try:
            await carry(kept, remote)
        except CallRefused as error:
            wait = LOOK_SECONDS if isinstance(error, NotNow) else CANNOT_SECONDS
        except (ConnectionLost, CallTimedOut):
            pass
        await kept.wait(wait)


async def carry(kept: Kept, remote: Remote) -> None:
    asked = await remote.asked()
    work = await kept.read(lambda uow: service.compare(uow, kept.gateway_id, asked))
    if work.of_main != work.of_main_noted:
        await kept.write(lambda uow: service.note_commands(uow, kept.gateway_id, work.of_main))
    if work.new:
        await kept.write(lambda uow: service.take(uow, kept.gateway_id, work.new))
    for it in [*work.answers, *work.gone]:
        # What one is refused for keeps no other; it is tried again at the next look.
        with suppress(CallRefused):
            asking = remote.answer(it.request_id, it.answer) if it.answer else remote.outcome(it.request_id)
            outcome = await asking
            await kept.write(partial(service.settle, request_id=it.id, outcome=outcome))
