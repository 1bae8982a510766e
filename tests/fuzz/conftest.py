"""The scene of one module, on each database, and the document that hostile inputs are made from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.permissions.operations import Operation, operations_of
from tests.permissions.scene import Scene
from tests.support.document import served_document
from tests.support.people import People
from tests.support.server import ServerProcess


@pytest.fixture(scope="module")
def scene(server: ServerProcess, module_database: str) -> Scene:
    return Scene(server, People(module_database))


@pytest.fixture(scope="module")
def document(server: ServerProcess) -> dict[str, Any]:
    return served_document(server)


@pytest.fixture(scope="module")
def operations(document: dict[str, Any]) -> list[Operation]:
    return list(operations_of(document))
