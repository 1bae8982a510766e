"""The real gateway, started once and gone when its tests are over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import unavailable
from tests.gateway.model import ScriptedModel
from tests.gateway.real import RealGateway, installed


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
