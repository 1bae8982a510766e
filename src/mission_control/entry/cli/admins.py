"""`mission-control admins`: who sees to the installation, besides the person of local sign-in."""

from collections.abc import Iterator
from contextlib import contextmanager

from mission_control.entry import startup
from mission_control.entry.installation import secret_box
from mission_control.identity import api as identity
from mission_control.kernel.db.session import Database
from mission_control.kernel.environment import Environment
from mission_control.kernel.jobs.engine import make_job_engine
from mission_control.kernel.settings import Settings


def named(settings: Settings) -> list[str]:
    """One line for each."""
    with _database(settings) as database, database.read() as uow:
        return [f"{user.email or 'no address'}  {user.display_name}" for user in identity.installation_admins(uow.db)]


def name(settings: Settings, email: str, *, runs_installation: bool) -> int:
    """How many people have signed in with this address."""
    with _database(settings) as database, database.write() as uow:
        return len(identity.name_installation_admin(uow, email, runs_installation=runs_installation))


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    engine = startup.reach_database(settings)
    try:
        startup.prepare_schema(settings, engine, may_migrate=False)
        database = Database(engine, environment=Environment(settings, secret_box(settings)))
        # What follows from the change is done by the running server or a worker.
        make_job_engine(database)
        yield database
    finally:
        engine.dispose()
