"""The database of an installation, for commands that read it or queue something beside a running server."""

from collections.abc import Iterator
from contextlib import contextmanager

from mission_control.entry import startup
from mission_control.entry.installation import secret_box
from mission_control.kernel.db.session import Database
from mission_control.kernel.environment import Environment
from mission_control.kernel.jobs.engine import make_job_engine
from mission_control.kernel.settings import Settings


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Raises CannotStart for one that cannot be reached, or is not at this version."""
    engine = startup.reach_database(settings)
    try:
        startup.prepare_schema(settings, engine, may_migrate=False)
        database = Database(engine, environment=Environment(settings, secret_box(settings)))
        # Only to queue: the running server or a worker takes the jobs from there.
        make_job_engine(database)
        yield database
    finally:
        engine.dispose()
