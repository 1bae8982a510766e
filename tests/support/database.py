"""The product's own database, opened in the process of the test: one more beside those of the servers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.db.session import Database
from mission_control.kernel.environment import Environment
from mission_control.kernel.security.secrets import SecretBox
from mission_control.kernel.settings import load_settings

SECRET_KEY = "a-key-of-the-tests-0123456789-abcdefghij"
"""What is signed here is good for servers that have this key."""
Clock = Callable[[], datetime]


def open_database(url: str, clock: Clock = lambda: datetime.now(UTC), **settings: Any) -> Database:
    loaded = load_settings(database_url=url, **settings)
    return Database(make_engine(loaded), clock, Environment(loaded, SecretBox(SECRET_KEY)))
