"""One server on SQLite for the journeys of a module, that mind neither each other's boards nor each other's streams."""

from collections.abc import Iterator

import pytest

from tests.support.server import ServerProcess


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with ServerProcess() as process:
        yield process.start()
