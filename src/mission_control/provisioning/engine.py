"""Brings gateways to what is wanted of them, beside the connection that this process keeps.

It looks, compares, takes the next step and writes down what came of it, again and again. Each step may be repeated:
whatever ends this process or the gateway between two of them, the same comparison goes on where it stopped.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from mission_control.gateways.api import (
    CallRefused,
    CallTimedOut,
    ConnectionLost,
    GatewayFailure,
    Kept,
    NotNow,
    RateLimited,
    SpentKey,
    Stale,
)
from mission_control.kernel.clock import utc_now
from mission_control.provisioning import loading, noting, queries, recalling, rules
from mission_control.provisioning.beats import bring_beat
from mission_control.provisioning.files import bring_files, take_out_section
from mission_control.provisioning.loading import Look, Work
from mission_control.provisioning.remote import Remote, Turn
from mission_control.provisioning.rules import Fate, Step

LOOK_SECONDS = 5.0
"""How long what another process has written waits at most."""
WRITES, WRITES_SECONDS = 20, 60.0
"""Gateways take 30 configuration writes a minute from one client; others of ours may have written too."""
STALE_TRIES = 3
STOP_SECONDS = 10.0
"""How long a turn lasts at most that somebody else begins for an agent that is paused."""
SETTLED_AFTER = 10.0
"""Seconds until a session tells whether its turn goes on: what was sent to another connection may be on its way."""
NOT_LOADED = "The gateway has saved it and not loaded it yet; after a crash of the gateway that takes up to 5 minutes"

GONE = "The gateway has no agent {} any more; delete this one here, or make that one there again"


async def reconcile(kept: Kept) -> None:
    """Lasts until it is cancelled."""
    reconciler = Reconciler(kept)
    while True:
        await kept.connected()
        try:
            busy = await reconciler.round()
        except (ConnectionLost, CallTimedOut):
            busy = False
        if not busy:
            await kept.wait(await reconciler.seconds_to_next())


class Reconciler:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._remote = Remote(kept.call)
        self._greeted: object = None
        self._greeted_at = 0.0
        self._doubtful: set[UUID] = set()
        """Setups of which it is not known what became of messages that were sent before this connection."""
        self._writes: deque[float] = deque()
        self._stopped_at = -STOP_SECONDS

    async def seconds_to_next(self) -> float:
        at = await self._kept.read(lambda uow: queries.next_due(uow.db, self._kept.gateway_id))
        return LOOK_SECONDS if at is None else min(max((at - _now()).total_seconds(), 0.1), LOOK_SECONDS)

    async def round(self) -> bool:
        """Do what is due; whether there may be more at once."""
        look = await self._kept.read(lambda uow: loading.look(uow, self._kept.gateway_id))
        due = look.due
        try:
            if await self._greet():
                return True
        except (CallRefused, CallTimedOut) as error:
            # Asked the simplest question, it says no or nothing.
            for work in due:
                await self._failed(work, error)
            return False
        await self._stop_paused(look)
        to_apply = [work for work in due if work.step is Step.APPLY]
        for work in await self._configured(to_apply):
            await self._attempt(work, self._apply)
        for work in due:
            if step := self._recall if self._is_doubtful(work) else self._steps().get(work.step):
                await self._attempt(work, step)
        return bool(due)

    def _steps(self) -> dict[Step, Callable[[Work], Awaitable[None]]]:
        return {
            Step.REMOVE: self._remove,
            Step.WAKE: self._wake,
            Step.LOOK: self._look,
            Step.TELL: self._tell,
            Step.NOTHING: self._rest,
        }

    async def _greet(self) -> bool:
        """Once for each connection, as the gateway may be another than it was, and so may we; whether it was now."""
        hello = self._kept.hello
        if hello is None or hello is self._greeted:
            return False
        if await self._kept.read(lambda uow: bool(queries.on_gateway(uow.db, self._kept.gateway_id))):
            present = (await self._remote.roster()).ids
            begun = partial(noting.begin, gateway_id=self._kept.gateway_id, present=present, boot_id=hello.boot_id)
            self._doubtful = await self._kept.write(begun)
        self._greeted, self._greeted_at, self._stopped_at = hello, time.monotonic(), -STOP_SECONDS
        return True

    @property
    def _boot(self) -> str | None:
        """The gateway's process that answers now."""
        hello = self._kept.hello
        return hello.boot_id if hello else None

    # --- what was said before

    def _is_doubtful(self, work: Work) -> bool:
        """Whether nothing is to be said to an agent before it is known what has become of what was said before."""
        return work.setup_id in self._doubtful and work.step in {Step.WAKE, Step.LOOK, Step.TELL, Step.NOTHING}

    async def _recall(self, work: Work) -> None:
        keys = await self._kept.read(lambda uow: recalling.doubtful_keys(uow, work.setup_id))
        fates = await self._remote.fates(work.session_key, keys) if keys else {}
        if Fate.BEGUN in fates.values() and await self._goes_on(work):
            await self._kept.write(lambda uow: recalling.goes_on(uow, work.setup_id))
            return
        known = {key: Fate.SPENT if fate is Fate.BEGUN else fate for key, fate in fates.items()}
        await self._kept.write(lambda uow: recalling.recalled(uow, work.setup_id, known, self._boot))
        self._doubtful.discard(work.setup_id)

    async def _goes_on(self, work: Work) -> bool:
        """Whether a turn that has begun comes to an end yet."""
        if time.monotonic() < self._greeted_at + SETTLED_AFTER:
            return True
        return await self._remote.goes_on(work.runtime_id, work.session_key)

    # --- pauses

    async def _stop_paused(self, look: Look) -> None:
        """Agents that are paused are in no turn: at once, and whoever begins one later."""
        asked = [work for work in look.due if work.is_paused]
        if not look.paused or not (asked or time.monotonic() >= self._stopped_at + STOP_SECONDS):
            return
        self._stopped_at = time.monotonic()
        holding = [work for work in asked if work.step is Step.HOLD]
        try:
            running = await self._stop_turns(look.paused)
        except (CallRefused, CallTimedOut) as error:
            # Whether they are in one is not known.
            for work in holding:
                await self._failed(work, error)
            return
        for work in holding:
            noted = partial(noting.holds, setup_id=work.setup_id, was_running=work.runtime_id in running)
            await self._kept.write(noted)

    async def _stop_turns(self, paused: Mapping[str, UUID]) -> set[str]:
        """Whose there were."""
        turns = await self._remote.running(paused.keys())
        for turn in turns:
            try:
                ended = await self._remote.stop(turn)
            except CallTimedOut:
                # It may have been done: then nobody else will know that what had begun the turn is to be told again.
                await self._note_stop(turn, paused, turn.run_ids)
                raise
            await self._note_stop(turn, paused, ended)
        return {turn.runtime_id for turn in turns}

    async def _note_stop(self, turn: Turn, paused: Mapping[str, UUID], run_ids: Collection[str]) -> None:
        noted = partial(noting.stopped, setup_id=paused[turn.runtime_id], run_ids=run_ids)
        await self._kept.write(noted)

    async def _attempt(self, work: Work, step: Callable[[Work], Awaitable[None]]) -> None:
        """One step of one setup: what fails is its own affair, but for a connection that is gone."""
        try:
            await step(work)
        except (CallRefused, CallTimedOut) as error:
            await self._failed(work, error)

    async def _failed(self, work: Work, error: GatewayFailure) -> None:
        after = error.retry_after if isinstance(error, CallRefused) else None
        why = f"The gateway did not do it: {error}" if isinstance(error, CallRefused) else _sentence(str(error))
        await self._kept.write(lambda uow: noting.failed(uow, work.setup_id, why, after=after))

    # --- configuration: one write for all of them

    async def _configured(self, works: Sequence[Work]) -> list[Work]:
        """Those that the gateway has in its configuration and has loaded."""
        hello = self._kept.hello
        if works and hello and hello.protocol < rules.LEAST_PROTOCOL:
            why = rules.TOO_OLD.format(hello.protocol)
            for work in works:
                await self._kept.write(partial(noting.cannot, setup_id=work.setup_id, why=why))
            return []
        if not works:
            return []
        try:
            roster = await self._remote.roster()
            works = await self._still_there(works, roster.ids)
            new = [work for work in works if work.runtime_id not in roster.ids]
            if roster.is_sole and new:
                await self._remote.create(new[0].runtime_id, str(new[0].entry["workspace"]))
            works = await self._write_entries(works)
            present = (await self._remote.roster()).ids
        except (CallRefused, CallTimedOut) as error:
            for work in works:
                await self._failed(work, error)
            return []
        for work in works:
            if work.runtime_id not in present:
                waiting = partial(noting.waits, setup_id=work.setup_id, what_for=NOT_LOADED, pause=rules.APPLY_PAUSE)
                await self._kept.write(waiting)
        return [work for work in works if work.runtime_id in present]

    async def _still_there(self, works: Sequence[Work], present: Collection[str]) -> list[Work]:
        """Without adopted agents that the gateway has no more: it is not for us to make them."""
        for work in works:
            if work.section and work.runtime_id not in present:
                what_for = GONE.format(work.runtime_id)
                waiting = partial(noting.waits, setup_id=work.setup_id, what_for=what_for, pause=rules.LONGEST_PAUSE)
                await self._kept.write(waiting)
        return [work for work in works if not work.section or work.runtime_id in present]

    async def _write_entries(self, works: Sequence[Work]) -> list[Work]:
        """All in one write; when the gateway does not take it, one by one, so that one does not hold up the others."""
        try:
            await self._patch(works)
            return list(works)
        except (Stale, RateLimited, NotNow):
            raise
        except CallRefused as error:
            if len(works) == 1:
                await self._failed(works[0], error)
                return []
        return [taken for work in works for taken in await self._write_entries([work])]

    async def _patch(self, works: Sequence[Work]) -> None:
        for left in reversed(range(STALE_TRIES)):
            config = await self._remote.configured()
            present = config.entries
            await self._note_found(works, present)
            wanted = {work.runtime_id: _entry_patch(work, present.get(work.runtime_id)) for work in works}
            patch = {runtime_id: entry for runtime_id, entry in wanted.items() if entry}
            if not patch:
                return
            self._spare_writes()
            try:
                await self._remote.configure(patch, config.hash)
                return
            except Stale:
                if not left:
                    raise
            except CallTimedOut:
                # It may be saved and not loaded: the roster tells, and writing again would not help.
                return

    async def _note_found(self, works: Sequence[Work], present: Mapping[str, Mapping[str, Any]]) -> None:
        for work in works:
            there = present.get(work.runtime_id, {})
            new = {name: there.get(name) for name in work.entry if name not in work.found}
            if work.section and new:
                await self._kept.write(partial(noting.found, setup_id=work.setup_id, parts=new))

    def _spare_writes(self) -> None:
        now = time.monotonic()
        while self._writes and self._writes[0] < now - WRITES_SECONDS:
            self._writes.popleft()
        if len(self._writes) >= WRITES:
            wait = self._writes[0] + WRITES_SECONDS - now
            why = "Mission Control has written its configuration often enough this minute"
            raise RateLimited("config.patch", {"message": why, "retryAfterMs": wait * 1000})
        self._writes.append(now)

    # --- steps

    async def _apply(self, work: Work) -> None:
        conflicts = await bring_files(self._kept, self._remote, work)
        conflicts += await bring_beat(self._kept, self._remote, work)
        await self._remote.label(work.session_key, work.name)
        if work.resets_session:
            await self._remote.reset(work.session_key)
        await self._kept.write(lambda uow: noting.applied(uow, work.setup_id, work.generation, conflicts))

    async def _remove(self, work: Work) -> None:
        if work.section:
            await self._patch([work])
            await take_out_section(self._remote, work)
        else:
            await self._remote.delete(work.runtime_id)
        await self._kept.write(lambda uow: noting.removed(uow, work.setup_id))

    async def _wake(self, work: Work) -> None:
        wake = await self._kept.write(lambda uow: noting.about_to_wake(uow, work.setup_id))
        if wake is None:
            return
        key, number = wake
        boot = self._boot
        try:
            await self._remote.say(work.session_key, rules.wake_text(work.name, work.program, again=number > 1), key)
        except SpentKey:
            await self._kept.write(lambda uow: noting.wake_was_lost(uow, work.setup_id))
        else:
            await self._kept.write(lambda uow: noting.woken(uow, work.setup_id, boot))

    async def _look(self, work: Work) -> None:
        end = await self._remote.end_of(work.wake_key) if work.wake_key else None
        trouble = end.trouble if end else None
        is_at_it = end is None and work.is_overdue and await self._is_at_first_turn(work)
        await self._kept.write(lambda uow: noting.has_not_called(uow, work.setup_id, trouble, is_at_it=is_at_it))

    async def _is_at_first_turn(self, work: Work) -> bool:
        """A small machine may have many turns to go through: one that waits, or is slow, must not be begun twice."""
        if work.wake_key is None:
            return False
        fates = await self._remote.fates(work.session_key, [work.wake_key])
        return fates[work.wake_key] is Fate.BEGUN and await self._remote.goes_on(work.runtime_id, work.session_key)

    async def _tell(self, work: Work) -> None:
        message = await self._kept.write(lambda uow: noting.about_to_tell(uow, work.setup_id))
        if message is None:
            return
        key, text = message
        # Before it is sent: by the time that it is noted the gateway may be another process.
        boot = self._boot
        try:
            await self._remote.say(work.session_key, text, key)
        except SpentKey:
            await self._kept.write(lambda uow: noting.telling_was_lost(uow, work.setup_id))
        else:
            await self._kept.write(lambda uow: noting.told(uow, work.setup_id, key, boot))

    async def _rest(self, work: Work) -> None:
        await self._kept.write(lambda uow: noting.rests(uow, work.setup_id))


def _entry_patch(work: Work, present: Mapping[str, Any] | None) -> dict[str, Any]:
    """What of an agent's entry is to be written; of an adopted one only what is asked for here, or was."""
    if not work.section:
        return rules.differing(work.entry, present or {})
    if present is None:
        return {}
    no_more = {name: former for name, former in work.found.items() if name not in work.entry}
    return rules.differing(work.entry, present) | rules.put_back(no_more, present)


def _now() -> datetime:
    return utc_now().astimezone(UTC)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
