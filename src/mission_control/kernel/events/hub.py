"""New events for everybody in this process who waits for them.

One reader per process reads each new event once, adds the present state of what it speaks of, and keeps the newest in
memory; followers take them from there. A follower is a position and nothing else: no queue that can overflow, no
session, no thread. One who falls behind what is kept reads from the log instead.
"""

import asyncio
import contextlib
from bisect import bisect_right
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from mission_control.kernel.db.session import Database
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events import log
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.passing import Passing
from mission_control.kernel.events.views import present_state
from mission_control.kernel.logging import get_logger
from mission_control.kernel.metrics import streams_open
from mission_control.kernel.threads import in_thread

KEPT = 2_000
KEPT_PASSING = 200
"""Of what is told in passing: for as long as the slowest of the followers takes to be woken."""
RETRY_SECONDS = 1.0
READ_SECONDS = 2.0
"""How long the end waits for a read that has begun."""

logger = get_logger(__name__)


@dataclass(slots=True)
class Delivered:
    """An event with the present state of what it speaks of (`task`, `agent`, … by name)."""

    event: EventRow
    state: JsonObject
    frames: dict[str, bytes | None] = field(default_factory=dict)
    """Its form in each kind of stream, made for the first follower and sent to all."""

    @property
    def seq(self) -> int:
        return self.event.seq


class EventHub:
    """Lives in the event loop; `announce` may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: list[Delivered] = []
        self._kept_after = 0
        self._position = 0
        self._followers = 0
        self._closed = False
        self._news = asyncio.Event()
        self._changed = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._lock = asyncio.Lock()
        self._passed: deque[tuple[int, Passing]] = deque(maxlen=KEPT_PASSING)
        self._passings = 0

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._tasks.append(asyncio.create_task(self._read_forever(), name="event reader"))
        if self._database.engine.dialect.name == "postgresql":
            # Loaded where it is needed: a server on SQLite does without this driver.
            from mission_control.kernel.events.listener import listen_forever

            def heard(_words: str) -> None:
                self._news.set()

            # Each connection begins with a look: something may have been announced while nobody listened.
            listening = listen_forever(self._database.engine.url, log.NOTIFY_CHANNEL, heard, self._news.set)
            self._tasks.append(asyncio.create_task(listening, name="event listener"))
        self._database.after_news.append(self.announce)
        self._unhear = self._database.passage.hear(self._pass_on)

    def close(self) -> None:
        """End all streams; called before the server waits for its connections."""
        self._closed = True
        self._news.set()
        self._wake_followers()

    async def stop(self) -> None:
        self.close()
        self._database.after_news.remove(self.announce)
        self._unhear()
        # The thread that reads has a connection; whoever closes them afterwards must find it given back.
        await asyncio.wait(self._tasks[:1], timeout=READ_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def closed(self) -> bool:
        return self._closed

    @property
    def followers(self) -> int:
        return self._followers

    def announce(self) -> None:
        """There are new events. Who begins to follow only now looks for them by himself."""
        if self._followers and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)

    @contextlib.asynccontextmanager
    async def following(self) -> AsyncIterator[int]:
        """While somebody follows, events are read as they come; yields the newest position."""
        if self._followers == 0:
            await self._start_anew()
            # What was announced meanwhile was not for anybody yet.
            self._news.set()
        self._followers += 1
        streams_open.inc()
        try:
            yield self._position
        finally:
            self._followers -= 1
            streams_open.dec()

    @property
    def passings(self) -> int:
        """How much was told in passing since the start; a follower begins with this."""
        return self._passings

    def passed_after(self, count: int) -> list[Passing]:
        """What was told in passing since then, oldest first; what is too long ago is gone."""
        return [passing for number, passing in self._passed if number > count] if count < self._passings else []

    async def after(self, position: int, patience: float) -> Sequence[Delivered]:
        """Events after a position, oldest first; waits for one up to `patience` seconds, then answers none.

        None are answered, too, when something was told in passing.
        """
        if position >= self._position and not self._closed:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), patience)
        if position >= self._position:
            return ()
        if position >= self._kept_after:
            return self._kept[bisect_right(self._kept, position, key=lambda item: item.seq) :]
        return await in_thread(self._read, position)

    async def _start_anew(self) -> None:
        async with self._lock:
            if self._followers == 0:
                self._position = self._kept_after = await in_thread(self._last_position)
                self._kept = []

    def _last_position(self) -> int:
        with self._database.read() as uow:
            return log.last_position(uow.db)

    def _read(self, position: int) -> list[Delivered]:
        with self._database.read() as uow:
            events = log.read_after(uow.db, position)
            state = present_state(uow.db, events)
        return [Delivered(event, state.get(event.seq, {})) for event in events]

    async def _read_forever(self) -> None:
        while not self._closed:
            await self._news.wait()
            self._news.clear()
            if self._followers == 0 or self._closed:
                continue
            try:
                async with self._lock:
                    await self._read_news()
            except SQLAlchemyError as error:
                logger.warning("events.database_away", error=type(error).__name__)
                self._news.set()
                await asyncio.sleep(RETRY_SECONDS)

    async def _read_news(self) -> None:
        while events := await in_thread(self._read, self._position):
            self._kept.extend(events)
            if len(self._kept) > 2 * KEPT:
                self._kept_after = self._kept[-KEPT - 1].seq
                self._kept = self._kept[-KEPT:]
            self._position = events[-1].seq
            self._wake_followers()
            if len(events) < log.READ_BATCH:
                return

    def _pass_on(self, passing: Passing) -> None:
        if passing.user_ids and self._followers and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take_passing, passing)

    def _take_passing(self, passing: Passing) -> None:
        self._passings += 1
        self._passed.append((self._passings, passing))
        self._wake_followers()

    def _wake_followers(self) -> None:
        waiting, self._changed = self._changed, asyncio.Event()
        waiting.set()
