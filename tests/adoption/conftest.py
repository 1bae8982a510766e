"""The office, for all tests of this folder."""

from tests.provisioning.office import office

__all__ = ["office"]
