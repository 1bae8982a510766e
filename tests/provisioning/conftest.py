"""The office, for all tests of this folder, on servers that make no long pauses between two tries or two tasks."""

from collections.abc import Iterator

import pytest

from tests.provisioning.office import office
from tests.support.server import ServerProcess

__all__ = ["office"]

SOON = {"AGENT_TURN_RETRY_SECONDS": "0.1", "AGENT_SETUP_RETRY_SECONDS": "0.5", "AGENT_NEXT_TASK_SECONDS": "2"}


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    with ServerProcess(module_database, env=SOON) as process:
        yield process.start()
