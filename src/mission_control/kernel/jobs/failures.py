"""What the log says of a job that failed."""

from mission_control.kernel.failures import describe
from mission_control.kernel.jobs.registry import Job
from mission_control.kernel.logging import get_logger
from mission_control.kernel.metrics import jobs

logger = get_logger(__name__)


def log_failure(job: Job, attempts: int, error: BaseException) -> None:
    """Say and count it."""
    jobs.labels(job.name, "gave_up" if job.is_exhausted(attempts) else "failed").inc()
    if job.is_exhausted(attempts):
        logger.error("jobs.gave_up", job=job.name, attempts=attempts, exc_info=error)
    else:
        logger.warning("jobs.failed", job=job.name, attempts=attempts, error=describe(error))
