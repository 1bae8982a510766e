"""What has become of messages that were sent over a connection before this one, possibly to a process that has ended.

A gateway keeps its transcripts, and goes on by itself with turns that have begun. What had not begun is lost, and its
key with it. So the transcript decides: what stands in it is not told again, and everything else is.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.kernel.db.session import UnitOfWork
from mission_control.provisioning import noting, queries
from mission_control.provisioning.models import AgentSetup
from mission_control.provisioning.rules import Fate

TURN_LOST = "The gateway has ended before its first turn began; it is woken again"
TURN_LASTS = timedelta(minutes=10)
"""What was told longer ago has had its turn."""
LOOK_PAUSE = timedelta(seconds=3)


def doubtful_keys(uow: UnitOfWork, setup_id: UUID) -> set[str]:
    setup = uow.db.get(AgentSetup, setup_id)
    if setup is None:
        return set()
    since = uow.now - TURN_LASTS
    is_of_interest = setup.confirmed_at is None and (setup.woken_at is None or setup.woken_at >= since)
    first = {setup.wake_key} if setup.wake_key and is_of_interest else set()
    return first | queries.told_since(uow.db, setup_id, since)


def goes_on(uow: UnitOfWork, setup_id: UUID) -> None:
    """The gateway goes on with a turn: there is nothing to say before that has ended."""
    _, setup = noting.locked_setup(uow, setup_id)
    if setup:
        setup.next_attempt_at = uow.now + LOOK_PAUSE


def recalled(uow: UnitOfWork, setup_id: UUID, fates: Mapping[str, Fate], boot_id: str | None) -> None:
    """Note what was told after all, and have what was lost told again, by the gateway's present process."""
    agent, setup = noting.locked_setup(uow, setup_id)
    if setup is None or agent is None:
        return
    _recall_messages(uow, setup, fates, boot_id)
    if setup.confirmed_at is None and (fate := fates.get(setup.wake_key or "")):
        _recall_first(uow, setup, fate, boot_id)
    setup.boot_id, setup.next_attempt_at = boot_id, uow.now


def _recall_messages(uow: UnitOfWork, setup: AgentSetup, fates: Mapping[str, Fate], boot_id: str | None) -> None:
    taken = set()
    for wake in queries.wakes_told_by(uow.db, setup.id, fates):
        fate = fates[wake.message_key or ""]
        if fate is Fate.ENDED:
            taken |= {wake.message_key} if wake.sent_at is None and wake.message_key else set()
            # Whether it ended well only the process knew that is gone.
            wake.ended_at = uow.now
        elif fate is Fate.SPENT or wake.sent_at:
            wake.sent_at = wake.message_key = None
        # One that may still be on its way is sent under its key.
    for key in sorted(taken):
        noting.told(uow, setup.id, key, boot_id)
        for wake in queries.wakes_told_by(uow.db, setup.id, [key]):
            wake.ended_at = uow.now


def _recall_first(uow: UnitOfWork, setup: AgentSetup, fate: Fate, boot_id: str | None) -> None:
    if fate is Fate.ENDED:
        if setup.woken_at is None:
            noting.woken(uow, setup.id, boot_id)
    elif fate is Fate.SPENT or setup.woken_at:
        setup.wake_key = setup.woken_at = None
        noting.say(uow, setup, uow.db.get(Agent, setup.agent_id), TURN_LOST, again_at=uow.now)
