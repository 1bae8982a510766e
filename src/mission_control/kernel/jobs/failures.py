"""How a failure is told to operators: short, and without what it may have carried along."""

import re

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from mission_control.kernel.jobs.registry import Job
from mission_control.kernel.logging import get_logger

logger = get_logger(__name__)

MAX_LENGTH = 300

_SECRETS = (
    (re.compile(r"//[^/\s@]+@"), "//…@"),
    (re.compile(r"(?i)\b(bearer|basic)\s+\S+"), r"\1 …"),
    (re.compile(r"(?i)\b(\w*(?:token|secret|password|key))(\"?\s*[=:]\s*)\S+"), r"\1\2…"),
    (re.compile(r"[A-Za-z0-9_\-+/]{40,}"), "…"),
)


def describe(error: BaseException) -> str:
    """One line for the list of failed jobs. The log has the rest."""
    kind = type(error).__name__
    if isinstance(error, SQLAlchemyError):
        # Its text repeats the statement with its parameters, and the driver's the values of the row.
        return f"{kind} ({type(error.orig).__name__})" if isinstance(error, DBAPIError) else kind
    lines = str(error).strip().splitlines()
    if not lines:
        return kind
    text = lines[0]
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return f"{kind}: {text}"[:MAX_LENGTH]


def log_failure(job: Job, attempts: int, error: BaseException) -> None:
    if job.is_exhausted(attempts):
        logger.error("jobs.gave_up", job=job.name, attempts=attempts, exc_info=error)
    else:
        logger.warning("jobs.failed", job=job.name, attempts=attempts, error=describe(error))
