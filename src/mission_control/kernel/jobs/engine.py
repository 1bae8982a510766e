"""Which engine runs the jobs of a database."""

from typing import TYPE_CHECKING, TypeAlias

from mission_control.kernel.db.session import Database
from mission_control.kernel.jobs.embedded import EmbeddedJobs
from mission_control.kernel.jobs.registry import REGISTRY, Registry

if TYPE_CHECKING:
    from mission_control.kernel.jobs.procrastinate_engine import ProcrastinateJobs

JobEngine: TypeAlias = "EmbeddedJobs | ProcrastinateJobs"


def make_job_engine(database: Database, registry: Registry = REGISTRY) -> JobEngine:
    """The engine for this database, connected to it: its units of work can defer jobs and trigger reactions.

    Deferring works at once; jobs run in this process between `start` and `stop`, which every handler's module must have
    been imported before.
    """
    engine: JobEngine
    if database.engine.dialect.name == "postgresql":
        # Loaded where it is needed: a server on SQLite does without this library and its driver.
        from mission_control.kernel.jobs.procrastinate_engine import ProcrastinateJobs

        engine = ProcrastinateJobs(database, registry)
    else:
        engine = EmbeddedJobs(database, registry)
    database.jobs = engine
    database.reactions = registry.reactions_of
    return engine
