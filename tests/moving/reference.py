"""A database of the reference, made from what is known of its structure, and filled inside SQL."""

from __future__ import annotations

import base64
import hashlib
import secrets
from contextlib import closing
from hashlib import md5
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

HERE = Path(__file__).parent
ITERATIONS = 200_000
"""What the reference uses."""


def id_of(name: str) -> str:
    """The id that the filling gives to a name."""
    return str(UUID(md5(name.encode(), usedforsecurity=False).hexdigest()))


class ReferenceDatabase:
    def __init__(self, url: str) -> None:
        self.url = url

    def fill(self, tasks: int) -> None:
        with closing(self._connect()) as connection:
            connection.execute(_script("reference.sql"))
            connection.execute(_script("filling.sql").replace(b":tasks", str(tasks).encode()))

    def soil(self) -> None:
        """Add rows that are not as they should be."""
        self.execute(_script("soiling.sql"))

    def give_token(self, agent_id: str, iterations: int = ITERATIONS) -> str:
        """Give an agent a token as the reference makes and keeps them."""
        token, salt = secrets.token_urlsafe(32), secrets.token_bytes(16)
        digest = hashlib.pbkdf2_hmac("sha256", token.encode(), salt, iterations)
        stored = f"pbkdf2_sha256${iterations}${_plain(salt)}${_plain(digest)}"
        self.execute(b"UPDATE agents SET agent_token_hash = %s WHERE id = %s", stored, agent_id)
        return token

    def execute(self, statement: bytes, *values: object) -> None:
        with closing(self._connect()) as connection:
            connection.execute(statement, values or None)

    def one(self, statement: bytes) -> Any:
        with closing(self._connect()) as connection:
            row = connection.execute(statement).fetchone()
            return row[0] if row else None

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True)


def _script(name: str) -> bytes:
    return (HERE / name).read_bytes()


def _plain(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
