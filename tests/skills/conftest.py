"""A server whose packs may come from a git server of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.git_server import GitServer, git_server
from tests.support.server import ServerProcess
from tests.support.world import move_to_new_organization


@pytest.fixture(scope="session")
def git(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GitServer]:
    folder: Path = tmp_path_factory.mktemp("git")
    with git_server(folder) as server:
        yield server


@pytest.fixture(scope="module")
def server(module_database: str, git: GitServer) -> Iterator[ServerProcess]:
    env = {"SSL_CERT_FILE": str(git.certificate), "SKILL_PACK_HOSTS": f"github.com, {git.host}"}
    with ServerProcess(module_database, env=env) as process:
        yield process.start()


@pytest.fixture
def operator(server: ServerProcess) -> Iterator[httpx.Client]:
    """A person in an organization without skills."""
    with server.as_operator() as client:
        move_to_new_organization(client)
        yield client
