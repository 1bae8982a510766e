"""A room for each test."""

from collections.abc import Iterator

import pytest

from tests.onboarding.asked import Room
from tests.provisioning.fleet import add_gateway, board_on
from tests.provisioning.keeping import AgentKeeping
from tests.support.server import ServerProcess
from tests.support.world import move_to_new_organization


@pytest.fixture
def room(server: ServerProcess) -> Iterator[Room]:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        gateway = add_gateway(operator, scripted.url, name="Oslo")
        board = board_on(operator, gateway, name="Launch", description="The launch of the book")
        yield Room(server, operator, keeping, scripted, gateway, board)
