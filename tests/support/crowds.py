"""Fixtures of tests in which several people sign in, on each database; a `conftest.py` imports them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import several_people
from tests.support.server import ServerProcess
from tests.support.several_people import Crowd


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    with ServerProcess(module_database, module=several_people.MODULE) as process:
        yield process.start()


@pytest.fixture
def crowd(server: ServerProcess, module_database: str) -> Iterator[Crowd]:
    made = Crowd(server, module_database)
    yield made
    made.close()
