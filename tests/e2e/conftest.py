"""One server on SQLite for the journeys of a module, that mind neither each other's boards nor each other's streams."""

from collections.abc import Iterator

import pytest

from tests.support.server import ServerProcess
from tests.support.services import Services


@pytest.fixture(scope="module")
def server(services: Services) -> Iterator[ServerProcess]:
    url = services.new_database("sqlite")
    with ServerProcess(url) as process:
        yield process.start()
    services.drop_database(url)
