"""The real gateway, started once and gone when its tests are over, and an installation that uses it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import unavailable
from tests.gateway.model import ScriptedModel
from tests.gateway.real import RealGateway, installed
from tests.support.server import ServerProcess
from tests.support.services import Services


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    """The language model of the gateway's agents."""
    with ScriptedModel() as scripted:
        yield scripted


@pytest.fixture(scope="module")
def gateway(model: ScriptedModel) -> Iterator[RealGateway]:
    """A real gateway: half a minute to start and a gigabyte, so all its tests are in one module, for one worker."""
    installation = installed()
    if installation is None:
        unavailable("no gateway is installed (`make setup-test` does that)")
        return
    with RealGateway(installation, model.url) as running:
        yield running


@pytest.fixture(scope="module")
def server(services: Services) -> Iterator[ServerProcess]:
    """One installation for the module: each of its own would have a main agent set up on the gateway."""
    url = services.new_database("sqlite")
    with ServerProcess(url) as process:
        yield process.start()
    services.drop_database(url)
