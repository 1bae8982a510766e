"""The file: a package of the database, the secrets and a manifest with their checksums."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mission_control.entry.installation import SECRET_KEY_FILE, SIGN_IN_TOKEN_FILE
from mission_control.kernel import packing
from mission_control.kernel.packing import SUFFIX, BadPackage, Damaged

FORMAT = 1
DATABASE = "database"
SECRETS = (SECRET_KEY_FILE, SIGN_IN_TOKEN_FILE)
PREFIX = "mission-control-"


class BackupFailed(Exception):
    """A sentence for the operator: what went wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    product: str
    """The version that made the backup."""
    made_at: str
    dialect: str
    """`sqlite` or `postgresql`; a backup goes back to the same kind of database."""
    revision: str
    key: str
    """Tells whether a SECRET_KEY is the one that the backup's secrets are encrypted with; says nothing about it."""
    files: dict[str, str]
    """SHA-256 of each file by its name."""
    format: int = FORMAT


def name_at(moment: datetime) -> str:
    return f"{PREFIX}{moment:%Y%m%dT%H%M%SZ}{SUFFIX}"


def write(target: Path, folder: Path, manifest: Manifest) -> None:
    """Pack a folder's files; see `packing.pack`."""
    packing.pack(target, folder, packing.told(manifest), manifest.files)


@contextmanager
def opened(archive: Path, beside: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest, and a folder with the checked files that lasts as long as the context.

    Raises BackupFailed for a file that is no backup, is damaged, or was made by a newer version.
    """
    try:
        with packing.unpacked(archive, beside, _manifest) as found:
            yield found
    except Damaged as error:
        raise BackupFailed(f"{archive} is damaged: {error}; use another one.") from None
    except BadPackage as error:
        raise BackupFailed(f"{archive} is no backup, or damaged ({error}); use another one.") from None


def _manifest(text: bytes) -> Manifest:
    manifest = packing.understood(Manifest, text)
    if manifest.format != FORMAT or not set(manifest.files) <= {DATABASE, *SECRETS}:
        raise BadPackage("a newer version has made it")
    return manifest
