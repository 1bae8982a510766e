"""The engine on PostgreSQL: procrastinate, over the same database.

Deferring writes procrastinate's row on the connection of the unit of work. Running differs from procrastinate's default
in one thing: the row is deleted in the transaction of the handler, and only by the worker that holds it. A job whose
worker was killed, or only believed dead, so still takes effect exactly once inside the database.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import procrastinate
from procrastinate.jobs import Job as QueuedJob
from procrastinate.worker import Worker
from psycopg.conninfo import make_conninfo
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from mission_control.kernel.db.locks import again_after_lost_races
from mission_control.kernel.db.session import Database
from mission_control.kernel.failures import describe
from mission_control.kernel.jobs.failures import log_failure
from mission_control.kernel.jobs.lifecycle import Retry, WorkerManager
from mission_control.kernel.jobs.models import JobRow, JobStatus
from mission_control.kernel.jobs.registry import REGISTRY, Job, Periodic, Registry, checked, cron_of
from mission_control.kernel.logging import get_logger
from mission_control.kernel.metrics import jobs
from mission_control.kernel.security.principals import SYSTEM

logger = get_logger(__name__)

CONCURRENCY = 4
FETCH_INTERVAL_SECONDS = 1.0
"""New jobs are announced; this is how late one with a time, or a retry, may start."""
HEARTBEAT_SECONDS = 10.0
STALLED_SECONDS = 30.0
CANCEL_AGAIN_SECONDS = 0.5
JOBS_QUEUE, ERRANDS_QUEUE = "default", "errands"
ERRANDS_FETCH_INTERVAL_SECONDS = 5.0
BESIDE_A_WORKER = frozenset({"update_heartbeats", "deferrer", "poll_jobs_to_abort", "listener"})
"""The names that procrastinate 3 gives to the tasks beside its worker."""
RESTART_SECONDS = 2.0

# The announcement lets the key's next job start now instead of at the next poll: procrastinate announces inserts only.
_FINISH = text(
    """
    WITH finished AS (
        DELETE FROM procrastinate_jobs
        WHERE id = :id AND status = 'doing' AND worker_id = :worker
        RETURNING id, lock, queue_name
    )
    SELECT CASE WHEN lock IS NOT NULL THEN
        pg_notify('procrastinate_queue_v1#' || queue_name,
                  json_build_object('type', 'job_inserted', 'job_id', id)::text)
    END FROM finished
    """
)


class _Lost(Exception):
    """Another worker was given the job meanwhile; this one's work is rolled back."""


