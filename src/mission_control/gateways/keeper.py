"""Keeps the connections to the gateways that this process has the leases of.

It has a thread and an event loop of its own: nothing that a gateway does can hold up a request. Database work runs in
further threads, and no session is open while the network is waited for.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID, uuid4

from mission_control.gateways import leases, observing
from mission_control.gateways.protocol.connection import Payload
from mission_control.gateways.protocol.supervision import Observation, Pace, Supervisor
from mission_control.gateways.protocol.target import Target
from mission_control.gateways.working import NEWS, Kept, work_over
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.events.passing import CHANNEL
from mission_control.kernel.logging import get_logger

T = TypeVar("T")
LOOK_SECONDS = 5.0
"""How long a new gateway, or a change of one, waits at most when another process took it."""
STOP_SECONDS = 10.0

logger = get_logger(__name__)
_keepers: "set[GatewayKeeper]" = set()


def wake_keepers() -> None:
    """Have the keeper of this process look for changes now."""
    for keeper in tuple(_keepers):
        keeper.wake()


@dataclass(frozen=True, slots=True)
class _Keeping:
    """A connection and the work that is done over it."""

    target: Target
    kept: Kept
    tasks: tuple[asyncio.Task[None], asyncio.Task[None]]


class GatewayKeeper:
    def __init__(
        self, database: Database, lease_seconds: float, pace: Pace | None = None, *, is_alone: bool = False
    ) -> None:
        """`is_alone`: no other process can have the database, so whoever held a lease before has ended."""
        self._database = database
        self._is_alone = is_alone
        self._lease = lease_seconds
        self._pace = pace
        self._owner = uuid4().hex
        self._kept: dict[UUID, _Keeping] = {}
        self._unreadable: set[UUID] = set()
        self._held_until = 0.0
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="gateways", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running = threading.Event()

    def start(self) -> None:
        _keepers.add(self)
        self._thread.start()
        self._running.wait(STOP_SECONDS)

    def stop(self) -> None:
        """Close the connections and leave them to others."""
        _keepers.discard(self)
        if self._loop and not self._loop.is_closed():
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stopping.set)
        self.wake()
        self._thread.join(STOP_SECONDS)

    def wake(self) -> None:
        if self._loop and not self._loop.is_closed():
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._tell_news)

    def _tell_news(self) -> None:
        self._news.set()
        for keeping in self._kept.values():
            keeping.kept.tell_news()

    async def _run(self) -> None:
        self._stopping, self._news = asyncio.Event(), asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._running.set()
        listening = asyncio.create_task(self._listen(), name="what passes")
        if self._is_alone:
            await self._in_thread(lambda: self._release(leases.release_others))
        try:
            while not self._stopping.is_set():
                self._news.clear()
                await self._look()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), min(LOOK_SECONDS, self._lease / 3))
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await self._drop(*self._kept)
            await self._in_thread(lambda: self._release(leases.release))

    async def _listen(self) -> None:
        """Here, since every process has a keeper, those that serve nothing included."""
        passage = self._database.passage
        if passage.crosses_processes:
            # Loaded where it is needed: a server on SQLite does without this driver.
            from mission_control.kernel.events.listener import listen_forever

            await listen_forever(passage.url, CHANNEL, passage.deliver_words)

    async def _look(self) -> None:
        asked_at = time.monotonic()
        held = await self._in_thread(self._claim)
        if held is None:
            # Others take what we cannot hold on to; two connections of one gateway must not be.
            if time.monotonic() >= self._held_until:
                await self._drop(*self._kept)
            return
        self._held_until = asked_at + self._lease
        targets = {item.gateway_id: item.target for item in held}
        await self._drop(*(key for key, it in self._kept.items() if targets.get(key) != it.target))
        for gateway_id, target in targets.items():
            if target is None:
                await self._note_unreadable(gateway_id)
            elif gateway_id not in self._kept:
                self._keep(gateway_id, target)

    def _keep(self, gateway_id: UUID, target: Target) -> None:
        async def observe(seen: Observation) -> None:
            await self._in_thread(lambda: self._note(gateway_id, seen))
            if seen.hello:
                # What was heard before may be over, and what was not heard may have begun.
                kept.tell_news()

        def hear(name: str, payload: Payload) -> None:
            if name in NEWS:
                kept.tell_news()
            kept.tell_event(name, payload)

        supervisor = Supervisor(target, observe, listener=hear, pace=self._pace)
        kept = Kept(self._database, gateway_id, self._owner, supervisor)
        tasks = (
            asyncio.create_task(supervisor.run(), name=f"gateway {gateway_id}"),
            asyncio.create_task(work_over(kept), name=f"work over gateway {gateway_id}"),
        )
        for task in tasks:
            task.add_done_callback(self._log_end)
        self._kept[gateway_id] = _Keeping(target, kept, tasks)

    async def _drop(self, *gateway_ids: UUID) -> None:
        tasks = [task for gateway_id in gateway_ids for task in self._kept.pop(gateway_id).tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _log_end(self, task: asyncio.Task[None]) -> None:
        """Both end only when they are told to; what fails is made anew at the next look."""
        if task.cancelled() or (error := task.exception()) is None:
            return
        logger.error("gateways.supervisor_failed", exc_info=error)
        for gateway_id in [key for key, it in self._kept.items() if task in it.tasks]:
            for other in self._kept.pop(gateway_id).tasks:
                other.cancel()

    async def _note_unreadable(self, gateway_id: UUID) -> None:
        if gateway_id not in self._unreadable:
            self._unreadable.add(gateway_id)
            await self._in_thread(lambda: self._note(gateway_id, Observation(observing.SECRETS_UNREADABLE)))

    # --- in other threads

    async def _in_thread(self, work: Callable[[], T]) -> T | None:
        """None when the database fails: what was to be written is found out again."""
        try:
            return await asyncio.to_thread(work)
        except Exception:
            logger.exception("gateways.database_failed")
            return None

    def _claim(self) -> list[leases.Held]:
        with self._database.read() as uow:
            if not leases.any_to_claim(uow.db):
                return []
        with self._database.write() as uow:
            return leases.claim(uow, self._owner, self._lease)

    def _release(self, which: Callable[[UnitOfWork, str], None]) -> None:
        with self._database.read() as uow:
            if not leases.any_to_claim(uow.db):
                return
        with self._database.write() as uow:
            which(uow, self._owner)

    def _note(self, gateway_id: UUID, seen: Observation) -> None:
        with self._database.write() as uow:
            observing.note(uow, self._owner, gateway_id, seen)
