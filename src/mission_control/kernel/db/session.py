"""The unit of work: one transaction, its events and its jobs, committed together or not at all.

This is the only place that commits. Its owners are the HTTP router, the job runner and the CLI.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mission_control.kernel.clock import Clock, utc_now
from mission_control.kernel.db import connections
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.environment import SESSION_KEY, Environment
from mission_control.kernel.events import log
from mission_control.kernel.events.changes import RecordingSession
from mission_control.kernel.events.envelope import Event
from mission_control.kernel.events.participants import let_take_part
from mission_control.kernel.events.passing import Passage
from mission_control.kernel.http.client_address import UNKNOWN
from mission_control.kernel.http.context import current_request
from mission_control.kernel.security.principals import SYSTEM, ActorRef


class JobQueue(Protocol):
    """Where a unit of work leaves its jobs; see `kernel.jobs`."""

    def defer(self, db: Session, name: str, arguments: dict[str, Any], key: str | None, at: datetime | None) -> None:
        """Write the job on the session's own transaction."""

    def wake(self) -> None:
        """Called after a commit that deferred jobs."""


class Deferrable(Protocol):
    """A registered job; `name` finds its handler in whichever process runs it."""

    @property
    def name(self) -> str: ...


@dataclass
class UnitOfWork:
    db: Session
    now: datetime
    actor: ActorRef = SYSTEM
    request_id: str | None = None
    address: str | None = None
    """Where the request came from."""
    jobs: JobQueue | None = None
    reactions: Callable[[Event], Sequence[Deferrable]] | None = None
    writes: bool = False
    caller: object = None
    """What was read of the caller to know him, for the handler that asks for it."""
    expected_version: int | None = None
    """What the caller believes the changed object's version to be (`If-Match`); see `kernel.http.versions`."""
    _events: list[Event] = field(default_factory=list)
    _deferred: bool = False
    _announces: bool = False

    def emit(self, event: Event) -> None:
        """Record a change; it becomes visible, and its reactions run, only if this unit of work commits."""
        let_take_part(self, event)
        self._events.append(event)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that may fail alone: after an exception its changes and events are gone, and the rest stays."""
        kept = len(self._events)
        try:
            with self.db.begin_nested():
                yield
        except BaseException:
            del self._events[kept:]
            raise

    def defer(self, job: Deferrable, *, key: str | None = None, at: datetime | None = None, **arguments: Any) -> None:
        """Run a job after this unit of work has committed, at least once; jobs of one key run one at a time."""
        if self.jobs is None:
            raise RuntimeError("this unit of work has no job queue")
        self.jobs.defer(self.db, job.name, arguments, key, at)
        self._deferred = True

    def append_events(self) -> None:
        """Write the recorded events and the jobs that react to them into the open transaction."""
        if not self._events:
            return
        events, self._events = self._events, []
        self._announces = True
        self.db.flush()
        author = log.Author(self.actor, self.request_id, self.address)
        positions = log.append(self.db, events, self._changes(events), author, self.now)
        if self.reactions is None:
            return
        for position, event in zip(positions, events, strict=True):
            for job in self.reactions(event):
                self.defer(job, key=f"event:{event.task_id or event.agent_id or event.board_id}", position=position)

    def _changes(self, events: Sequence[Event]) -> Sequence[JsonObject | None]:
        return self.db.recorder.take(events) if isinstance(self.db, RecordingSession) else [None] * len(events)

    @property
    def has_deferred(self) -> bool:
        return self._deferred

    @property
    def has_news(self) -> bool:
        """Whether it has written events."""
        return self._announces


class Database:
    """Opens units of work. SQLite has one writer: a lock in the process queues writers fairly and without polling."""

    def __init__(self, engine: Engine, clock: Clock = utc_now, environment: Environment | None = None) -> None:
        self.engine = engine
        self._info = {SESSION_KEY: environment}
        self.clock = clock
        self.jobs: JobQueue | None = None
        self.reactions: Callable[[Event], Sequence[Deferrable]] | None = None
        self.passage = Passage(engine)
        """For what is told at this moment alone."""
        self.after_news: list[Callable[[], None]] = []
        """Called after each commit that has written events."""
        self._write_lock = threading.Lock() if engine.dialect.name == "sqlite" else None

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A unit of work that must not change anything; closing it rolls back, and what was read stays readable."""
        with Session(self.engine, autoflush=False, expire_on_commit=False, info=self._info) as session:
            yield UnitOfWork(session, self.clock())

    @contextmanager
    def write(self, actor: ActorRef = SYSTEM, request_id: str | None = None) -> Iterator[UnitOfWork]:
        """A unit of work that is committed when the block ends without an exception."""
        if self._write_lock is None:
            with self._transaction(actor, request_id) as unit:
                yield unit
        else:
            with self._write_lock, self._transaction(actor, request_id) as unit:
                yield unit
        if unit.has_deferred and self.jobs is not None:
            self.jobs.wake()
        if unit.has_news:
            for announce in self.after_news:
                announce()

    @contextmanager
    def _transaction(self, actor: ActorRef, request_id: str | None) -> Iterator[UnitOfWork]:
        with RecordingSession(self.engine, autoflush=True, expire_on_commit=False, info=self._info) as session:
            connections.keep(session, session.connection(execution_options={"write": True}))
            unit = UnitOfWork(
                session, self.clock(), actor, request_id, _address(), self.jobs, self.reactions, writes=True
            )
            yield unit
            unit.append_events()
            session.commit()


def _address() -> str | None:
    """Where the request comes from that this thread works for, if it is one and its address is known."""
    request = current_request()
    return request.client_ip if request and request.client_ip != UNKNOWN else None
