"""The real gateway, started once and gone when its tests are over."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

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
        what = "no gateway is installed (`make setup-test` does that)"
        if os.environ.get("CI") == "true":
            pytest.fail(what)
        pytest.skip(what)
    with RealGateway(installation, model.url) as running:
        yield running
