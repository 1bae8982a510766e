"""A process that runs background jobs and serves nothing; several may work on one PostgreSQL database."""

import signal
import threading
from types import FrameType

from mission_control.entry.runtime import open_database
from mission_control.gateways.api import GatewayKeeper
from mission_control.kernel.jobs.engine import make_job_engine
from mission_control.kernel.logging import get_logger
from mission_control.kernel.settings import Settings

logger = get_logger(__name__)

FINISH_SECONDS = 60.0
"""For the jobs that run when the worker is told to stop; what takes longer is done again by another worker."""


def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT."""
    told_to_stop = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        told_to_stop.set()

    former = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    database = open_database(settings)
    jobs = make_job_engine(database)
    gateways = GatewayKeeper(database, settings.gateway_lease_seconds)
    try:
        jobs.start()
        gateways.start()
        logger.info("worker.started")
        told_to_stop.wait()
        logger.info("worker.stopping")
        gateways.stop()
        jobs.stop(FINISH_SECONDS)
    finally:
        database.engine.dispose()
        for number, handler in former.items():
            signal.signal(number, handler)
    logger.info("worker.stopped")
