"""A server on which several people sign in, on each database."""

from tests.support.crowds import crowd, server

__all__ = ["crowd", "server"]
