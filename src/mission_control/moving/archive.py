"""The file that an organization travels in: JSON Lines for each table, packed, with a manifest.

Secrets are in it under a key that is made from a passphrase, or not at all.
"""

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from pydantic import AwareDatetime

from mission_control.kernel import packing
from mission_control.kernel.db.base import Base
from mission_control.kernel.packing import BadPackage, Damaged
from mission_control.moving.report import MoveFailed

FORMAT = 1
KIND = "mission-control-organization"
LINES = ".jsonl"
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Lock:
    """How secrets are locked: what makes a key of the passphrase, and what shows that it is the right one."""

    salt: str
    check: str
    digest_key: str
    """The key of the digests of tokens, under the same lock: they are of no use without it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    product: str
    """The version that made the archive."""
    revision: str
    """The schema that its rows are of."""
    made_at: AwareDatetime
    organization_id: UUID
    organization: str
    key: str
    """Tells whether a SECRET_KEY is the one that tokens were digested under; says nothing about it."""
    rows: dict[str, int]
    files: dict[str, str] = field(default_factory=dict)
    lock: Lock | None = None
    kind: str = KIND
    format: int = FORMAT


class Box:
    """Encryption under a passphrase."""

    def __init__(self, passphrase: str, salt: bytes) -> None:
        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        # 64 MiB and some tenths of a second for each guess.
        key = Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(passphrase.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self.salt = salt

    @classmethod
    def new(cls, passphrase: str) -> "Box":
        return cls(passphrase, secrets.token_bytes(SALT_BYTES))

    @classmethod
    def of(cls, lock: Lock, passphrase: str) -> "Box":
        """Raises MoveFailed for another passphrase."""
        try:
            salt = base64.b64decode(lock.salt)
        except ValueError:
            raise MoveFailed("The lock of the archive cannot be read; export again.") from None
        box = cls(passphrase, salt)
        box.opened(lock.check)
        return box

    def lock(self, digest_key: str) -> Lock:
        return Lock(base64.b64encode(self.salt).decode(), self.locked(KIND), self.locked(digest_key))

    def locked(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def opened(self, text: str) -> str:
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(text.encode()).decode()
        except InvalidToken:
            raise MoveFailed("The passphrase is not the one that the archive was made with.") from None


def pack(target: Path, folder: Path, manifest: Manifest) -> None:
    packing.pack(target, folder, packing.told(manifest), manifest.files)


@contextmanager
def opened(archive: Path, beside: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest, and a folder with the checked files. Raises MoveFailed."""
    try:
        with packing.unpacked(archive, beside, _manifest) as found:
            yield found
    except Damaged as error:
        raise MoveFailed(f"{archive} is damaged: {error}; export again.") from None
    except BadPackage as error:
        raise MoveFailed(f"{archive} is no archive of an organization, or damaged ({error}).") from None


def _manifest(text: bytes) -> Manifest:
    manifest = packing.understood(Manifest, text)
    if manifest.kind != KIND:
        raise BadPackage("it is something else")
    if manifest.format != FORMAT or not set(manifest.files) <= {name + LINES for name in Base.metadata.tables}:
        raise BadPackage("a newer version has made it")
    return manifest
