"""Looks what became of the turns that our messages have begun, over the connection that is kept.

The gateway's transcript is the witness: it tells how a turn ended and what each call of a model in it has used, also
after the gateway was started anew. Where it is silent, or tells of an error, the gateway is asked for the run itself.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from mission_control.gateways.api import CallRefused, CallTimedOut, ConnectionLost, Kept, NotThere
from mission_control.kernel.clock import utc_now
from mission_control.kernel.security.tokens import without_tokens
from mission_control.provisioning.api import Remote
from mission_control.turns import noting, queries, rules
from mission_control.turns.models import Outcome
from mission_control.turns.rules import Ending, Told

LOOK_SECONDS = 2.0
"""How long a turn that has begun waits at most to be looked after."""
MOST_MESSAGES = 200
"""Of a transcript; more than a turn adds to it."""


async def watch(kept: Kept) -> None:
    """Lasts until it is cancelled."""
    watcher = Watcher(kept)
    while True:
        await kept.connected()
        try:
            await watcher.round()
        except (ConnectionLost, CallTimedOut):
            continue
        await kept.wait(watcher.seconds_to_next())


class Watcher:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._remote = Remote(kept.call)
        self._next: dict[UUID, datetime] = {}
        """When each turn is looked at again. Not stored: whoever comes after looks at once."""

    async def round(self) -> None:
        turns = await self._kept.read(lambda uow: queries.running(uow.db, self._kept.gateway_id))
        self._next = {turn.id: self._next.get(turn.id, turn.told_at + rules.FIRST_LOOK) for turn in turns}
        for turn in turns:
            now = utc_now()
            if self._next[turn.id] > now:
                continue
            # Before it is asked: what fails is asked again later, like what goes on.
            self._next[turn.id] = rules.next_look(turn.told_at, now)
            try:
                ending = await self._ending(turn.session_key, turn.message_key, turn.told_at, now)
            except CallRefused:
                continue
            if ending:
                await self._note(turn.id, ending)

    def seconds_to_next(self) -> float:
        if not self._next:
            return LOOK_SECONDS
        # A fast turn is not to seem to last as long as it takes to look again.
        return min(max((min(self._next.values()) - utc_now()).total_seconds(), 0.1), LOOK_SECONDS)

    async def _note(self, turn_id: UUID, ending: Ending) -> None:
        await self._kept.write(lambda uow: noting.ended(uow, turn_id, ending))

    async def _ending(self, session_key: str, key: str, told_at: datetime, now: datetime) -> Ending | None:
        """None while it goes on, as far as is known."""
        told = await self._told(session_key, key)
        has_failed = told.ending is not None and told.ending.outcome is Outcome.FAILED
        if told.ending and not has_failed:
            return _without_tokens(told.ending)
        if end := await self._remote.end_of(key):
            # The turn may have ended since, and cost more than the transcript told of then.
            usage = (await self._told(session_key, key)).usage
            stopped = Ending(Outcome.CUT, rules.STOPPED, usage)
            ended = Ending(Outcome.FAILED if end.trouble else Outcome.DONE, end.trouble, usage)
            return stopped if end.was_cut else ended
        age = now - told_at
        is_early = age < rules.STORED_WITHIN
        if age > rules.LASTS_AT_MOST or (not told.is_there and not is_early):
            return Ending(Outcome.UNKNOWN, rules.NOT_THERE, told.usage)
        if is_early and not has_failed:
            return None
        # A gateway may try a call of a model again that has failed.
        if await self._remote.goes_on(session_key.split(":")[1], session_key):
            return None
        return _without_tokens(told.ending) if told.ending else Ending(Outcome.CUT, rules.STOPPED, told.usage)

    async def _told(self, session_key: str, key: str) -> Told:
        try:
            answer = await self._kept.call("chat.history", {"sessionKey": session_key, "limit": MOST_MESSAGES})
        except NotThere:
            return Told(False)
        held = answer.get("pendingInputs") or {}
        return rules.told(key, _rows(answer.get("messages")), _rows(held.get("items")))


def _rows(found: Any) -> list[Mapping[str, Any]]:
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _without_tokens(ending: Ending) -> Ending:
    return Ending(ending.outcome, ending.reason and without_tokens(ending.reason), ending.usage)
