"""A board and its crew for each test."""

from collections.abc import Iterator

import pytest

from tests.support.server import ServerProcess
from tests.tasks.crew import Crew, crew_of

SOON = {"EVENT_STREAM_PING_SECONDS": "0.5"}
"""Readers of streams find out sooner that they are done."""


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    with ServerProcess(module_database, env=SOON) as process:
        yield process.start()


@pytest.fixture
def crew(server: ServerProcess) -> Iterator[Crew]:
    with crew_of(server) as made:
        yield made
