"""A board and its crew for each test."""

from collections.abc import Iterator

import pytest

from tests.support.server import ServerProcess
from tests.tasks.crew import Crew, crew_of


@pytest.fixture
def crew(server: ServerProcess) -> Iterator[Crew]:
    with crew_of(server) as made:
        yield made
