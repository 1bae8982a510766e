"""A process that runs background jobs and serves nothing; several may work on one PostgreSQL database."""

import signal

from mission_control.entry.runtime import open_database
from mission_control.gateways.api import GatewayKeeper
from mission_control.kernel.heap import keep_one_heap
from mission_control.kernel.jobs.engine import make_job_engine
from mission_control.kernel.logging import get_logger
from mission_control.kernel.settings import Settings

logger = get_logger(__name__)

FINISH_SECONDS = 60.0
"""For the jobs that run when the worker is told to stop; what takes longer is done again by another worker."""

TOLD_TO_STOP = {signal.SIGTERM, signal.SIGINT}


def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT."""
    keep_one_heap()
    # Waited for, not handled: a handler that comes between a look at its own flag and the wait for it wakes nobody.
    # Blocked before the first thread starts, because threads inherit the mask.
    former = signal.pthread_sigmask(signal.SIG_BLOCK, TOLD_TO_STOP)
    database = open_database(settings)
    jobs = make_job_engine(database)
    gateways = GatewayKeeper(database, settings.gateway_lease_seconds)
    try:
        jobs.start()
        gateways.start()
        logger.info("worker.started")
        signal.sigwait(TOLD_TO_STOP)
        logger.info("worker.stopping")
        gateways.stop()
        jobs.stop(FINISH_SECONDS)
    finally:
        database.engine.dispose()
        signal.pthread_sigmask(signal.SIG_SETMASK, former)
    logger.info("worker.stopped")
