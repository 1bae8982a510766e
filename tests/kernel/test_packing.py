"""A thousand files that are no packages of ours are refused in a word, and leave nothing."""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mission_control.kernel import packing
from mission_control.kernel.packing import BadPackage


@dataclass(frozen=True)
class Manifest:
    files: dict[str, str] = field(default_factory=dict)


CONTENTS = {"first": b"one thing " * 400, "second": random.Random(1).randbytes(3_000)}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("packed")
    for name, content in CONTENTS.items():
        (folder / name).write_bytes(content)
    manifest = Manifest(packing.checksums(folder))
    target = folder / "package.tar.gz"
    packing.pack(target, folder, packing.told(manifest), manifest.files)
    return target.read_bytes()


def opened(package: Path, beside: Path) -> dict[str, bytes]:
    with packing.unpacked(package, beside, lambda text: packing.understood(Manifest, text)) as (_, folder):
        return {file.name: file.read_bytes() for file in folder.iterdir()}


def _tarred(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for info, content in members:
            tar.addfile(info, io.BytesIO(content))
    return made.getvalue()


def _member(name: str, content: bytes, **over: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for field_name, value in over.items():
        setattr(info, field_name, value)
    return info, content


def _hostile(good: bytes, chance: random.Random) -> bytes:
    raw = gzip.decompress(good)
    with tarfile.open(fileobj=io.BytesIO(raw)) as tar:
        packed = tar.extractfile("manifest.json")
        assert packed is not None
        manifest = packed.read()
    first = _member("manifest.json", manifest)
    place = chance.randrange(len(good))
    inside = chance.randrange(len(raw))
    kind = chance.choice([tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
    kinds: list[Callable[[], bytes]] = [
        lambda: good[:place] + bytes([good[place] ^ (1 << chance.randrange(8))]) + good[place + 1 :],
        lambda: good[:place],
        lambda: good[:place] + chance.randbytes(20) + good[place + 20 :],
        lambda: chance.randbytes(chance.randint(0, 2_000)),
        lambda: gzip.compress(raw[:inside] + chance.randbytes(40) + raw[inside + 40 :]),
        lambda: gzip.compress(raw[:inside]),
        lambda: gzip.compress(chance.randbytes(5_000)),
        lambda: _tarred(first, _member("first", b"", type=kind, linkname="/etc/passwd")),
        lambda: _tarred(first, _member("first", b"x"), _member("first", b"y")),
        lambda: _tarred(_member("manifest.json", chance.choice([b"", b"[]", b"{", b"null", b"\xff", b"[" * 9_000]))),
        lambda: _tarred(_member("manifest.json", b'{"files": {"first": 7}}'), _member("first", b"x")),
        lambda: _tarred(_member("manifest.json", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd")),
        lambda: _tarred(first, _member("../first", b"x"), _member("/tmp/first", b"x")),
    ]
    return chance.choice(kinds)()


def test_a_thousand_spoilt_packages_are_refused_in_a_word_and_leave_nothing(good: bytes, tmp_path: Path) -> None:
    chance = random.Random(4)
    package, beside = tmp_path / "package.tar.gz", tmp_path / "beside"
    beside.mkdir()
    package.write_bytes(good)
    assert opened(package, beside) == CONTENTS
    whole = 0
    for _ in range(1_000):
        package.write_bytes(_hostile(good, chance))
        with contextlib.suppress(BadPackage):
            # Bits that mean nothing, as of the time when it was packed, spoil nothing.
            assert opened(package, beside) == CONTENTS
            whole += 1
    assert whole < 100
    assert list(beside.iterdir()) == []


def test_a_package_that_says_that_it_is_larger_than_the_disk_is_not_begun(good: bytes, tmp_path: Path) -> None:
    raw = bytearray(gzip.decompress(good))
    with tarfile.open(fileobj=io.BytesIO(bytes(raw))) as tar:
        member = tar.getmember("first")
    member.size = 1 << 60
    header = member.tobuf(tarfile.GNU_FORMAT)
    raw[member.offset : member.offset + len(header)] = header
    package = tmp_path / "package.tar.gz"
    package.write_bytes(gzip.compress(bytes(raw)))
    with pytest.raises(BadPackage, match="room that is left"):
        opened(package, tmp_path)
