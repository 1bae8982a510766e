"""A room for each test."""

from collections.abc import Iterator

import pytest

from tests.onboarding.asked import Room
from tests.provisioning.fleet import add_gateway, board_on
from tests.provisioning.keeping import AgentKeeping
from tests.support.server import ServerProcess
from tests.support.world import move_to_new_organization

SOON = {"EVENT_STREAM_PING_SECONDS": "0.5"}
"""Readers of streams find out sooner that they are done."""


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    with ServerProcess(module_database, env=SOON) as process:
        yield process.start()


@pytest.fixture
def room(server: ServerProcess) -> Iterator[Room]:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        gateway = add_gateway(operator, scripted.url, name="Oslo")
        board = board_on(operator, gateway, name="Launch", description="The launch of the book")
        yield Room(server, operator, keeping, scripted, gateway, board)
