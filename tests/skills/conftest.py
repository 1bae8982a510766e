"""A server whose packs may come from a git server of the tests."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.support.git_server import GitServer
from tests.support.server import ServerProcess
from tests.support.world import move_to_new_organization


@pytest.fixture(scope="module")
def server(module_database: str, git: GitServer) -> Iterator[ServerProcess]:
    with ServerProcess(module_database, env=git.trusted_by_the_server()) as process:
        yield process.start()


@pytest.fixture
def operator(server: ServerProcess) -> Iterator[httpx.Client]:
    """A person in an organization without skills."""
    with server.as_operator() as client:
        move_to_new_organization(client)
        yield client
