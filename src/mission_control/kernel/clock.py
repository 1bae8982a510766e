"""The time, as something that can be handed in: no feature reads the system clock itself."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Answers the present as an aware UTC datetime."""


def utc_now() -> datetime:
    return datetime.now(UTC)
