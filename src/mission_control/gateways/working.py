"""Work that features of higher rank do over the connections that this process keeps.

A worker lasts as long as the connection is ours: it is cancelled when the lease goes to another process, and what it
writes down is fenced by the lease, so that of two processes only the owner has a say.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.gateways.models import GatewayLink
from mission_control.gateways.protocol.connection import CALL_SECONDS, Hello, Listener, Payload
from mission_control.gateways.protocol.errors import ConnectionLost
from mission_control.gateways.protocol.supervision import Supervisor
from mission_control.kernel.db.locks import again_after_lost_races, locked
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.logging import get_logger

T = TypeVar("T")
AGAIN_SECONDS = 5.0
"""Until a worker that failed is begun anew."""

logger = get_logger(__name__)


@dataclass(frozen=True)
class Kept:
    """A connection that this process keeps."""

    database: Database
    gateway_id: UUID
    owner: str
    supervisor: Supervisor
    news: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when something may have changed that the worker should look at."""
    workers: list["Kept"] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    """Shared by all workers."""

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have every event of the gateway told, as it comes; answers what ends that."""
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def tell_event(self, name: str, payload: Payload) -> None:
        for listener in tuple(self.listeners):
            listener(name, payload)

    def for_worker(self) -> "Kept":
        """The same with news of its own: what one worker has looked at, another has not."""
        own = replace(self, news=asyncio.Event(), workers=[])
        self.workers.append(own)
        return own

    def tell_news(self) -> None:
        for worker in self.workers:
            worker.news.set()

    async def call(self, method: str, params: Payload | None = None, *, seconds: float = CALL_SECONDS) -> Any:
        """As Connection.call."""
        return await self.supervisor.call(method, params, seconds=seconds)

    async def connected(self) -> None:
        await self.supervisor.connected()

    @property
    def hello(self) -> Hello | None:
        return self.supervisor.hello

    async def wait(self, seconds: float) -> None:
        """Until there is news, and no longer than this."""
        # Not `wait_for`: on Python 3.11 that forgets to be cancelled when the news comes in the same moment.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.news.wait()
        self.news.clear()

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """In a thread: the loop of the connections never waits for the database."""

        def reading() -> T:
            with self.database.read() as uow:
                return work(uow)

        return await asyncio.to_thread(reading)

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """In a thread, in one transaction; raises ConnectionLost, with nothing done, when it is not ours any more."""

        def writing() -> T:
            with self.database.write() as uow:
                self._require_ours(uow.db)
                return work(uow)

        return await asyncio.to_thread(lambda: again_after_lost_races(writing))

    def _require_ours(self, db: Session) -> None:
        link = locked(db, GatewayLink, self.gateway_id)
        if link is None or link.lease_owner != self.owner:
            raise ConnectionLost(None, "another process keeps it now")


NEWS: set[str] = set()
"""Events of gateways that workers look at something for."""


def hears(*events: str) -> None:
    """Have workers look as soon as a gateway tells one of these."""
    NEWS.update(events)


Worker = Callable[[Kept], Awaitable[None]]

_workers: list[Worker] = []


def works_over_gateways(worker: Worker) -> Worker:
    """Register `worker(kept)`, a coroutine that lasts until it is cancelled."""
    _workers.append(worker)
    return worker


async def work_over(kept: Kept) -> None:
    """All that is done over one connection; what fails is begun anew."""
    await asyncio.gather(*(_lasting(worker, kept.for_worker()) for worker in _workers))


async def _lasting(worker: Worker, kept: Kept) -> None:
    while True:
        try:
            await worker(kept)
        except Exception:
            logger.exception("gateways.worker_failed", gateway=str(kept.gateway_id))
        await asyncio.sleep(AGAIN_SECONDS)
