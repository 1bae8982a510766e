"""The office, for all tests of this folder, on servers that begin failed turns anew without long pauses."""

from collections.abc import Iterator

import pytest

from tests.provisioning.office import office
from tests.support.server import ServerProcess

__all__ = ["office"]


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    with ServerProcess(module_database, env={"AGENT_TURN_RETRY_SECONDS": "0.1"}) as process:
        yield process.start()
