"""A receiver, and servers that are allowed to post to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.subscriptions.office import Office
from tests.subscriptions.receiver import Receiver
from tests.support.server import ServerProcess


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    env = {"SUBSCRIPTION_ALLOW_PRIVATE_ADDRESSES": "true"}
    with ServerProcess(module_database, env=env, hurried=True) as process:
        yield process.start()


@pytest.fixture
def office(database: str, tmp_path: Path) -> Iterator[Office]:
    opened = Office.opened(database, tmp_path)
    yield opened
    opened.close()
