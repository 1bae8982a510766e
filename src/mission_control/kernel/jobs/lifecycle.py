"""How procrastinate's worker ends, retries and rescues jobs for us."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
from procrastinate import exceptions
from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job as QueuedJob
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from mission_control.kernel.clock import Clock
from mission_control.kernel.jobs.models import JobStatus
from mission_control.kernel.jobs.registry import Job, Registry
from mission_control.kernel.logging import get_logger

logger = get_logger(__name__)

_BURY = """
    WITH dead AS (
        DELETE FROM procrastinate_jobs
        WHERE id = %(job_id)s AND status = 'doing' AND worker_id IS NOT DISTINCT FROM %(worker_id)s
        RETURNING task_name, args, lock, attempts
    )
    INSERT INTO jobs (name, arguments, key, run_at, attempts, status, last_error, created_at, updated_at)
    SELECT task_name, args, lock, %(now)s, attempts + 1, %(status)s, %(error)s, %(now)s, %(now)s FROM dead
"""


class Retry(BaseRetryStrategy):
    """Always says when: a job that has used up its attempts has left the queue before this is asked."""

    def __init__(self, job: Job, clock: Clock) -> None:
        self._job = job
        self._clock = clock

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision:  # noqa: ARG002
        return RetryDecision(retry_at=self._clock() + self._job.retry_delay(job.attempts + 1))


class WorkerManager(JobManager):
    """procrastinate's access to its queue, with our ends of a job.

    `broken` is set when the outcome of a job could not be stored. procrastinate would leave such a job running for as
    long as its worker lives; the engine starts a new worker instead, to which the job is stalled.
    """

    def __init__(self, connector: BaseConnector, registry: Registry, clock: Clock) -> None:
        super().__init__(connector)
        self._registry = registry
        self._clock = clock
        self.broken = asyncio.Event()

    async def finish_job(self, job: QueuedJob, status: Status, delete_job: bool) -> None:  # noqa: ARG002
        if status is Status.SUCCEEDED:
            return  # its row went with the handler's transaction
        with self._breaking():
            delay = self._registry.find(job.task_name).retry_delay(job.attempts + 1)
            await self._again_or_never(job, self._clock() + delay, f"no handler is registered as {job.task_name}")

    async def retry_job(
        self,
        job: QueuedJob,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        with self._breaking():
            await super().retry_job(job, retry_at, priority, queue, lock)

    async def rescue_stalled_jobs(self, stalled_seconds: float) -> None:
        """Give the jobs of workers without a sign of life to others, for ever.

        Several workers may do so at once: a job that is taken back from a living worker is rolled back there.
        """
        while True:
            for job in await self.get_stalled_jobs(seconds_since_heartbeat=stalled_seconds):
                await self._rescue(job)
            await asyncio.sleep(stalled_seconds / 3)

    async def _rescue(self, job: QueuedJob) -> None:
        logger.warning("jobs.stalled", job=job.task_name)
        try:
            if job.queueing_lock is not None:
                # A periodic job: the next period is its retry.
                await super().finish_job(job, Status.FAILED, delete_job=True)
            else:
                await self._again_or_never(job, self._clock(), "the process that ran the job ended")
        except exceptions.ConnectorException as error:
            # Another worker was faster.
            if not isinstance(error.__cause__, psycopg.errors.RaiseException):
                raise

    async def _again_or_never(self, job: QueuedJob, retry_at: datetime, reason: str) -> None:
        if not self._registry.find(job.task_name).is_exhausted(job.attempts + 1):
            await super().retry_job(job, retry_at)
            return
        await self.connector.execute_query_async(
            _BURY,
            job_id=job.id,
            worker_id=job.worker_id,
            now=self._clock(),
            status=JobStatus.FAILED.value,
            error=reason,
        )

    @contextmanager
    def _breaking(self) -> Iterator[None]:
        try:
            yield
        except exceptions.ConnectorException:
            self.broken.set()
            raise
