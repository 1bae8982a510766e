"""The engine on SQLite: one thread of the one process that owns the file, and one for each errand that is out.

A job's row is deleted in the transaction of its handler, so a process killed at any point leaves either the job or its
effects, never both and never neither. Nothing polls: the thread sleeps until a job is due or a commit wakes it.
"""

import threading
import time
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.orm import Session, aliased

from mission_control.kernel.db.session import Database
from mission_control.kernel.failures import describe
from mission_control.kernel.jobs.failures import log_failure
from mission_control.kernel.jobs.models import JobRow, JobStatus
from mission_control.kernel.jobs.registry import REGISTRY, Finish, Periodic, Registry, checked
from mission_control.kernel.logging import get_logger
from mission_control.kernel.metrics import jobs
from mission_control.kernel.security.principals import SYSTEM

logger = get_logger(__name__)

LONGEST_SLEEP_SECONDS = 3600.0
"""Waits are measured on the machine's uptime, jobs on the wall clock: look again when the two may have parted."""
PAUSE_AFTER_TROUBLE_SECONDS = 2.0
MAX_ERRANDS = 8
"""How many errands are out at once; others wait in the queue."""


class EmbeddedJobs:
    """The job queue of a SQLite database; `start` makes this process run what is queued."""

    def __init__(self, database: Database, registry: Registry = REGISTRY) -> None:
        self._database = database
        self._registry = registry
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._periods: dict[str, float] = {}
        self._out: dict[int, threading.Thread] = {}

    def defer(self, db: Session, name: str, arguments: dict[str, Any], key: str | None, at: datetime | None) -> None:
        now = self._database.clock()
        row = {
            "name": name,
            "arguments": checked(arguments),
            "key": key,
            "run_at": at or now,
            "created_at": now,
            "updated_at": now,
        }
        db.execute(insert(JobRow).values(row))

    def wake(self) -> None:
        self._awake.set()

    def start(self) -> None:
        if self._thread is not None:
            return
        self._stopping.clear()
        self._periods = dict.fromkeys(self._registry.periodic_jobs, time.monotonic())
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 8.0) -> None:
        """Let what runs finish, for a while, and start no other; what is cut off is run again at the next start."""
        if self._thread is None:
            return
        until = time.monotonic() + timeout
        self._stopping.set()
        self._awake.set()
        for thread in (self._thread, *self._out.values()):
            thread.join(max(until - time.monotonic(), 0))
        self._thread = None

    def _run(self) -> None:
        while not self._stopping.is_set():
            # Cleared before looking: a job committed from here on wakes the wait below.
            self._awake.clear()
            try:
                pause = min(self._run_periodic(), self._run_queued())
            except Exception:
                # The database itself fails (locked, disk full): whatever was queued still is.
                logger.exception("jobs.queue_unreachable")
                self._stopping.wait(PAUSE_AFTER_TROUBLE_SECONDS)
                continue
            if pause > 0:
                self._awake.wait(min(pause, LONGEST_SLEEP_SECONDS))

    def _run_periodic(self) -> float:
        """Run what is due; answers the seconds until the next period begins."""
        for periodic in self._registry.periodic_jobs.values():
            if self._periods[periodic.name] <= time.monotonic() and not self._stopping.is_set():
                self._periods[periodic.name] = time.monotonic() + periodic.every.total_seconds()
                self._attempt_periodic(periodic)
        return min(self._periods.values(), default=float("inf")) - time.monotonic()

    def _attempt_periodic(self, periodic: Periodic) -> None:
        try:
            with self._database.write(actor=SYSTEM) as uow:
                periodic(uow)
            jobs.labels(periodic.name, "done").inc()
        except Exception:
            jobs.labels(periodic.name, "failed").inc()
            logger.exception("jobs.periodic_failed", job=periodic.name)

    def _run_queued(self) -> float:
        """Run or send out one job if one is due; answers the seconds until the next is, 0 after having done so."""
        with self._database.read() as uow:
            row = uow.db.execute(self._next_up()).one_or_none()
        if row is None:
            return float("inf")
        wait = float((row.run_at - self._database.clock()).total_seconds())
        if wait <= 0 and self._registry.is_errand(row.name):
            self._send_out(row.id)
        elif wait <= 0:
            self._attempt(row.id)
        return max(wait, 0.0)

    def _send_out(self, job_id: int) -> None:
        def run() -> None:
            try:
                self._attempt(job_id)
            except Exception:
                logger.exception("jobs.queue_unreachable")
                self._stopping.wait(PAUSE_AFTER_TROUBLE_SECONDS)
            finally:
                self._out.pop(job_id)
                self._awake.set()

        self._out[job_id] = threading.Thread(target=run, name=f"errand-{job_id}", daemon=True)
        self._out[job_id].start()

    def _attempt(self, job_id: int) -> None:
        try:
            name, finish = self._prepared(job_id)
            with self._database.write(actor=SYSTEM) as uow:
                claim = delete(JobRow).where(JobRow.id == job_id, JobRow.status == JobStatus.QUEUED)
                if uow.db.execute(claim.returning(JobRow.id)).one_or_none() is not None:
                    finish(uow)
            jobs.labels(name, "done").inc()
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is its job's failure
            self._record_failure(job_id, error)

    def _prepared(self, job_id: int) -> tuple[str, Finish]:
        with self._database.read() as uow:
            row = uow.db.get_one(JobRow, job_id)
        return row.name, self._registry.find(row.name).prepare(self._database, **row.arguments)

    def _record_failure(self, job_id: int, error: Exception) -> None:
        with self._database.write(actor=SYSTEM) as uow:
            row = uow.db.get(JobRow, job_id)
            if row is None:
                return
            job = self._registry.find(row.name)
            row.attempts += 1
            row.last_error = describe(error)
            row.updated_at = uow.now
            row.run_at = uow.now + job.retry_delay(row.attempts)
            if job.is_exhausted(row.attempts):
                row.status = JobStatus.FAILED
        log_failure(job, row.attempts, error)

    def _next_up(self) -> Any:
        """The queued job that is due first; a job waits while an earlier one of its key is queued, even for a retry."""
        earlier = aliased(JobRow)
        held_back = exists().where(
            earlier.key == JobRow.key, earlier.id < JobRow.id, earlier.status == JobStatus.QUEUED
        )
        out = list(self._out)
        query = select(JobRow.id, JobRow.name, JobRow.run_at).where(JobRow.status == JobStatus.QUEUED, ~held_back)
        if out:
            query = query.where(JobRow.id.not_in(out))
        if len(out) >= MAX_ERRANDS:
            query = query.where(JobRow.name.not_in(self._registry.errand_names()))
        return query.order_by(JobRow.run_at, JobRow.id).limit(1)
