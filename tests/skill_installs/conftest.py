"""The office, for all tests of this folder, and its database."""

import pytest

from tests.provisioning.office import office
from tests.support.people import People

__all__ = ["office"]


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)
