"""The scene of one module, on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.permissions.operations import Operation, operations_of
from tests.permissions.scene import Scene
from tests.support.document import served_document
from tests.support.people import People
from tests.support.server import ServerProcess


@pytest.fixture(scope="module")
def whole_scene(server: ServerProcess, module_database: str) -> Scene:
    return Scene(server, People(module_database))


@pytest.fixture
def scene(whole_scene: Scene) -> Iterator[Scene]:
    """The scene, with its person as the owner before and after each test."""
    whole_scene.own()
    yield whole_scene
    whole_scene.own()


@pytest.fixture(scope="module")
def operations(server: ServerProcess) -> list[Operation]:
    return list(operations_of(served_document(server)))
