"""Keys, token digests and encryption at rest.

One master key (`SECRET_KEY`, or a 0600 file in the data folder) is split by HKDF-like labels, so that no two uses share
a key.
"""

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

TOKEN_BYTES = 32
FORMER_KEY = "keyed"
"""Begins digests under the key of a former installation: the key, encrypted under ours, and the digest."""
KEY_MARK = "the key of a backup"


class SecretUnreadable(Exception):
    """A stored secret was written under another SECRET_KEY."""


def stored_secret(path: Path, make: str) -> str:
    """The secret in a file; created with `make` as its content, readable by the owner alone, when it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Linked into place when it is whole: a process that starts at the same time must not read half of it.
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        _write_new(draft, make)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


def replace_secret(path: Path, value: str) -> None:
    """Write a secret so that a crash leaves the old or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    _write_new(draft, value)
    draft.replace(path)


def _write_new(path: Path, value: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(value + "\n")


def new_secret() -> str:
    """256 random bits, URL-safe, 43 characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def same_secret(given: str, expected: str) -> bool:
    """Constant-time comparison of any text: bytes, because `compare_digest` refuses non-ASCII strings."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())


def _digest(key: bytes, token: str) -> str:
    return hmac.digest(key, token.encode("utf-8", "surrogatepass"), "sha256").hex()


class SecretBox:
    """Digests and encryption under keys derived from the master key."""

    def __init__(self, master_key: str) -> None:
        self._master = master_key.encode()
        self._digest_key = self._derive("token-digest")
        self._log_key = self._derive("event-log")

    @cached_property
    def _fernet(self) -> "Fernet":
        from cryptography.fernet import Fernet

        return Fernet(base64.urlsafe_b64encode(self._derive("encryption")))

    def _derive(self, label: str) -> bytes:
        return hmac.new(self._master, f"mission-control/{label}".encode(), hashlib.sha256).digest()

    def digest(self, token: str) -> str:
        """Keyed digest of a token of full entropy: fast on purpose, there is nothing to guess."""
        return _digest(self._digest_key, token)

    def fits(self, token: str, digest: str) -> bool:
        """Whether a stored digest is that of a token, under our key or under the one of a former installation."""
        if not digest.startswith(FORMER_KEY):
            return hmac.compare_digest(self.digest(token), digest)
        _, sealed, made = digest.split("$")
        try:
            key = bytes.fromhex(self.decrypt(sealed))
        except SecretUnreadable:
            return False
        return hmac.compare_digest(_digest(key, token), made)

    def under_former_key(self, digest: str, key: str) -> str:
        """A digest that another installation made, as it is kept here; `key` is that installation's `digest_key`."""
        return digest if digest.startswith(FORMER_KEY) else f"{FORMER_KEY}${self.encrypt(key)}${digest}"

    @property
    def digest_key(self) -> str:
        """What tokens are digested under, for an archive whose tokens are to be known elsewhere. A secret."""
        return self._digest_key.hex()

    @property
    def mark(self) -> str:
        """Tells whether two installations have the same key; says nothing about it."""
        return self.digest(KEY_MARK)[:16]

    def authenticate(self, text: str) -> str:
        """What only this installation can make of a text: it speaks for the event log, whoever has the database."""
        return hmac.digest(self._log_key, text.encode(), "sha256").hex()

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, text: str) -> str:
        """Raises SecretUnreadable when the key is not the one it was written with."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(text.encode()).decode()
        except InvalidToken as error:
            raise SecretUnreadable(
                "stored under another SECRET_KEY; restore the key or enter the secret again"
            ) from error