class ProcrastinateJobs:
    """The job queue of a PostgreSQL database; `start` makes this process one of its workers."""

    def __init__(
        self,
        database: Database,
        registry: Registry = REGISTRY,
        *,
        concurrency: int = CONCURRENCY,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        stalled_seconds: float = STALLED_SECONDS,
    ) -> None:
        self._database = database
        self._registry = registry
        self._concurrency = concurrency
        self._heartbeat_seconds = heartbeat_seconds
        self._stalled_seconds = stalled_seconds
        # Never opened: it only writes on connections that it is given.
        self._deferrer = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def defer(self, db: Session, name: str, arguments: dict[str, Any], key: str | None, at: datetime | None) -> None:
        connection = db.connection().connection.driver_connection
        queue = ERRANDS_QUEUE if self._registry.is_errand(name) else JOBS_QUEUE
        task = self._deferrer.configure_task(name, queue=queue, lock=key, schedule_at=at, connection=connection)
        task.defer(**checked(arguments))

    def wake(self) -> None:
        """Nothing to do: the database announces new jobs to all workers when the transaction commits."""

    def start(self) -> None:
        if self._thread is not None:
            return
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), name="jobs", daemon=True)
        self._thread.start()
        ready.wait()

    def stop(self, timeout: float = 8.0) -> None:
        """Let the running jobs finish, for a while, and start no other; what is cut off is run again elsewhere."""
        if self._thread is None:
            return
        if self._loop is not None and self._stop is not None:
            # A loop that has already ended has nothing left to stop.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(timeout)
        self._thread = None

    # --- the worker, in its own thread and event loop

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        ready.set()
        while not self._stop.is_set():
            try:
                await self._work(self._stop)
            except Exception:
                logger.exception("jobs.worker_restarts", seconds=RESTART_SECONDS)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), RESTART_SECONDS)

    async def _work(self, stop: asyncio.Event) -> None:
        """Run a worker for jobs and one for errands, until asked to stop or until something of them fails."""
        app, manager = self._make_app()
        async with app.open_async():
            workers = [
                self._make_worker(app, JOBS_QUEUE, FETCH_INTERVAL_SECONDS),
                self._make_worker(app, ERRANDS_QUEUE, ERRANDS_FETCH_INTERVAL_SECONDS),
            ]
            work = [asyncio.create_task(worker.run()) for worker in workers]
            others = [
                asyncio.create_task(stop.wait()),
                asyncio.create_task(manager.broken.wait()),
                asyncio.create_task(manager.rescue_stalled_jobs(self._stalled_seconds)),
            ]
            try:
                ended, _ = await asyncio.wait([*work, *others], return_when=asyncio.FIRST_COMPLETED)
            finally:
                # Told, not cancelled: a worker that is just starting could miss that. It finishes what it has begun.
                for worker in workers:
                    worker.stop()
                await asyncio.gather(
                    *(_finish_work(task) for task in work), *(_end(task) for task in others), return_exceptions=True
                )
            for part in ended:
                part.result()

    def _make_worker(self, app: procrastinate.App, queue: str, fetch_interval_seconds: float) -> Worker:
        return Worker(
            app,
            queues=[queue],
            concurrency=self._concurrency,
            fetch_job_polling_interval=fetch_interval_seconds,
            update_heartbeat_interval=self._heartbeat_seconds,
            stalled_worker_timeout=self._stalled_seconds,
            install_signal_handlers=False,
        )

    def _make_app(self) -> tuple[procrastinate.App, WorkerManager]:
        connector = procrastinate.PsycopgConnector(conninfo=self._conninfo(), min_size=1, max_size=2)
        app = procrastinate.App(connector=connector)
        app.job_manager = manager = WorkerManager(connector, self._registry, self._database.clock)
        for job in self._registry.jobs.values():
            retry = Retry(job, self._database.clock)
            queue = ERRANDS_QUEUE if self._registry.is_errand(job.name) else JOBS_QUEUE
            app.task(name=job.name, queue=queue, pass_context=True, retry=retry)(self._runner(job))
        for periodic in self._registry.periodic_jobs.values():
            # The queueing lock: a period that finds the one before still waiting adds nothing.
            task = app.task(name=periodic.name, pass_context=True, lock=periodic.name, queueing_lock=periodic.name)(
                self._periodic_runner(periodic)
            )
            app.periodic(cron=cron_of(periodic.every))(task)
        return app, manager

    def _conninfo(self) -> str:
        _, options = self._database.engine.dialect.create_connect_args(self._database.engine.url)
        options.pop("context", None)
        return make_conninfo("", **options)

    # --- what the worker calls in its threads

    def _runner(self, job: Job) -> Callable[..., None]:
        def run(context: procrastinate.JobContext, **arguments: Any) -> None:
            attempts = context.job.attempts + 1
            try:
                self._run(context.job, job.prepare(self._database, **arguments))
                jobs.labels(job.name, "done").inc()
            except Exception as error:
                log_failure(job, attempts, error)
                if not job.is_exhausted(attempts):
                    raise
                self._bury(context.job, attempts, error)

        return run

    def _periodic_runner(self, periodic: Periodic) -> Callable[..., None]:
        def run(context: procrastinate.JobContext, timestamp: int) -> None:
            try:
                self._run(context.job, periodic)
                jobs.labels(periodic.name, "done").inc()
            except Exception:
                jobs.labels(periodic.name, "failed").inc()
                # A retry could collide with the next period's job under the queueing lock.
                logger.exception("jobs.periodic_failed", job=periodic.name, due=timestamp)
                self._run(context.job, lambda _uow: None)

        return run

    def _run(self, queued: QueuedJob, handler: Callable[[Any], None]) -> None:
        """Run a handler and end its job in one transaction."""

        def transaction() -> None:
            with self._database.write(actor=SYSTEM) as uow:
                handler(uow)
                uow.append_events()
                # Last, so that a rescuer never has to wait for a handler.
                _finish(uow.db, queued)

        try:
            # To lose a race is no failure of the job.
            again_after_lost_races(transaction)
        except _Lost:
            logger.warning("jobs.lost_to_another_worker", job=queued.task_name)

    def _bury(self, queued: QueuedJob, attempts: int, error: Exception) -> None:
        with contextlib.suppress(_Lost), self._database.write(actor=SYSTEM) as uow:
            _finish(uow.db, queued)
            row = {
                "name": queued.task_name,
                "arguments": queued.task_kwargs,
                "key": queued.lock,
                "run_at": uow.now,
                "attempts": attempts,
                "status": JobStatus.FAILED,
                "last_error": describe(error),
                "created_at": uow.now,
                "updated_at": uow.now,
            }
            uow.db.execute(insert(JobRow).values(row))


def _finish(db: Session, queued: QueuedJob) -> None:
    if not db.execute(_FINISH, {"id": queued.id, "worker": queued.worker_id}).all():
        raise _Lost


async def _end(task: asyncio.Task[Any]) -> None:
    """Cancel until it takes effect: a cancellation that meets the end of a timed wait is lost (Python before 3.12)."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=CANCEL_AGAIN_SECONDS)


async def _finish_work(work: asyncio.Task[None]) -> None:
    """Wait for a worker that was told to stop. It cancels what runs beside it once, and would wait for ever for what
    has lost that.
    """
    while not (await asyncio.wait([work], timeout=CANCEL_AGAIN_SECONDS))[0]:
        for task in asyncio.all_tasks():
            if task.get_name() in BESIDE_A_WORKER:
                task.cancel()
