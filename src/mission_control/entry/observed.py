"""What the metrics tell of the whole installation: its jobs and its gateways, read when Prometheus asks."""

import threading
import time
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from mission_control.gateways import api as gateways
from mission_control.kernel import metrics
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.jobs import dead_letters, queue

GOOD_FOR_SECONDS = 2.0
"""The page is public: however often it is asked for, the database is asked no more often than this."""


@dataclass(slots=True)
class Observed:
    """Sets the gauges that are the same in every process of the installation."""

    database: Database
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _good_until: float = 0.0

    def look(self) -> None:
        """While the database is away these figures are not there, rather than old; all others are."""
        with self._lock:
            if time.monotonic() < self._good_until:
                return
            try:
                with self.database.read() as uow:
                    _tell(uow)
            except SQLAlchemyError:
                _forget()
            self._good_until = time.monotonic() + GOOD_FOR_SECONDS


def _tell(uow: UnitOfWork) -> None:
    waiting, due = queue.queued(uow.db), queue.oldest_due(uow.db, uow.now)
    given_up, by_state = dead_letters.failed_count(uow.db), gateways.count_by_state(uow.db)
    _forget()
    for job in waiting:
        metrics.jobs_waiting.labels(job.name).set(job.waiting)
    metrics.jobs_oldest_seconds.set((uow.now - due).total_seconds() if due else 0)
    metrics.jobs_given_up.set(given_up)
    for state in gateways.State:
        metrics.gateways.labels(state.value).set(by_state.get(state.value, 0))


def _forget() -> None:
    metrics.jobs_waiting.clear()
    metrics.gateways.clear()
    for gauge in (metrics.jobs_oldest_seconds, metrics.jobs_given_up):
        gauge.set(float("nan"))
