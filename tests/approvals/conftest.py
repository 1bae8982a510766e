"""A board that holds its tasks until approvals are decided, and its crew."""

from collections.abc import Iterator

import pytest

from tests.approvals.asking import RULES
from tests.support.people import People
from tests.support.server import ServerProcess
from tests.tasks.crew import Crew, crew_of

SOON = {"EVENT_STREAM_PING_SECONDS": "0.5"}
"""Readers of streams find out sooner that they are done."""


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    """On PostgreSQL two processes share the database."""
    processes = 1 if module_database.startswith("sqlite") else 2
    with ServerProcess(module_database, env=SOON, processes=processes, hurried=True) as process:
        yield process.start()


@pytest.fixture
def crew(server: ServerProcess) -> Iterator[Crew]:
    with crew_of(server, **RULES) as made:
        yield made


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)
