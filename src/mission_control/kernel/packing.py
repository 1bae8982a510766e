"""Files in one: a compressed tar that begins with a manifest, which names every further file with its checksum."""

import hashlib
import os
import shutil
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

MANIFEST = "manifest.json"
SUFFIX = ".tar.gz"
CHUNK = 1024 * 1024
UNREADABLE = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError)
"""What the readers of tar and gzip raise for bytes that are none of theirs, and a disk that has no room."""


class Manifest(Protocol):
    @property
    def files(self) -> Mapping[str, str]:
        """SHA-256 of each file by its name."""


M = TypeVar("M", bound=Manifest)


class BadPackage(Exception):
    """Why a file cannot be opened, to be put into a sentence."""


class Damaged(BadPackage):
    """Its contents are not what was packed."""


def checksums(folder: Path) -> dict[str, str]:
    return {file.name: _sha256(file) for file in sorted(folder.iterdir())}


def told(manifest: Any) -> str:
    """A manifest, which is a dataclass, as `understood` reads it."""
    return TypeAdapter(type(manifest)).dump_json(manifest, indent=2).decode() + "\n"


def understood(kind: type[M], text: bytes) -> M:
    """Raises BadPackage for a manifest of another shape."""
    try:
        return TypeAdapter(kind).validate_json(text, strict=True)
    except ValidationError:
        raise BadPackage("its manifest cannot be read") from None


def pack(target: Path, folder: Path, manifest: str, names: Mapping[str, str]) -> None:
    """Pack a folder's files; the package is at its place when it is whole and on the disk, or not at all.

    Readable by its owner alone. Raises FileExistsError rather than replacing what somebody else has put there.
    """
    (folder / MANIFEST).write_text(manifest)
    draft = folder / f"draft{SUFFIX}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
            for name in (MANIFEST, *names):
                tar.add(folder / name, arcname=name)
        file.flush()
        os.fsync(file.fileno())
    # Unlike a rename it never replaces what is there.
    os.link(draft, target)


@contextmanager
def unpacked(package: Path, beside: Path, read: Callable[[bytes], M]) -> Iterator[tuple[M, Path]]:
    """The manifest as `read` understands it, and a folder with the checked files that lasts as long as the context.

    Raises BadPackage; `read` raises it for a manifest of another kind.
    """
    with TemporaryDirectory(dir=beside, prefix=".unpacking-") as name:
        folder = Path(name)
        try:
            with tarfile.open(package, mode="r:gz") as tar:
                manifest = read(_manifest(tar))
                room = shutil.disk_usage(folder).free
                for member in tar:
                    if member.name not in manifest.files or not member.isreg() or member.issparse():
                        continue
                    room -= member.size
                    if room < 0:
                        # Said before it is found out by filling the disk, which others are on too.
                        raise BadPackage(f"{member.name} is larger than the room that is left on the disk")
                    _unpack(tar, member, folder / member.name)
        except UNREADABLE as error:
            raise BadPackage(str(error) or type(error).__name__) from None
        if checksums(folder) != dict(manifest.files):
            raise Damaged("its contents are not what was packed")
        yield manifest, folder


def _manifest(tar: tarfile.TarFile) -> bytes:
    first = tar.next()
    file = tar.extractfile(first) if first is not None and first.name == MANIFEST and first.isreg() else None
    if file is None:
        raise BadPackage("it does not begin with a manifest")
    return file.read(CHUNK)


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    source = tar.extractfile(member)
    if source is None:
        raise BadPackage(f"{member.name} is no file")
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
