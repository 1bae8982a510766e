"""What can be done later: jobs, periodic jobs and reactions to events, each registered under a unique name.

A handler gets a unit of work of its own. What it writes is committed together with the end of the job, so inside the
database each job takes effect exactly once; what it does elsewhere may happen again. One that goes elsewhere at all is
an errand: it holds no transaction while it waits for others.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Event
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.logging import get_logger

logger = get_logger(__name__)

MAX_ATTEMPTS = 8
RETRY_BASE_SECONDS = 2.0
RETRY_MAX_SECONDS = 600.0

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class DuplicateJob(Exception):
    """Two handlers under one name: jobs of the one would run as the other."""


class UnknownJob(Exception):
    """No handler has this name in this process; a process of another release may have deferred the job."""


Finish = Callable[[UnitOfWork], None]
"""What is written in the transaction that ends a job."""


@dataclass(frozen=True)
class Job:
    """A handler that a unit of work can defer: `uow.defer(job, key=…, at=…, **arguments)`."""

    name: str
    handler: Callable[..., Any]
    max_attempts: int = MAX_ATTEMPTS
    retry_base_seconds: float = RETRY_BASE_SECONDS
    retry_max_seconds: float = RETRY_MAX_SECONDS

    def __call__(self, uow: UnitOfWork, **arguments: Any) -> None:
        self.handler(uow, **arguments)

    def prepare(self, database: Database, **arguments: Any) -> Finish:  # noqa: ARG002 - an errand needs it
        """Do what is to be done before the transaction that ends the job; a plain job is all in that."""
        return lambda uow: self(uow, **arguments)

    @property
    def is_usual(self) -> bool:
        """Whether nothing of how it is repeated was chosen for this job."""
        chosen = self.max_attempts, self.retry_base_seconds, self.retry_max_seconds
        return chosen == (MAX_ATTEMPTS, RETRY_BASE_SECONDS, RETRY_MAX_SECONDS)

    def is_exhausted(self, attempts: int) -> bool:
        return attempts >= self.max_attempts

    def retry_delay(self, attempts: int) -> timedelta:
        """The pause after this many failed attempts: doubling, and spread so that failures do not return in step."""
        longest = min(self.retry_base_seconds * 2 ** min(attempts - 1, 30), self.retry_max_seconds)
        return timedelta(seconds=random.uniform(longest / 2, longest))  # noqa: S311 - not a secret


class Errand(Job):
    """A job that waits for something outside: a server, a gateway, a repository.

    `handler(database, **arguments)` opens short units of work of its own for what it must read, and answers what is to
    be written at the end. Errands take no turns with jobs: one that waits keeps no job waiting.
    """

    def prepare(self, database: Database, **arguments: Any) -> Finish:
        finish: Finish = self.handler(database, **arguments)
        return finish


@dataclass(frozen=True)
class Periodic:
    """A handler that runs once per period over all processes. A failure is logged; the next period is the retry."""

    name: str
    handler: Callable[[UnitOfWork], None]
    every: timedelta

    def __call__(self, uow: UnitOfWork) -> None:
        self.handler(uow)


@dataclass
class Registry:
    """The handlers of one process, filled while the features are imported."""

    jobs: dict[str, Job] = field(default_factory=dict)
    periodic_jobs: dict[str, Periodic] = field(default_factory=dict)
    _reactions: dict[type[Event], list[Job]] = field(default_factory=dict)

    def retry_as(self, retries: int | None, base_seconds: float | None, max_seconds: float | None) -> None:
        """Have jobs that ask for nothing of their own repeated as the operator wishes; None leaves what is usual."""
        attempts = MAX_ATTEMPTS if retries is None else retries + 1
        base = RETRY_BASE_SECONDS if base_seconds is None else base_seconds
        longest = RETRY_MAX_SECONDS if max_seconds is None else max_seconds
        for name, job in self.jobs.items():
            if job.is_usual:
                self.jobs[name] = replace(
                    job, max_attempts=attempts, retry_base_seconds=base, retry_max_seconds=max(base, longest)
                )

    def job(
        self,
        name: str,
        *,
        max_attempts: int = MAX_ATTEMPTS,
        retry_base_seconds: float = RETRY_BASE_SECONDS,
        retry_max_seconds: float = RETRY_MAX_SECONDS,
    ) -> Callable[[Callable[..., None]], Job]:
        """Register `handler(uow, **arguments)`; the arguments come back as the JSON they were stored as."""

        def register(handler: Callable[..., None]) -> Job:
            return self._add(Job(name, handler, max_attempts, retry_base_seconds, retry_max_seconds))

        return register

    def errand(
        self,
        name: str,
        *,
        max_attempts: int = MAX_ATTEMPTS,
        retry_base_seconds: float = RETRY_BASE_SECONDS,
        retry_max_seconds: float = RETRY_MAX_SECONDS,
    ) -> Callable[[Callable[..., Finish]], Errand]:
        """Register `errand(database, **arguments)`, which answers what is to be written in its last transaction."""

        def register(errand: Callable[..., Finish]) -> Errand:
            made = Errand(name, errand, max_attempts, retry_base_seconds, retry_max_seconds)
            self._add(made)
            return made

        return register

    def is_errand(self, name: str) -> bool:
        return isinstance(self.jobs.get(name), Errand)

    def errand_names(self) -> list[str]:
        return [name for name in self.jobs if self.is_errand(name)]

    def periodic(self, name: str, *, every: timedelta) -> Callable[[Callable[[UnitOfWork], None]], Periodic]:
        """Register `handler(uow)`; `every` must divide a minute, an hour or a day evenly."""
        cron_of(every)

        def register(handler: Callable[[UnitOfWork], None]) -> Periodic:
            self._claim_name(name)
            self.periodic_jobs[name] = Periodic(name, handler, every)
            return self.periodic_jobs[name]

        return register

    def reacts_to(
        self, *events: type[Event], max_attempts: int = MAX_ATTEMPTS
    ) -> Callable[[Callable[[UnitOfWork, EventRow], None]], Job]:
        """Register `handler(uow, event)`, deferred with every such event in the transaction that emits it."""

        def register(handler: Callable[[UnitOfWork, EventRow], None]) -> Job:
            module = handler.__module__.removeprefix("mission_control.").replace(".handlers", "")
            job = self._add(Job(f"{module}.{handler.__name__}", _with_event(handler), max_attempts))
            for event in events:
                self._reactions.setdefault(event, []).append(job)
            return job

        return register

    def reactions_of(self, event: Event) -> list[Job]:
        found = [job for kind in type(event).__mro__ for job in self._reactions.get(kind, ())]
        return list(dict.fromkeys(found))

    def find(self, name: str) -> Job:
        """The job of this name; an unknown one fails when it is run, and so is retried like any other failure."""
        return self.jobs.get(name) or Job(name, _missing(name))

    def _add(self, job: Job) -> Job:
        self._claim_name(job.name)
        self.jobs[job.name] = job
        return job

    def _claim_name(self, name: str) -> None:
        if name in self.jobs or name in self.periodic_jobs:
            raise DuplicateJob(f"a job named {name} is already registered")


def _with_event(handler: Callable[[UnitOfWork, EventRow], None]) -> Callable[..., None]:
    def react(uow: UnitOfWork, position: int) -> None:
        event = uow.db.get(EventRow, position)
        if event is None:
            logger.warning("jobs.event_no_longer_kept", position=position, handler=handler.__name__)
            return
        handler(uow, event)

    return react


def _missing(name: str) -> Callable[..., None]:
    def fail(_uow: UnitOfWork, **_arguments: Any) -> None:
        raise UnknownJob(f"no handler is registered as {name}")

    return fail


def cron_of(every: timedelta) -> str:
    """The period as a cron line with seconds as its sixth field; raises ValueError for one that cron cannot say."""
    seconds = every.total_seconds()
    if seconds >= 1 and _MINUTE % seconds == 0:
        return f"* * * * * */{int(seconds)}" if seconds < _MINUTE else "* * * * *"
    if seconds > 0 and seconds % _MINUTE == 0 and _HOUR % seconds == 0:
        return f"*/{int(seconds // _MINUTE)} * * * *" if seconds < _HOUR else "0 * * * *"
    if seconds > 0 and seconds % _HOUR == 0 and _DAY % seconds == 0:
        return f"0 */{int(seconds // _HOUR)} * * *" if seconds < _DAY else "0 0 * * *"
    raise ValueError(f"a period of {every} does not divide a minute, an hour or a day evenly")


def checked(arguments: JsonObject) -> JsonObject:
    """The arguments, if they are JSON; else a TypeError where the mistake is, not in a worker later."""
    json.dumps(arguments, allow_nan=False)
    return arguments


REGISTRY = Registry()
job = REGISTRY.job
errand = REGISTRY.errand
periodic = REGISTRY.periodic
reacts_to = REGISTRY.reacts_to
reactions_of = REGISTRY.reactions_of
