"""The file: a compressed tar of the database, the secrets and a manifest with their checksums."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from mission_control.entry.installation import SECRET_KEY_FILE, SIGN_IN_TOKEN_FILE

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
SECRETS = (SECRET_KEY_FILE, SIGN_IN_TOKEN_FILE)
SUFFIX = ".tar.gz"
PREFIX = "mission-control-"
CHUNK = 1024 * 1024


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


def checksums(folder: Path) -> dict[str, str]:
    return {file.name: _sha256(file) for file in sorted(folder.iterdir())}


def write(target: Path, folder: Path, manifest: Manifest) -> None:
    """Pack a folder's files; the archive is at its place when it is whole and on the disk, or not at all."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n")
    draft = folder / f"draft{SUFFIX}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
            for name in (MANIFEST, *manifest.files):
                tar.add(folder / name, arcname=name)
        file.flush()
        os.fsync(file.fileno())
    # Unlike a rename it never replaces what somebody else has put there.
    os.link(draft, target)


@contextmanager
def opened(archive: Path, beside: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest, and a folder with the checked files that lasts as long as the context.

    Raises BackupFailed for a file that is no backup, is damaged, or was made by a newer version.
    """
    with TemporaryDirectory(dir=beside, prefix=".restoring-") as name:
        folder = Path(name)
        try:
            with tarfile.open(archive, mode="r:gz") as tar:
                manifest = _manifest(tar)
                for member in tar:
                    if member.name in manifest.files and member.isreg():
                        _unpack(tar, member, folder / member.name)
        except (tarfile.TarError, EOFError, UnicodeDecodeError) as error:
            raise BackupFailed(f"{archive} is no backup, or damaged ({error}); use another one.") from None
        if checksums(folder) != manifest.files:
            raise BackupFailed(f"{archive} is damaged: its contents are not what was packed; use another one.")
        yield manifest, folder


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    file = tar.extractfile(first) if first is not None and first.name == MANIFEST and first.isreg() else None
    if file is None:
        raise tarfile.ReadError("it does not begin with a manifest")
    try:
        manifest = Manifest(**json.loads(file.read(CHUNK)))
    except (ValueError, TypeError):
        raise tarfile.ReadError("its manifest cannot be read") from None
    if manifest.format != FORMAT or not set(manifest.files) <= {DATABASE, *SECRETS}:
        raise tarfile.ReadError("a newer version has made it")
    return manifest


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    source = tar.extractfile(member)
    if source is None:
        raise tarfile.ReadError(f"{member.name} is no file")
    with source, target.open("xb") as sink:
        for piece in _pieces(source):
            sink.write(piece)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in _pieces(file):
            digest.update(piece)
    return digest.hexdigest()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece
