"""The office, and a board whose agents speak plain HTTP."""

from tests.provisioning.office import office
from tests.tasks.conftest import crew

__all__ = ["crew", "office"]
