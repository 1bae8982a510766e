"""A backup brings everything back, and a restore harms nothing that is there."""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support import postgres
from tests.support.command import Installation
from tests.support.processes import Account, wait_until
from tests.support.server import OPERATOR_TOKEN, ServerProcess
from tests.support.services import Services
from tests.support.world import Json, as_agent, make_agent, make_board, make_task, ok

FRESH_KEY = "another-key-of-this-test-0123456789-abcdefghijklmnop"


@pytest.fixture
def client_programs(tmp_path: Path) -> dict[str, str]:
    """Settings under which commands find PostgreSQL's own programs."""
    binaries = postgres.find_binaries(Account(), tmp_path)
    return {"PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def source(database: str, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    return start_server(database)


def at(server: ServerProcess, folder: Path, **more: str) -> Installation:
    """Commands over the same installation as a server's."""
    there = {name: server.environment()[name] for name in ("DATA_DIR", "DATABASE_URL", "LOCAL_AUTH_TOKEN")}
    return Installation(folder, **there, **more)


@pytest.fixture
def elsewhere(
    database: str, services: Services, tmp_path: Path, client_programs: dict[str, str]
) -> Iterator[Installation]:
    """Another place of the same kind, with nothing in it."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    url = services.empty_database("sqlite" if database.startswith("sqlite") else "postgresql")
    yield Installation(folder, DATABASE_URL=url, LOCAL_AUTH_TOKEN=OPERATOR_TOKEN, **client_programs)
    services.drop_database(url)


def backed_up(place: Installation, to: Path) -> Path:
    done = place.run("backup", str(to))
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def writing(client: httpx.Client, board: Json, stop: threading.Event, written: list[str]) -> None:
    while not stop.is_set():
        written.append(make_task(client, board, f"Task {len(written)}")["id"])


def test_a_backup_of_a_working_installation_goes_on_elsewhere(
    source: ServerProcess, elsewhere: Installation, client_programs: dict[str, str], tmp_path: Path
) -> None:
    with source.as_operator() as operator:
        board = make_board(operator)
        agent = make_agent(operator, board)
        task = make_task(operator, board, "Kept")
        with as_agent(source, agent) as client:
            ok(client.post("/api/v1/agent/heartbeat"))
        stop, written = threading.Event(), list[str]()
        writer = threading.Thread(target=writing, args=(operator, board, stop, written))
        writer.start()
        try:
            assert wait_until(lambda: len(written) >= 20, timeout=20)
            acknowledged = list(written)
            file = backed_up(at(source, tmp_path, **client_programs), tmp_path)
        finally:
            stop.set()
            writer.join()
    assert file.stat().st_mode & 0o777 == 0o600
    assert [item.name for item in tmp_path.iterdir() if "backing-up" in item.name] == []

    done = elsewhere.run("restore", str(file))
    assert done.returncode == 0, done.stderr
    with ServerProcess(elsewhere.settings["DATABASE_URL"], env={"DATA_DIR": str(elsewhere.data_dir)}) as server:
        server.start()
        with server.as_operator() as operator, as_agent(server, agent) as client:
            tasks = f"/api/v1/boards/{board['id']}/tasks"
            assert ok(operator.get(f"{tasks}/{task['id']}"))["title"] == "Kept"
            # Not one that was acknowledged before the backup began is missing.
            for wanted in acknowledged:
                ok(operator.get(f"{tasks}/{wanted}"))
            assert ok(client.post("/api/v1/agent/heartbeat"))["id"] == agent.id
            make_task(operator, board, "And on it goes")
            assert ok(operator.get("/api/v1/search", params={"q": "Kept"}))["items"]


def test_data_that_is_there_is_not_overwritten(
    source: ServerProcess, client_programs: dict[str, str], tmp_path: Path
) -> None:
    place = at(source, tmp_path, **client_programs)
    with source.as_operator() as operator:
        board = make_board(operator, name="Before")
    file = backed_up(place, tmp_path / "one.tar.gz")
    with source.as_operator() as operator:
        ok(operator.patch(f"/api/v1/boards/{board['id']}", json={"name": "After"}))
    source.stop()
    refused = place.run("restore", str(file))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--replace" in refused.stderr or "is not empty" in refused.stderr
    source.start()
    with source.as_operator() as operator:
        assert ok(operator.get(f"/api/v1/boards/{board['id']}"))["name"] == "After"


# --- SQLite: a restore in place


@pytest.fixture
def here(sqlite_url: str, start_server: Callable[..., ServerProcess], tmp_path: Path) -> tuple[ServerProcess, Path]:
    server = start_server(sqlite_url)
    return server, backed_up(at(server, tmp_path), tmp_path / "first.tar.gz")


def test_a_restore_in_place_keeps_what_it_replaces(here: tuple[ServerProcess, Path], tmp_path: Path) -> None:
    server, first = here
    with server.as_operator() as operator:
        board = make_board(operator, name="Later")
    assert "A server is running" in at(server, tmp_path).run("restore", "--replace", str(first)).stderr
    server.stop()
    place = at(server, tmp_path)
    done = place.run("restore", "--replace", str(first))
    assert done.returncode == 0, done.stderr
    server.start()
    with server.as_operator() as operator:
        assert operator.get(f"/api/v1/boards/{board['id']}").status_code == 404
    server.stop()
    (kept,) = server.data_dir.glob("before-restore-*")
    assert place.run("restore", "--replace", str(kept)).returncode == 0
    server.start()
    with server.as_operator() as operator:
        assert ok(operator.get(f"/api/v1/boards/{board['id']}"))["name"] == "Later"


def packed(contents: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def unpacked(file: Path) -> dict[str, bytes]:
    with tarfile.open(file, mode="r:gz") as tar:
        return {member.name: (tar.extractfile(member) or io.BytesIO()).read() for member in tar}


def spoilt(file: Path) -> Iterator[tuple[str, bytes]]:
    """Files that are no backup of this version, each with a word of why."""
    good = unpacked(file)
    manifest = json.loads(good["manifest.json"])

    def with_manifest(**changes: object) -> bytes:
        return packed({**good, "manifest.json": json.dumps(manifest | changes).encode()})

    yield "no backup", file.read_bytes()[:-2000]
    yield "no backup", packed({"database": good["database"], "manifest.json": good["manifest.json"]})
    yield "no backup", with_manifest(format=99)
    yield "no backup", with_manifest(files=None)
    yield "no backup", with_manifest(files={**manifest["files"], "../../evil": "0"})
    yield "damaged", packed({**good, "database": good["database"][:-1] + b"?"})
    yield "does not know", with_manifest(revision="9999")
    yield "backup of postgresql", with_manifest(dialect="postgresql")
    yield "SECRET_KEY", with_manifest(key="0" * 16)


def test_what_is_no_backup_is_refused_and_changes_nothing(here: tuple[ServerProcess, Path], tmp_path: Path) -> None:
    server, file = here
    server.stop()
    before = {item.name: item.read_bytes() for item in server.data_dir.iterdir()}
    bad = tmp_path / "bad.tar.gz"
    for reason, content in spoilt(file):
        bad.write_bytes(content)
        done = at(server, tmp_path).run("restore", "--replace", str(bad))
        assert (done.returncode, done.stdout) == (1, ""), reason
        assert reason in done.stderr
        assert "Traceback" not in done.stderr
    assert {item.name: item.read_bytes() for item in server.data_dir.iterdir()} == before
    assert not (tmp_path / "evil").exists()


def test_a_backup_under_another_key_is_restored_only_when_asked(
    here: tuple[ServerProcess, Path], tmp_path: Path
) -> None:
    _, file = here
    fresh = Installation(tmp_path / "fresh", SECRET_KEY=FRESH_KEY)
    fresh.folder.mkdir()
    refused = fresh.run("restore", str(file))
    assert (refused.returncode, "--other-key" in refused.stderr) == (1, True)
    assert fresh.run("restore", "--other-key", str(file)).returncode == 0


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """This process, and what it starts, can write no longer files."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


def test_a_backup_that_does_not_fit_on_the_disk_leaves_nothing(
    here: tuple[ServerProcess, Path], tmp_path: Path
) -> None:
    server, _ = here
    full = tmp_path / "full"
    full.mkdir()
    with files_up_to(20_000):
        done = at(server, tmp_path).run_alone("backup", str(full))
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert list(full.iterdir()) == []


def test_only_the_newest_backups_are_kept(here: tuple[ServerProcess, Path], tmp_path: Path) -> None:
    server, _ = here
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "mission-control-20200101T000000Z.tar.gz").write_bytes(gzip.compress(b"old"))
    (folder / "mission-control-20210101T000000Z.tar.gz").write_bytes(gzip.compress(b"newer"))
    (folder / "notes.txt").write_text("not ours")
    place = at(server, tmp_path)
    assert Path(place.run("backup", "--keep", "2", str(tmp_path / "new" / "folder")).stdout.strip()).is_file()
    newest = place.run("backup", "--keep", "2", str(folder)).stdout.strip()
    assert {item.name for item in folder.iterdir()} == {
        "notes.txt",
        "mission-control-20210101T000000Z.tar.gz",
        Path(newest).name,
    }
    assert place.run("backup", newest).returncode == 1
    assert place.run("backup", "--keep", "2", str(folder / "file.tar.gz")).returncode == 2


def test_a_damaged_database_is_not_backed_up_as_if_it_were_whole(
    here: tuple[ServerProcess, Path], tmp_path: Path
) -> None:
    server, _ = here
    server.stop()
    place = at(server, tmp_path)
    file = Path(place.settings["DATABASE_URL"].removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * size : page * size] = os.urandom(size)
    file.write_bytes(content)
    done = place.run("backup", str(tmp_path / "never.tar.gz"))
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert not (tmp_path / "never.tar.gz").exists()
